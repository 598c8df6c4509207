"""The teller's side: behind a PIN, or on a screen of its own; never before the customer's eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PyQt5.QtCore import QPoint, QRect, Qt
from PyQt5.QtGui import QColor
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ekyc import pin as pins
from ekyc.document.correction import Correction
from ekyc.messages import Catalogue, Message
from ekyc.pin import PinLock, save_pin
from ekyc.session.commands import Correct
from ekyc.session.view import FaceView, Step, View
from ekyc.values import Check, Outcome, Status
from gui.button import Button
from gui.pages.confirm import ConfirmPage
from gui.pages.field_row import FieldRow
from gui.teller.corrections import Corrections
from gui.teller.figures import figures_of
from gui.teller.gate import Gate
from gui.teller.handle import Handle
from gui.teller.live import LiveLine
from gui.teller.plot import TracePlot
from gui.teller.rows import CheckRow
from gui.teller.screen import TellerScreen, second_screen
from gui.teller.side import TellerSettings, TellerSide
from gui.window import KioskWindow
from gui.words import Words
from tests.gui.conftest import Show, sample

PIN = "271828"
CHECKS = len(sample("10-teller").view.checks)
_LIVE = ("Yaw {}°", "Pitch {}°", "Eyes {} px apart", "{} fps")
KIOSK, STAFF = QRect(0, 0, 1280, 800), QRect(1280, 0, 1920, 1080)


@dataclass(frozen=True)
class FakeScreen:
    """A screen as far as anybody asks."""

    area: QRect

    def geometry(self) -> QRect:
        return self.area


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PinLock:
    monkeypatch.setattr(pins, "COST", 2)
    save_pin(PIN, tmp_path / "pin")
    return PinLock(tmp_path / "pin")


def with_teller(
    show: Show, lock: PinLock, *, staged: bool = False, screens: tuple[QRect, ...] = ()
) -> tuple[KioskWindow, TellerSide]:
    """The face page with checks; the handle at its edge."""
    one = sample("10-teller")
    found = [FakeScreen(area) for area in screens]
    window, controller = show(
        one.view, frame=one.frame, teller=TellerSettings(lock, (lambda: found) if found else None)
    )
    assert window.teller is not None
    window.teller.is_staged = controller.is_staged = staged
    return window, window.teller


def rows(window: KioskWindow) -> list[str]:
    return [row.accessibleName() for row in window.findChildren(CheckRow) if row.isVisible()]


def handles(window: KioskWindow) -> list[Handle]:
    return [handle for handle in window.findChildren(Handle) if handle.isVisible()]


def open_(teller: TellerSide) -> None:
    teller.open(True)
    QApplication.processEvents()


def told(gate: Gate) -> str:
    return gate.keypad.dots.accessibleDescription()


def gate_of(window: KioskWindow) -> Gate:
    (gate,) = [gate for gate in window.findChildren(Gate) if gate.isVisible()]
    return gate


def test_nothing_is_seen_before_the_right_pin(show: Show, qtbot: QtBot, lock: PinLock) -> None:
    window, _ = with_teller(show, lock)
    (handle,) = handles(window)
    qtbot.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(40, 48))
    assert rows(window) == []
    gate = gate_of(window)
    qtbot.keyClicks(window.focusWidget(), "314159")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told(gate) == "This PIN is not right. Type it again.")
    assert rows(window) == []
    qtbot.keyClicks(window.focusWidget(), PIN)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(rows(window)) == CHECKS)
    assert window.focusWidget().text() == "Close"


def test_the_pin_is_typed_by_touch_too(show: Show, qtbot: QtBot, lock: PinLock) -> None:
    window, teller = with_teller(show, lock)
    open_(teller)
    keys = {b.accessibleName(): b for b in gate_of(window).findChildren(Button)}
    assert all(min(b.width(), b.height()) - 12 >= 48 for b in keys.values())
    enter = keys["Open the checks with this PIN"]
    assert not enter.isEnabled()
    for digit in PIN[:5] + "9":
        qtbot.mouseClick(keys[digit], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(keys["Take the last digit back"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(keys[PIN[5]], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(enter, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(window)) == CHECKS)


def test_who_guesses_waits(show: Show, qtbot: QtBot, lock: PinLock) -> None:
    window, teller = with_teller(show, lock)
    open_(teller)
    gate = gate_of(window)
    for _ in range(3):
        qtbot.waitUntil(gate.keypad.isEnabled)
        with qtbot.waitSignal(gate._answered):
            gate.keypad.entered.emit("314159")
    assert told(gate) == "Too many wrong PINs. Wait 30 seconds."
    assert not gate.keypad.isEnabled()
    teller.open(False)
    open_(teller)  # folding it away does not shorten the wait
    assert not gate_of(window).keypad.isEnabled()


def test_without_a_pin_it_says_how_to_set_one(show: Show, tmp_path: Path) -> None:
    window, teller = with_teller(show, PinLock(tmp_path / "none"))
    open_(teller)
    said = [words.text() for words in gate_of(window).findChildren(Words)]
    assert any("ekyc pin" in text for text in said)
    assert not gate_of(window).keypad.isVisible()
    assert rows(window) == []


def test_the_simulated_customer_needs_no_pin(show: Show, lock: PinLock) -> None:
    window, teller = with_teller(show, lock, staged=True)
    open_(teller)
    assert len(rows(window)) == CHECKS
    assert any("no PIN" in words.text() for words in window.findChildren(Words))


def test_the_next_person_finds_it_folded_and_locked(
    show: Show, qtbot: QtBot, lock: PinLock
) -> None:
    window, teller = with_teller(show, lock)
    open_(teller)
    gate_of(window).opened.emit()
    QApplication.processEvents()
    assert len(rows(window)) == CHECKS
    window.show_view(View(step=Step.RESULT, outcome=Outcome.CANCELLED))
    window.show_view(View(step=Step.WELCOME))
    QApplication.processEvents()
    assert teller.strip is None
    open_(teller)
    assert gate_of(window).keypad.isVisible()


def test_escape_in_the_strip_leaves_the_customer_alone(
    show: Show, qtbot: QtBot, lock: PinLock
) -> None:
    window, teller = with_teller(show, lock)
    open_(teller)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert teller.strip is None
    assert window.focusWidget() is window.page.title


def test_a_page_that_turns_leaves_the_teller_the_keyboard(
    show: Show, qtbot: QtBot, lock: PinLock
) -> None:
    window, teller = with_teller(show, lock)
    open_(teller)
    qtbot.keyClicks(window.focusWidget(), "27")
    window.show_view(sample("06-challenge").view)
    qtbot.keyClicks(window.focusWidget(), "1828")
    keypad = gate_of(window).keypad
    with qtbot.waitSignal(keypad.entered) as entered:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert entered.args == [PIN]


def test_the_staffs_screen_is_another_one() -> None:
    kiosk, staff = FakeScreen(KIOSK), FakeScreen(STAFF)
    assert second_screen([kiosk, staff], KIOSK) is staff
    assert second_screen([staff, kiosk], KIOSK) is staff
    assert second_screen([kiosk], KIOSK) is None
    assert second_screen([], KIOSK) is None


def test_on_a_second_screen_nobody_is_asked(show: Show, qtbot: QtBot, lock: PinLock) -> None:
    window, teller = with_teller(show, lock, screens=(KIOSK, STAFF))
    screen = teller.screen
    assert isinstance(screen, TellerScreen)
    qtbot.addWidget(screen)
    assert screen.geometry() == STAFF
    assert screen.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert len(screen.findChildren(CheckRow)) == CHECKS
    assert rows(window) == []
    assert not handles(window)
    window.show_view(View(step=Step.RESULT, outcome=Outcome.REVIEW))
    assert "Staff will look at this" in [words.text() for words in screen.findChildren(Words)]


def test_a_screen_that_is_unplugged_gives_the_handle_back(show: Show, lock: PinLock) -> None:
    window, teller = with_teller(show, lock, screens=(KIOSK, STAFF))
    teller._settings.screens().pop()  # type: ignore[misc, attr-defined, union-attr]
    teller.screens_changed()
    assert teller.screen is None
    assert handles(window)


@pytest.mark.parametrize(
    ("check", "reached", "needed"),
    [
        (("face_match", Status.PASS, 0.714, 0.42), "71 of 100", "needed ≥ 42"),
        (("face_match", Status.FAIL, 0.418, 0.42), "41 of 100", "needed ≥ 42"),
        (("face_match", Status.PASS, 0.76, 1.08), "0.76", "needed ≤ 1.08"),
        (("active_liveness", Status.FAIL, 2.0, 3.0), "2 of 3", "needed 3 of 3"),
        (("mrz_check_digits", Status.PASS, 4.0, 4.0), "4 of 4", "needed 4 of 4"),
        (("presentation_attack", Status.NOT_ASSESSED, 0.41, 0.34), "41 of 100", "needed < 34"),
        (("presentation_attack", Status.FAIL, 0.97, 0.34), "97 of 100", "needed < 34"),
        (("sharpness", Status.PASS, 31.0, None), "31", None),
        (("challenge_blink", Status.PASS, 1.0, 1.0), None, None),
        (("consent", Status.NOT_ASSESSED, None, None), None, None),
    ],
)
def test_numbers_are_told_as_people_read_them(
    check: tuple[str, Status, float | None, float | None], reached: str | None, needed: str | None
) -> None:
    name, status, score, threshold = check
    figures = figures_of(Check(name, status, Message("reason.not_reached"), score, threshold))
    say = Catalogue("en").text

    def text(value: str | Message | None) -> str | None:
        return say(value) if isinstance(value, Message) else value

    assert (text(figures.reached), text(figures.needed)) == (reached, needed)


def test_a_movement_is_drawn_over_its_time(show: Show, lock: PinLock) -> None:
    window, teller = with_teller(show, lock, staged=True)
    open_(teller)
    one = sample("11-movements")
    window.show_view(one.view)
    QApplication.processEvents()
    plots = [plot for plot in window.findChildren(TracePlot) if plot.isVisible()]
    assert len(plots) == len(one.view.traces) == 3
    line = QColor(window.look.theme.colours["accent"])
    drawn = plots[0].grab().toImage()
    heights = [
        min((y for y in range(drawn.height()) if drawn.pixelColor(x, y) == line), default=99)
        for x in range(40, drawn.width() - 40)
    ]
    assert heights.index(min(heights)) > 100  # at rest first, then up, then down again
    assert min(heights) < 15 < heights[0]


def test_only_the_row_that_changed_is_drawn_anew(show: Show, lock: PinLock) -> None:
    window, teller = with_teller(show, lock, staged=True)
    open_(teller)
    before = [row for row in window.findChildren(CheckRow) if row.isVisible()]
    view = sample("10-teller").view
    changed = replace(view.checks[0], status=Status.FAIL)
    window.show_view(replace(view, checks=(changed, *view.checks[1:])))
    teller._show()
    QApplication.processEvents()
    after = [row for row in window.findChildren(CheckRow) if row.isVisible()]
    assert len(set(before) & set(after)) == len(before) - 1
    assert "Document found: Fail" in rows(window)


def test_how_the_camera_sees_the_face_is_told_in_numbers(show: Show, lock: PinLock) -> None:
    window, side = with_teller(show, lock, staged=True)
    side.open(True)

    def told() -> list[str]:
        strip = side.strip
        assert strip is not None
        return [words.text() for words in strip.findChild(LiveLine).findChildren(Words)]

    assert told() == ["Yaw +2°", "Pitch \N{MINUS SIGN}1°", "Eyes 118 px apart", "24 fps"]
    without = replace(sample("10-teller").view, face=None, fps=None, step=Step.CONFIRM)
    window.show_view(without)
    assert told() == [text.format("\N{EN DASH}") for text in _LIVE]
    turned = replace(without, face=FaceView(-0.4, 0.4, 64.6), fps=9.6, step=Step.FACE)
    window.show_view(turned)
    assert told() == ["Yaw 0°", "Pitch 0°", "Eyes 65 px apart", "10 fps"]


def corrections(window: KioskWindow) -> Corrections:
    """The panel, opened as staff open it."""
    side = window.teller
    assert side is not None
    side.is_staged = True
    open_(side)
    assert side.strip is not None
    wish = next(b for b in side.strip.findChildren(Button) if b.text() == "Correct a value")
    assert wish.isVisible()
    wish.click()
    panel = side.strip.findChild(Corrections)
    assert panel is not None
    return panel


def test_staff_type_a_value_beside_what_was_read(show: Show, qtbot: QtBot, lock: PinLock) -> None:
    window, controller = show(sample("04-confirm").view, teller=TellerSettings(lock))
    panel = corrections(window)
    pencils = [b for b in panel.findChildren(Button) if b.accessibleName().startswith("Correct:")]
    assert pencils[-1].accessibleName() == "Correct: Date of expiry"
    pencils[-1].click()
    assert panel.field is not None
    panel.field.setText("31.2.2032")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert not [one for one in controller.sent if isinstance(one, Correct)]
    assert any("day, month and year" in words.text() for words in panel.findChildren(Words))
    panel.field.setText("14.5.2032")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert controller.sent[-1] == Correct(Correction("date_of_expiry", "2032-05-14"))
    controller.show(sample("04-confirm-corrected").view)
    page = window.page
    assert isinstance(page, ConfirmPage)
    QApplication.processEvents()
    rows = {row.accessibleName(): row for row in page.findChildren(FieldRow)}
    compared = rows["Date of expiry: corrected by staff"].accessibleDescription()
    assert compared.startswith("Typed by staff: 14 May 2032; Coded line on the back: 15 April 2032")
    controller.show(sample("05-face").view)
    qtbot.waitUntil(lambda: not panel.isVisible())


def test_a_whole_name_is_typed_where_its_parts_are_not_told_apart(
    show: Show, qtbot: QtBot, lock: PinLock
) -> None:
    window, controller = show(sample("04-confirm-whole-name").view, teller=TellerSettings(lock))
    panel = corrections(window)
    names = [b.accessibleName() for b in panel.findChildren(Button)]
    assert [one for one in names if one.startswith("Correct:")][:2] == [
        "Correct: Name",
        "Correct: Surname",
    ]
    next(b for b in panel.findChildren(Button) if b.accessibleName() == "Correct: Name").click()
    assert panel.field is not None
    panel.field.setText("Anna Maria Eriksson")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert controller.sent[-1] == Correct(Correction("full_name", "ANNA MARIA ERIKSSON"))


def test_nothing_is_corrected_before_the_pin(show: Show, lock: PinLock) -> None:
    window, _ = show(sample("04-confirm").view, teller=TellerSettings(lock))
    assert window.teller is not None
    window.teller.is_staged = False
    open_(window.teller)
    assert window.teller.strip is not None
    assert window.teller.strip.findChild(Corrections) is None
