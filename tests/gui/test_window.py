"""The window between a session on its own thread and the person in front of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt
from pytestqt.qtbot import QtBot

from ekyc.errors import KioskFault
from ekyc.messages import Message, languages
from ekyc.session.commands import Cancel, Covered, InstructionShown, Start
from ekyc.session.view import ChallengeView, Step, View
from ekyc.values import Outcome
from gui.app import Opener
from gui.button import Button
from gui.controller import Bridge, Controller
from gui.host import Preferences
from gui.pages.challenge import ChallengePage
from gui.pages.consent import ConsentPage
from gui.pages.document import DocumentPage
from gui.pages.start_up import CAMERA, SIMULATED, RefusalPage, WaitingPage
from gui.pages.text import TextPage
from gui.pages.welcome import WelcomePage
from gui.screenshots import ScriptedController
from gui.window import KioskWindow, WindowSettings
from tests.gui.conftest import Show, sample


def named(window: KioskWindow, name: str) -> Button:
    found = [b for b in window.page.findChildren(Button) if b.objectName() == name]
    assert len(found) == 1
    return found[0]


def title(window: KioskWindow) -> str:
    assert window.page.title is not None
    return window.page.title.text()


def test_only_languages_with_a_catalogue_are_offered(show: Show) -> None:
    window, _ = show(View(step=Step.WELCOME))
    tiles = [b for b in window.page.findChildren(Button) if b.objectName().startswith("language_")]
    assert [tile.objectName() for tile in tiles] == [f"language_{code}" for code in languages()]
    assert [tile.text() for tile in tiles][:2] == ["English", "Français"]
    assert [tile.isChecked() for tile in tiles].count(True) == 1


def test_the_language_switches_at_once_and_keeps_the_focus(show: Show, qtbot: QtBot) -> None:
    window, _ = show(View(step=Step.WELCOME))
    named(window, "language_fr").setFocus()
    qtbot.mouseClick(named(window, "language_fr"), Qt.MouseButton.LeftButton)
    assert title(window) == "Confirmons votre identité"
    assert named(window, "language_fr").isChecked()
    assert window.focusWidget() is named(window, "language_fr")


def test_larger_text_and_high_contrast_change_the_look(show: Show, qtbot: QtBot) -> None:
    window, _ = show(View(step=Step.WELCOME))
    qtbot.mouseClick(named(window, "larger_text"), Qt.MouseButton.LeftButton)
    assert window.look.text_factor == 2.0
    qtbot.mouseClick(named(window, "high_contrast"), Qt.MouseButton.LeftButton)
    assert window.look.theme.name == "high_contrast"
    qtbot.mouseClick(named(window, "larger_text"), Qt.MouseButton.LeftButton)
    assert (window.look.text_factor, window.look.theme.name) == (1.0, "high_contrast")


def test_more_time_goes_out_with_the_start(show: Show, qtbot: QtBot) -> None:
    window, controller = show(View(step=Step.WELCOME))
    qtbot.mouseClick(named(window, "more_time"), Qt.MouseButton.LeftButton)
    assert window.page.primary is not None
    window.page.primary.click()
    assert controller.sent == [Start(more_time=True, calm=True)]


def test_the_next_person_starts_afresh(show: Show) -> None:
    window, _ = show(View(step=Step.WELCOME))
    window.choose_language("fr")
    window.show_view(View(step=Step.CONSENT))
    assert window.look.catalogue.language == "fr"
    window.show_view(View(step=Step.WELCOME))
    assert window.look.catalogue.language == "fr"  # back, still the same person
    window.show_view(View(step=Step.RESULT, outcome=Outcome.CANCELLED))
    window.show_view(View(step=Step.WELCOME))
    assert window.look.catalogue.language == "en"


def test_help_lies_over_the_page_and_goes_away(show: Show, qtbot: QtBot) -> None:
    window, controller = show(View(step=Step.CONSENT))
    window.show_help()
    assert isinstance(window.page, TextPage)
    window.show_view(View(step=Step.CONSENT, ring=0.5))
    assert isinstance(window.page, TextPage)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert isinstance(window.page, ConsentPage)
    assert controller.sent == [Covered(True), Covered(False)]
    window.show_help()
    window.show_view(View(step=Step.DOCUMENT))
    assert not isinstance(window.page, TextPage)


def movement(number: int, name: str, attempt: int = 1) -> View:
    asked = ChallengeView(name, number, total=3)
    return View(step=Step.CHALLENGE, challenge=asked, attempt=attempt)


def told(controller: ScriptedController) -> list[int]:
    return [say.number for say in controller.sent if isinstance(say, InstructionShown)]


@pytest.mark.parametrize("then", [movement(2, "open_mouth"), movement(1, "blink", attempt=2)])
def test_the_next_movement_closes_help_and_its_time_begins(
    show: Show, qtbot: QtBot, then: View
) -> None:
    window, controller = show(movement(1, "blink"))
    qtbot.waitUntil(lambda: 1 in told(controller))
    window.show_help()
    running = replace(ChallengeView("blink", 1, total=3), remaining_s=9.0)
    window.show_view(replace(movement(1, "blink"), challenge=running))
    assert isinstance(window.page, TextPage), "the same movement goes on under help"
    controller.sent.clear()
    window.show_view(then)
    assert isinstance(window.page, ChallengePage)
    assert then.challenge is not None
    qtbot.waitUntil(lambda: told(controller) == [then.challenge.number])


def test_help_closes_when_nobody_touches_anything(show: Show, qtbot: QtBot) -> None:
    window, _ = show(View(step=Step.DOCUMENT))
    page = TextPage(window.look, window, "Help", ("Short.",))
    page.shown_ms = 1
    window.show_over(page)
    qtbot.waitUntil(lambda: isinstance(window.page, DocumentPage))


def test_a_touch_keeps_help_open(show: Show, qtbot: QtBot) -> None:
    window, _ = show(View(step=Step.DOCUMENT))
    window.show_help()
    waiting = window._idle._timer
    for touch in (
        lambda: qtbot.keyClick(window, Qt.Key.Key_Down),
        lambda: qtbot.mousePress(window.page, Qt.MouseButton.LeftButton),
    ):
        waiting.stop()
        touch()
        assert waiting.isActive(), "it begins to wait anew"
    window.close_over()
    assert not waiting.isActive()


def test_a_long_text_stays_as_long_as_it_is_read(show: Show) -> None:
    window, _ = show(View(step=Step.CONSENT))
    short, long = ("Short.",), ("A word. " * 100,)
    pages = [TextPage(window.look, window, "Help", text) for text in (short, long)]
    assert [page.shown_ms for page in pages] == [30_000, 80_000]
    window.prefer(replace(window.preferences, more_time=True))
    assert TextPage(window.look, window, "Help", long).shown_ms == 160_000


def test_the_full_consent_can_be_read(show: Show, qtbot: QtBot) -> None:
    window, controller = show(View(step=Step.CONSENT))
    read = next(b for b in window.page.findChildren(Button) if b.text() == "Read it")
    qtbot.mouseClick(read, Qt.MouseButton.LeftButton)
    assert title(window) == "The full text"
    assert controller.sent == [Covered(True)], "the session takes no picture of who reads"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert controller.sent == [Covered(True), Covered(False)]


def test_the_page_without_a_camera_offers_two_ways(qtbot: QtBot) -> None:
    window = KioskWindow(WindowSettings("Bank of Utopia"))
    qtbot.addWidget(window)
    assert isinstance(window.page, WaitingPage)
    window.show_refusal(Message("camera.none"))
    window.show()
    page = window.page
    assert isinstance(page, RefusalPage)
    chosen: list[str] = []
    window.source_chosen.connect(chosen.append)
    for text in ("Try again", "Use the simulated customer"):
        next(b for b in page.findChildren(Button) if b.text() == text).click()
    assert chosen == [CAMERA, SIMULATED]
    window.set_controller(ScriptedController(View(step=Step.WELCOME)))
    assert isinstance(window.page, WelcomePage)


def test_what_is_no_fault_of_the_camera_offers_no_other_one(qtbot: QtBot) -> None:
    window = KioskWindow(WindowSettings("Bank of Utopia"))
    qtbot.addWidget(window)
    window.show_refusal(Message("weights.missing", {"file": "mtcnn.onnx"}))
    window.show()
    assert title(window) == "The kiosk cannot start"
    offered = [b.text() for b in window.page.findChildren(Button)]
    assert offered == ["Try again"]
    with qtbot.waitSignal(window.source_chosen) as said:
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert said.args == [CAMERA]


def test_a_result_closes_itself(show: Show, qtbot: QtBot) -> None:
    window, controller = show(sample("07-approved").view)
    assert window.closing.total_ms == window.look.ms("result_close")
    window.closing.start(1)
    qtbot.waitUntil(lambda: controller.sent == [Cancel()])


def test_a_result_closes_itself_under_help_and_in_another_language(
    show: Show, qtbot: QtBot
) -> None:
    window, controller = show(sample("07-approved").view)
    window.closing.start(600)
    window.choose_language("fr")
    window.show_help()
    assert isinstance(window.page, TextPage)
    assert window.closing.total_ms == 600, "the time does not begin anew with the page"
    qtbot.waitUntil(lambda: controller.sent == [Covered(True), Cancel()])
    window.show_view(View(step=Step.WELCOME))
    assert isinstance(window.page, WelcomePage)


def test_a_result_that_was_finished_is_not_closed_again(show: Show, qtbot: QtBot) -> None:
    window, controller = show(sample("07-approved").view)
    window.closing.start(1)
    assert window.page.primary is not None
    window.page.primary.click()
    qtbot.wait(300)
    assert controller.sent == [Cancel()]


def test_views_come_over_from_another_thread(qtbot: QtBot) -> None:
    controller = ScriptedController(View(step=Step.WELCOME))
    bridge = Bridge(controller)
    came: list[tuple[View, bool]] = []
    main = threading.main_thread()
    bridge.view_changed.connect(lambda v: came.append((v, threading.current_thread() is main)))
    views = [View(step=Step.FACE, ring=i / 10) for i in range(10)]

    def play() -> None:
        for view in views:
            controller.show(view)

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    assert came == []
    qtbot.waitUntil(lambda: bool(came))
    # Ten were played before the window looked: it sees the last one only.
    assert came == [(views[-1], True)]
    bridge.close()
    controller.show(views[0])
    qtbot.wait(1)
    assert len(came) == 1


def refuse(_source: str) -> Controller:
    raise KioskFault("fault.camera_stopped")


def fail(_source: str) -> Controller:
    raise RuntimeError("a bug")


@pytest.mark.parametrize(
    ("open_source", "message"), [(refuse, "fault.camera_stopped"), (fail, "fault.unexpected")]
)
def test_a_source_that_cannot_be_opened_says_why(
    qtbot: QtBot, open_source: Callable[[str], Controller], message: str
) -> None:
    opener = Opener(open_source)
    with qtbot.waitSignal(opener.refused) as said:
        opener.open(CAMERA)
    assert said.args == [Message(message)]


def test_a_source_is_opened_beside_the_window(qtbot: QtBot) -> None:
    where: list[tuple[str, threading.Thread]] = []
    controller = ScriptedController(View(step=Step.WELCOME))

    def open_it(source: str) -> Controller:
        where.append((source, threading.current_thread()))
        return controller

    opener = Opener(open_it)
    with qtbot.waitSignal(opener.opened) as said:
        opener.open(SIMULATED)
    assert said.args == [controller]
    assert where[0][0] == SIMULATED
    assert where[0][1] is not threading.main_thread()


def test_preferences_start_as_the_bank_says(qtbot: QtBot) -> None:
    settings = WindowSettings("Bank of Utopia", Preferences("fr", theme="dark"))
    window = KioskWindow(settings, ScriptedController(View(step=Step.WELCOME)))
    qtbot.addWidget(window)
    assert (window.look.catalogue.language, window.look.theme.name) == ("fr", "dark")
