"""The measures that are exact, at 1280x800 and scaled."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PyQt5.QtCore import QPoint, QRect
from PyQt5.QtWidgets import QApplication, QWidget

from ekyc.pin import PinLock
from gui.button import Button
from gui.look import FOCUS_ROOM
from gui.pages.challenge import ChallengePage
from gui.pages.confirm import ConfirmPage
from gui.pages.document import DocumentPage
from gui.pages.face import FacePage
from gui.pages.field_row import FieldRow
from gui.strips import Strip
from gui.teller.handle import Handle
from gui.teller.rows import CheckRow
from gui.teller.side import TellerSettings
from tests.gui.conftest import Show, sample


def place(widget: QWidget, scale: float = 1.0) -> tuple[int, int, int, int]:
    """Left, top, width and height in the window; a button without its focus margin."""
    window = widget.window()
    assert window is not None
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    if isinstance(widget, Button):
        room = round(FOCUS_ROOM * scale)
        box.adjust(room, room, -room, -room)
    return box.x(), box.y(), box.width(), box.height()


def test_the_stage_of_the_document(show: Show) -> None:
    one = sample("03-document")
    window, _ = show(one.view, frame=one.frame)
    page = window.page
    assert isinstance(page, DocumentPage)
    assert place(page.stage) == (216, 152, 848, 480)
    chip = place(page.chip)
    assert (chip[1], chip[3]) == (648, 48)
    assert chip[0] + chip[2] / 2 == pytest.approx(640, abs=1)


def test_the_oval_and_its_ring(show: Show) -> None:
    one = sample("05-face")
    window, _ = show(one.view, frame=one.frame)
    page = window.page
    assert isinstance(page, FacePage)
    oval = page.stage.oval(page.stage.rect())  # type: ignore[arg-type]
    assert (oval.width(), oval.height()) == (272, 352)


def test_panel_and_stage_of_a_movement(show: Show) -> None:
    one = sample("06-challenge")
    window, _ = show(one.view, frame=one.frame)
    page = window.page
    assert isinstance(page, ChallengePage)
    assert place(page.panel) == (152, 152, 320, 480)
    assert place(page.stage) == (488, 152, 640, 480)
    left, top, width, height = place(page.panel.pictogram)
    assert left + width / 2 == pytest.approx(312, abs=1)
    assert top + height / 2 == pytest.approx(312, abs=1)


def test_the_welcome(show: Show) -> None:
    window, _ = show(sample("01-welcome").view)
    start = window.page.primary
    assert start is not None
    left, _, width, height = place(start)
    assert (left, width, height) == (96, 288, 72)
    tiles = [b for b in window.page.findChildren(Button) if b.objectName().startswith("language_")]
    assert tiles and {place(tile)[3] for tile in tiles} == {64}
    edges = sorted(place(tile)[1] for tile in tiles)
    assert edges[1] - edges[0] == 64 + 16


def test_no_is_as_big_as_yes(show: Show) -> None:
    window, _ = show(sample("02-consent").view)
    buttons = {b.text(): place(b) for b in window.page.findChildren(Button)}
    refuse, agree = buttons["No, staff will help me"], buttons["I agree"]
    assert refuse[3] == agree[3] == 56
    assert refuse[2] >= agree[2]
    assert agree[0] - (refuse[0] + refuse[2]) == 16
    assert agree[0] + agree[2] == 1248


def test_rows_and_strips(show: Show) -> None:
    window, _ = show(sample("04-confirm").view)
    page = window.page
    assert isinstance(page, ConfirmPage)
    rows = page.findChildren(FieldRow)
    tops = sorted(place(row)[1] for row in rows)
    assert {b - a for a, b in pairwise(tops)} == {72}
    assert {place(strip)[2:] for strip in page.findChildren(Strip)} == {(248, 48)}
    assert place(page.pictures[0])[:3] == (96, 160, 352)


def test_the_tellers_strip(show: Show) -> None:
    one = sample("10-teller")
    window, _ = show(one.view, frame=one.frame, teller=TellerSettings(PinLock(Path())))
    teller = window.teller
    assert teller is not None
    (handle,) = [one for one in window.findChildren(Handle) if one.isVisible()]
    assert handle.isVisible()
    assert place(handle) == (1232, 352, 48, 96)
    teller.open(True)
    QApplication.processEvents()
    page, strip = window.page, teller.strip
    assert strip is not None
    assert isinstance(page, FacePage)
    assert place(strip) == (880, 0, 400, 800)
    assert place(page.stage) == (32, 152, 816, 480)
    oval = page.stage.oval(page.stage.rect())  # type: ignore[arg-type]
    assert (oval.width(), oval.height()) == (272, 352)
    assert {place(row)[3] for row in strip.findChildren(CheckRow)} <= set(range(89, 130))


@pytest.mark.parametrize(
    ("size", "scale"), [((1920, 1080), 1.35), ((1280, 800), 1.0), ((1024, 768), 0.8)]
)
def test_everything_scales(show: Show, size: tuple[int, int], scale: float) -> None:
    one = sample("03-document")
    window, _ = show(one.view, frame=one.frame, size=size)
    page = window.page
    assert isinstance(page, DocumentPage)
    left, _, width, _ = place(page.stage, scale)
    assert width == pytest.approx(848 * scale, abs=1)
    assert left + width / 2 == pytest.approx(size[0] / 2, abs=2)
    header = window._header
    assert header is not None and header.height() == pytest.approx(80 * scale, abs=1)


def test_everything_that_is_pressed_is_large_enough(show: Show) -> None:
    for name in ("01-welcome", "02-consent", "03-document", "04-confirm", "06-challenge"):
        window, _ = show(sample(name).view)
        for button in window.page.findChildren(Button):
            _, _, width, height = place(button)
            assert min(width, height) >= 48, (name, button.text())
