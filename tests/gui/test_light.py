"""The page on which the screen shines: told before, begun by the person, never too fast."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ekyc.liveness.screen_colours import COUNT, SLOT_S, draw_colours, light_of
from ekyc.messages import languages
from ekyc.session.commands import ColourShown, InstructionShown, ShowColours
from ekyc.session.view import View
from gui.button import Button
from gui.colour_show import ColourShow
from gui.host import Preferences
from gui.pages.light import LightPage
from gui.theme import load_theme
from gui.window import KioskWindow
from tests.gui.conftest import Show, Shown, sample
from tests.gui.test_growth import clipped, scrolled_px

COLOURS = draw_colours("a test", 1)
GROUND = (244, 247, 246)
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def lit(number: int = 1, **told: object) -> View:
    view = sample("06-light").view
    assert view.challenge is not None
    return replace(view, challenge=replace(view.challenge, remaining_s=None, **told))


def page_of(window: KioskWindow) -> LightPage:
    assert isinstance(window.page, LightPage)
    return window.page


def told(shown: Shown) -> list[int]:
    return [one.number for one in shown[1].sent if isinstance(one, ColourShown)]


def begun(show: Show) -> Shown:
    both = show(lit(), frame=sample("06-light").frame)
    window, controller = both
    start = page_of(window).primary
    assert start is not None
    start.click()
    controller.show(lit(colours=COLOURS))
    QApplication.processEvents()
    return both


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("larger_text", [False, True])
def test_it_is_told_before_and_waits(show: Show, language: str, larger_text: bool) -> None:
    chosen = Preferences(language, larger_text=larger_text, reduced_motion=True)
    both = show(lit(), chosen, frame=sample("06-light").frame)
    window, controller = both
    window.grab()
    page = page_of(window)
    assert page.title is not None and window.focusWidget() is page.title
    assert [type(one) for one in controller.sent if isinstance(one, InstructionShown)]
    assert told(both) == [] and page.stage._shining is None
    assert page.chip.message is not None and page.chip.message.id == "window.light_lasts"
    assert not clipped(window) and scrolled_px(page) == 0


def test_colours_that_nobody_started_are_not_shown(show: Show) -> None:
    """A page that is built anew, in another language say, begins anew."""
    both = show(lit(colours=COLOURS))
    both[0].grab()
    assert told(both) == []
    page = page_of(both[0])
    assert page.primary is not None
    page.primary.click()
    both[0].show_view(lit(colours=COLOURS))
    assert page.stage._shining is None  # those that were there before are not shown again
    both[0].show_view(lit(colours=draw_colours("another", 1)))
    assert page.stage._shining is not None


def test_the_colour_is_seen_and_told_once_it_was_painted(show: Show, qtbot: QtBot) -> None:
    both = begun(show)
    window, controller = both
    assert any(isinstance(one, ShowColours) for one in controller.sent)
    window.grab()
    page = page_of(window)
    qtbot.waitUntil(lambda: told(both) == [1, 2], timeout=10_000)
    seen = window.grab().toImage().pixelColor(40, 300).getRgb()[:3]
    assert seen != GROUND
    assert page.primary is None
    assert not [b for b in page.findChildren(Button) if b.isVisible() and b.text() != "Cancel"]
    assert page.chip.message is None
    assert page.title is not None and page.title.text() == "Look here and keep still"
    assert window.focusWidget() is page.title


def test_it_is_ticked(show: Show) -> None:
    window, _ = begun(show)
    window.show_view(lit(colours=COLOURS, progress=1.0, passed=True))
    assert page_of(window).stage.ring == 1.0


@given(st.lists(st.floats(0.005, 0.9), min_size=100, max_size=200))
@settings(max_examples=20)
def test_never_too_fast_and_in_turn(steps_s: list[float]) -> None:
    """However late a window paints: each colour is told once, for its whole time."""
    now_s, numbers, times = 0.0, [], []
    show = ColourShow(COLOURS, GROUND)
    for step_s in steps_s:
        now_s += step_s
        show.colour(now_s)
        number = show.painted(now_s + 0.01)
        if number is not None:
            numbers.append(number)
            times.append(now_s)
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(after - before >= SLOT_S - 1e-6 for before, after in itertools.pairwise(times))
    assert show.is_over is (len(numbers) == COUNT + 1)


def test_a_film_of_the_whole_show() -> None:
    """At 60 pictures a second: no flash but the one way in, and three changes a second at most."""
    show, now_s, bright = ColourShow(COLOURS, GROUND), 0.0, []
    while not show.is_over:
        bright.append(float(light_of(show.colour(now_s)) @ LUMINANCE))
        show.painted(now_s)
        now_s += 1 / 60
    assert COUNT * SLOT_S <= now_s < COUNT * SLOT_S + 0.5
    assert max(bright[60:]) - min(bright[60:]) < 0.02


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_words_on_the_light_can_be_read(theme: str) -> None:
    ink = load_theme(theme).colours["picto_line"].lstrip("#")
    dark = float(light_of(tuple(bytes.fromhex(ink))) @ LUMINANCE)  # type: ignore[arg-type]
    for colour in COLOURS:
        assert (float(light_of(colour) @ LUMINANCE) + 0.05) / (dark + 0.05) >= 7
