"""The page of every movement, in a real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtWidgets import QApplication

from ekyc.liveness.challenges import CHALLENGES
from ekyc.messages import languages
from ekyc.session.commands import InstructionShown
from ekyc.session.view import ChallengeView, View
from gui.host import Preferences
from gui.pages.challenge import ChallengePage
from gui.window import KioskWindow
from tests.gui.conftest import Show, sample
from tests.gui.test_growth import clipped, scrolled_px

SIDES = {"turn_left": "left", "turn_right": "right", "look_up": "up", "look_down": "down"}


def asked(name: str, **told: object) -> View:
    view = sample("06-challenge").view
    return replace(view, challenge=replace(ChallengeView(name, 1, 3), **told), hint=None)


def page_of(window: KioskWindow) -> ChallengePage:
    page = window.page
    assert isinstance(page, ChallengePage)
    return page


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", CHALLENGES)
def test_a_movement_is_asked_for_shown_and_ticked(show: Show, name: str, language: str) -> None:
    chosen = Preferences(language, reduced_motion=True)
    frame = sample("06-challenge").frame
    window, controller = show(asked(name), chosen, frame=frame)
    window.grab()
    page = page_of(window)
    assert page.title is not None and page.title.text().strip()
    assert window.focusWidget() is page.title
    told = [one.number for one in controller.sent if isinstance(one, InstructionShown)]
    assert told == [1]
    assert page.panel.pictogram.accessibleName() or page.title.accessibleName()
    assert page.stage._direction == SIDES.get(name, "")
    window.show_view(asked(name, remaining_s=9.0, progress=0.5))
    QApplication.processEvents()
    assert page.stage.ring == 0.5
    assert not clipped(window) and scrolled_px(page) == 0
    before = page.stage.grab().toImage()
    window.show_view(asked(name, remaining_s=9.0, progress=1.0, passed=True))
    assert page_of(window) is page and page.stage.ring == 1.0
    assert page.stage.grab().toImage() != before


def test_every_movement_is_asked_for_in_its_own_words(show: Show) -> None:
    window, _ = show(asked("blink"))
    said = set()
    for number, name in enumerate(CHALLENGES, start=1):
        window.show_view(asked(name, number=number, total=len(CHALLENGES)))
        title = window.page.title
        assert title is not None
        said.add(title.text())
    assert len(said) == len(CHALLENGES)


@pytest.mark.parametrize(
    "then", [asked("blink", passed=True), asked("nod", number=2)], ids=["seen", "next"]
)
def test_a_hint_goes_at_once_with_its_movement(show: Show, then: View) -> None:
    hint = sample("06-challenge").view.hint
    assert hint is not None
    window, _ = show(replace(asked("blink"), hint=hint))
    chip = page_of(window).chip
    assert chip.message == hint.message and chip.isVisible()
    window.show_view(then)
    assert chip.message is None and not chip.isVisible()
