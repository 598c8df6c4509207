"""Which page is shown, and what each button says to the session."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ekyc.messages import Catalogue, Message, languages
from ekyc.session.commands import (
    Back,
    Cancel,
    CannotDo,
    Case,
    Confirm,
    Covered,
    InstructionShown,
    NoColours,
    Resume,
    Retake,
    ShowColours,
    Start,
    TakePicture,
)
from ekyc.session.consent import load_consent
from ekyc.session.view import CardView, ChallengeView, Step, View
from gui.button import Button
from gui.case_field import CaseField
from gui.host import Preferences
from gui.pages.challenge import ChallengePage
from gui.pages.choice import page_for
from gui.pages.confirm import ConfirmPage
from gui.pages.document import DocumentPage
from gui.pages.face import FacePage
from gui.pages.field_row import FieldRow
from gui.pages.text import TextPage
from gui.pages.welcome import WelcomePage
from gui.strips import Strip
from gui.theme import contrast
from gui.words import Words
from tests.gui.conftest import Show, Shown, sample

CONSENT = load_consent("en")


def button(root: QWidget, text: str) -> Button:
    return next(b for b in root.findChildren(Button) if b.text() == text and b.isVisible())


@given(st.sampled_from(Step), st.floats(0, 1), st.integers(1, 3))
def test_the_page_follows_from_the_step_alone(step: Step, ring: float, attempt: int) -> None:
    assert page_for(View(step=step, ring=ring, attempt=attempt)) is page_for(View(step=step))


def test_every_step_has_a_page_of_its_own() -> None:
    assert len({page_for(View(step=step)) for step in Step}) == len(Step)


@pytest.mark.parametrize(
    ("name", "text", "command"),
    [
        ("01-welcome", "Start", Start(calm=True)),
        ("02-consent", "I agree", CONSENT.answer(True)),
        ("02-consent", "No, staff will help me", CONSENT.answer(False)),
        ("02-consent", "Back", Back()),
        ("02-consent", "Cancel", Cancel()),
        ("03-document", "Take the picture myself", TakePicture()),
        ("04-confirm", "Yes, this is right", Confirm()),
        ("04-confirm", "Take the picture again", Retake()),
        ("04-confirm-doubtful", "Take the picture again", Retake()),
        ("04-confirm-doubtful", "Continue, staff will look", Confirm(staff_will_look=True)),
        ("05-face", "Back", Back()),
        ("06-challenge", "I cannot do this movement", CannotDo()),
        ("06-challenge", "Cancel", Cancel()),
        ("06-light", "Another movement instead", NoColours()),
        ("06-light", "Show the colours", ShowColours()),
        ("06-light", "Cancel", Cancel()),
        ("07-approved", "Finish", Cancel()),
        ("09-fault", "Try again", Resume()),
        ("09-fault", "Cancel", Cancel()),
    ],
)
def test_buttons_say(show: Show, qtbot: QtBot, name: str, text: str, command: object) -> None:
    one = sample(name)
    window, controller = show(one.view, frame=one.frame)
    controller.sent.clear()
    qtbot.mouseClick(button(window, text), Qt.MouseButton.LeftButton)
    assert controller.sent == [command]


@pytest.mark.parametrize(
    ("name", "key", "command"),
    [
        ("01-welcome", Qt.Key.Key_Return, Start(calm=True)),
        ("02-consent", Qt.Key.Key_Return, CONSENT.answer(True)),
        ("02-consent", Qt.Key.Key_Escape, Back()),
        ("06-challenge", Qt.Key.Key_Escape, Cancel()),
        ("06-light", Qt.Key.Key_Escape, Cancel()),
        ("06-light", Qt.Key.Key_Return, ShowColours()),
        ("09-fault", Qt.Key.Key_Enter, Resume()),
    ],
)
def test_keys_say(show: Show, qtbot: QtBot, name: str, key: Qt.Key, command: object) -> None:
    one = sample(name)
    window, controller = show(one.view, frame=one.frame)
    controller.sent.clear()
    qtbot.keyClick(window, key)
    assert controller.sent == [command]


@pytest.mark.parametrize("language", languages())
def test_the_whole_text_of_the_consent_can_be_read(show: Show, qtbot: QtBot, language: str) -> None:
    window, _ = show(sample("02-consent").view, Preferences(language=language, reduced_motion=True))
    page, text = window.page, load_consent(language)
    seen = {words.text() for words in page.findChildren(Words)}
    assert page.title is not None
    link = next(b for b in page.findChildren(Button) if b.text() == read_it(language))
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, TextPage)
    seen |= {words.text() for words in window.page.findChildren(Words)}
    for section in (text.question, *text.points, text.refusal, text.full):
        for said in (section.heading, *section.paragraphs):
            assert said in seen


def read_it(language: str) -> str:
    return Catalogue(language).text(Message("window.consent_read"))


def typed(controller_and_window: Shown) -> list[object]:
    return [one for one in controller_and_window[1].sent if isinstance(one, Case | Start)]


def test_a_scanner_needs_no_focus_and_starts_nothing(show: Show, qtbot: QtBot) -> None:
    both = show(sample("01-welcome").view)
    qtbot.keyClicks(both[0].page, "A-17")
    field = both[0].focusWidget()
    assert isinstance(field, CaseField)
    qtbot.keyClicks(field, "/2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert typed(both) == [Case("A-17/2")]


def test_start_takes_a_case_that_was_typed_and_waits_for_one_that_is_wrong(
    show: Show, qtbot: QtBot
) -> None:
    both = show(sample("01-welcome").view)
    page = both[0].page
    assert isinstance(page, WelcomePage)
    page.case.setText("Eriksson")
    qtbot.mouseClick(button(both[0], "Start"), Qt.MouseButton.LeftButton)
    assert typed(both) == []
    assert "case number" in page.case.accessibleDescription()
    page.case.setText("E-1")
    qtbot.mouseClick(button(both[0], "Start"), Qt.MouseButton.LeftButton)
    assert typed(both) == [Case("E-1"), Start(calm=True)]


def test_a_case_that_the_session_forgets_is_gone(show: Show) -> None:
    welcome = sample("01-welcome").view
    window, _ = show(replace(welcome, case="A-1"))
    page = window.page
    assert isinstance(page, WelcomePage)
    assert page.case.text() == "A-1"
    window.show_view(welcome)
    assert page.case.text() == ""


def test_a_focused_button_takes_enter(show: Show, qtbot: QtBot) -> None:
    window, controller = show(sample("02-consent").view)
    qtbot.keyClick(button(window, "Cancel"), Qt.Key.Key_Return)
    assert controller.sent == [Cancel()]


def test_the_shutter_can_be_touched(show: Show, qtbot: QtBot) -> None:
    one = sample("03-document")
    window, controller = show(one.view, frame=one.frame)
    page = window.page
    assert isinstance(page, DocumentPage)
    stage = page.stage
    spot = stage.rect().center()
    spot.setX(stage.width() - 80)
    qtbot.mouseClick(stage, Qt.MouseButton.LeftButton, pos=spot)
    assert controller.sent == [TakePicture()]


def test_nothing_is_taken_while_a_card_is_read(show: Show) -> None:
    one = sample("03-document-reading")
    window, _ = show(one.view, frame=one.frame)
    assert not button(window, "Take the picture myself").isEnabled()
    page = window.page
    assert isinstance(page, DocumentPage) and page.chip.message is not None
    assert page.chip.message.id == "window.reading_card"


def test_the_back_is_asked_for(show: Show) -> None:
    window, _ = show(View(step=Step.DOCUMENT, card=CardView(side="back")))
    assert window.page.title is not None
    assert window.page.title.text() == "Now hold the back of your card up to the camera"


def test_a_card_that_is_wrong_goes_to_staff(show: Show, qtbot: QtBot) -> None:
    window, controller = show(sample("04-confirm").view)
    qtbot.mouseClick(button(window, "Something is wrong"), Qt.MouseButton.LeftButton)
    assert isinstance(window.page, TextPage)
    qtbot.mouseClick(button(window, "Continue, staff will look"), Qt.MouseButton.LeftButton)
    assert controller.sent == [Covered(True), Covered(False), Confirm(staff_will_look=True)]
    assert isinstance(window.page, ConfirmPage)


def test_values_are_written_as_people_write_them(show: Show) -> None:
    window, _ = show(sample("04-confirm").view)
    said = {row.accessibleName() for row in window.page.findChildren(FieldRow)}
    assert "Date of birth: 12 August 1974" in said
    assert "Nationality: Utopia" in said


def test_a_whole_name_is_shown_beside_its_strip(show: Show) -> None:
    window, _ = show(sample("04-confirm-whole-name").view)
    rows = window.page.findChildren(FieldRow)
    assert [row.accessibleName() for row in rows][:2] == [
        "Name: ERIKSSON ANNA MARIA",
        "Document number: D23145890",
    ]
    assert rows[0].findChildren(Strip)


def test_the_ring_never_runs_back(show: Show) -> None:
    window, _ = show(View(step=Step.FACE, ring=0.6, ring_waits=False))
    page = window.page
    assert isinstance(page, FacePage)
    window.show_view(View(step=Step.FACE, ring=0.2))
    assert page.stage.ring == 0.6
    window.show_view(View(step=Step.FACE, ring=0.2, attempt=2))
    assert page.stage.ring == 0.2


def movement(number: int, remaining_s: float | None = None, attempt: int = 1) -> View:
    challenge = ChallengeView("blink", number, 3, remaining_s=remaining_s)
    return View(step=Step.CHALLENGE, challenge=challenge, attempt=attempt)


def shown(controller_and_window: Shown) -> list[int]:
    sent = controller_and_window[1].sent
    return [one.number for one in sent if isinstance(one, InstructionShown)]


def test_an_instruction_counts_once_it_was_painted(show: Show) -> None:
    both = show(View(step=Step.WELCOME))
    window, controller = both
    window.show_view(movement(1))
    assert shown(both) == []
    window.grab()
    assert shown(both) == [1]
    window.show_view(movement(1, 14.0))
    window.grab()
    assert shown(both) == [1]
    window.show_view(movement(2))
    window.grab()
    assert shown(both) == [1, 2]
    window.show_view(movement(1, attempt=2))
    window.grab()
    assert shown(both) == [1, 2, 1]
    times = [one.t_s for one in controller.sent if isinstance(one, InstructionShown)]
    assert times == sorted(times)


def test_a_deadline_that_runs_is_not_started_again(show: Show) -> None:
    both = show(movement(2, 9.0))
    both[0].grab()
    assert shown(both) == []


def test_arrows_point_to_the_persons_own_side(show: Show) -> None:
    for name, before, after in (("turn_left", True, False), ("turn_right", False, True)):
        view = View(step=Step.CHALLENGE, challenge=ChallengeView(name, 1, 3))
        window, _ = show(view)
        page = window.page
        assert isinstance(page, ChallengePage)
        assert (page._before.isVisible(), page._after.isVisible()) == (before, after)


def test_a_hint_stays_long_enough(show: Show) -> None:
    one = sample("05-face-far")
    window, _ = show(one.view, frame=one.frame)
    page = window.page
    assert isinstance(page, FacePage)
    first, later = one.view.hint, sample("05-face").view.hint
    assert first is not None and later is not None
    window.show_view(replace(one.view, hint=later))
    assert page.chip.message == first.message
    page.chip._timer.timeout.emit()
    assert page.chip.message == later.message
    QApplication.processEvents()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_case_number_is_seen_in_every_theme(show: Show, theme: str) -> None:
    window, _ = show(sample("01-welcome").view, Preferences(theme=theme, reduced_motion=True))
    page = window.page
    assert isinstance(page, WelcomePage)
    surface, least = window.look.theme.colours["surface"], 4.5
    for text in ("", "A-17"):
        page.case.setText(text)
        drawn = page.case.grab().toImage()
        inside = [
            drawn.pixelColor(x, y).name()
            for x in range(20, drawn.width() - 20)
            for y in range(12, drawn.height() - 12)
        ]
        assert max(contrast(colour, surface) for colour in set(inside)) >= least


@pytest.mark.parametrize("larger_text", [False, True])
@pytest.mark.parametrize("language", languages())
def test_a_wrong_case_number_is_told_in_words(
    show: Show, qtbot: QtBot, language: str, larger_text: bool
) -> None:
    chosen = Preferences(language, larger_text=larger_text, reduced_motion=True)
    window, _ = show(sample("01-welcome").view, chosen)
    page = window.page
    assert isinstance(page, WelcomePage)
    page.case.setText("Eriksson")
    qtbot.keyClick(page.case, Qt.Key.Key_Return)
    QApplication.processEvents()
    for told in (page._wrong, page.case):
        assert told.visibleRegion().boundingRect() == told.rect(), "it is seen whole"
    qtbot.keyClick(page.case, Qt.Key.Key_Backspace)
    assert not page._wrong.isVisible()


@pytest.mark.parametrize("name", ["08-cancelled", "08-timed-out"])
def test_who_stopped_or_left_is_not_told_what_was_not_checked(show: Show, name: str) -> None:
    window, _ = show(sample(name).view)
    said = [words.text() for words in window.page.findChildren(Words)]
    assert "K7Q4 2M9D" in said
    assert not any("compared" in text or "checked" in text for text in said)
