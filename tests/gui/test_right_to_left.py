"""Where people read from the right the page is mirrored, and what is a mirror already is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtWidgets import QApplication, QWidget

from ekyc.pin import PinLock
from ekyc.session.view import View
from gui.look import Look
from gui.pages.challenge import ChallengePage
from gui.pages.face import FacePage
from gui.samples import samples
from gui.teller.handle import Handle
from gui.teller.side import TellerSettings
from gui.words import Words
from tests.gui.conftest import Show, sample
from tests.gui.test_growth import clipped, scrolled_px

PAGES = [one.name for one in samples() if not one.teller and one.refusal is None]


@pytest.fixture(autouse=True)
def from_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up language: English words, written from the right."""
    monkeypatch.setattr(Look, "direction", Qt.LayoutDirection.RightToLeft)


def left_of(widget: QWidget) -> int:
    window = widget.window()
    assert window is not None
    return widget.mapTo(window, QPoint(0, 0)).x()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_at_the_right(show: Show, name: str) -> None:
    one = sample(name)
    window, _ = show(one.view, frame=one.frame)
    page = window.page
    assert not clipped(window)
    assert scrolled_px(page) == 0
    if page.primary is not None and page.back is not None:
        assert left_of(page.primary) < left_of(page.back)


def test_stage_and_pictogram_stay_mirrors(show: Show) -> None:
    one = sample("06-challenge")
    window, _ = show(one.view, frame=one.frame)
    page = window.page
    assert isinstance(page, ChallengePage)
    assert left_of(page.stage) < left_of(page.panel)
    for part in (page.stage, page.panel.pictogram):
        assert part.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert left_of(page._before) < left_of(page._title)  # the arrow points to the screen's left


def test_the_tellers_strip_comes_from_the_left(show: Show) -> None:
    one = sample("10-teller")
    window, _ = show(one.view, frame=one.frame, teller=TellerSettings(PinLock(Path())))
    (handle,) = [one for one in window.findChildren(Handle) if one.isVisible()]
    assert left_of(handle) == 0
    assert window.teller is not None
    window.teller.open(True)
    QApplication.processEvents()
    strip = window.teller.strip
    assert strip is not None and left_of(strip) == 0
    assert isinstance(window.page, FacePage) and left_of(window.page.stage) > 400


def test_a_view_turns_nothing_back(show: Show) -> None:
    window, controller = show(sample("02-consent").view)
    controller.show(View(step=sample("09-fault").view.step, fault=sample("09-fault").view.fault))
    QApplication.processEvents()
    assert window.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_words_begin_at_the_right(show: Show) -> None:
    window, _ = show(sample("02-consent").view)
    words = next(w for w in window.page.findChildren(Words) if w.text() == "Why")
    drawn = words.grab().toImage()
    ground = drawn.pixelColor(0, 0)
    columns = [
        x
        for x in range(drawn.width())
        if any(drawn.pixelColor(x, y) != ground for y in range(drawn.height()))
    ]
    assert max(columns) > drawn.width() - 8
    assert min(columns) > drawn.width() / 2
