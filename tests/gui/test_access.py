"""Everything can be reached by keyboard and is said to assistive technology."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from ekyc.pin import PinLock
from ekyc.session.view import ChallengeView, Step, View
from gui.button import Button, Kind
from gui.look import Look
from gui.samples import samples
from gui.teller.side import TellerSettings
from gui.words import Words
from tests.gui.conftest import Show, sample

PAGES = [one.name for one in samples()]


@pytest.mark.parametrize("name", PAGES)
def test_all_that_takes_the_focus_has_a_name(show: Show, name: str) -> None:
    one = sample(name)
    window, _ = show(
        one.view, frame=one.frame, refusal=one.refusal, teller=TellerSettings(PinLock(Path()))
    )
    reachable = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(reachable) >= 3
    assert not [widget for widget in reachable if not widget.accessibleName()]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_its_instruction(show: Show, name: str) -> None:
    one = sample(name)
    window, _ = show(one.view, frame=one.frame, refusal=one.refusal)
    title = window.page.title
    assert title is not None
    assert window.focusWidget() is title
    assert title.accessibleName() == title.text() != ""


def test_tab_goes_from_top_to_bottom(show: Show, qtbot: QtBot) -> None:
    window, _ = show(sample("02-consent").view)
    tops = []
    for _ in range(5):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert isinstance(focused, QAbstractButton)
        tops.append(focused.mapTo(window, QPoint(0, focused.height() // 2)).y())
    assert tops == sorted(tops)


def test_hints_and_progress_are_announced(show: Show) -> None:
    one = sample("05-face-far")
    window, _ = show(replace(one.view, hint=None, ring=0.0), frame=one.frame)
    title = window.page.title
    assert title is not None
    window.show_view(replace(one.view, ring=0.1))
    assert title.accessibleDescription() == "Come a little closer"
    window.show_view(replace(one.view, ring=0.55))
    assert title.accessibleDescription() == "50 % done"


def test_the_last_seconds_are_announced(show: Show) -> None:
    def view(left_s: float) -> View:
        return View(step=Step.CHALLENGE, challenge=ChallengeView("nod", 1, 3, remaining_s=left_s))

    window, _ = show(view(14.0))
    said = []
    for left_s in (11.0, 9.8, 7.0, 4.9, 2.9, 1.0):
        window.show_view(view(left_s))
        assert window.page.title is not None
        said.append(window.page.title.accessibleDescription())
    assert said == ["", *["10 seconds left"] * 2, "5 seconds left", *["3 seconds left"] * 2]


def test_the_focus_is_seen_inside_the_buttons_own_margin(look: Look, qtbot: QtBot) -> None:
    button = Button(look, Kind.SECONDARY, "Continue")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    QApplication.setActiveWindow(button)  # there may be no window manager to do it
    button.setFocus()
    assert button.hasFocus()
    after = button.grab().toImage()
    middle = before.width() // 2
    ring, gap = look.theme.colours["focus"], after.pixelColor(middle, 4).name()
    assert after.pixelColor(middle, 1).name() == ring.lower() != before.pixelColor(middle, 1).name()
    assert gap == before.pixelColor(middle, 4).name()


def test_words_wrap_and_tell_their_height(look: Look, qtbot: QtBot) -> None:
    words = Words(look, "Take your card with you. Show this number at the counter.")
    qtbot.addWidget(words)
    assert words.sizeHint().height() == 28
    assert words.heightForWidth(366) == 2 * 28
    assert words.minimumSizeHint().width() < 100
    words.set_text("Another")
    assert words.accessibleName() == "Another"
