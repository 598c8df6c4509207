"""The teller's own screen: the checks, and where the customer is, on a second display."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PyQt5.QtCore import QRect, Qt
from PyQt5.QtWidgets import QWidget

from ekyc.messages import Message
from ekyc.session.view import Step, View
from gui.look import BASE_HEIGHT, BASE_WIDTH, Look
from gui.pieces import Icon, column, put_in_the_middle, row, surface
from gui.qss import style_sheet
from gui.teller.checks import Checks
from gui.words import Words

_COLUMN = 640
_WHERE = {
    Step.WELCOME: Message("window.where_welcome"),
    Step.CONSENT: Message("window.where_consent"),
    Step.DOCUMENT: Message("window.where_document"),
    Step.CONFIRM: Message("window.where_confirm"),
    Step.FACE: Message("window.where_face"),
    Step.CHALLENGE: Message("window.where_challenge"),
    Step.RESULT: Message("window.where_result"),
    Step.FAULT: Message("window.fault_kiosk"),
}


class Screen(Protocol):
    """As much of a QScreen as is asked."""

    def geometry(self) -> QRect:
        """Where it lies among all screens, in px."""
        ...


def second_screen(screens: Sequence[Screen], own: QRect) -> Screen | None:
    """The first screen that the customer's window, which lies at `own`, is not on."""
    others = [screen for screen in screens if not screen.geometry().contains(own.center())]
    return others[0] if others and len(screens) > 1 else None


def scale_on(screen: Screen) -> float:
    """Screen px of one logical px when the whole screen is filled."""
    size = screen.geometry()
    return max(0.5, min(size.width() / BASE_WIDTH, size.height() / BASE_HEIGHT))


class TellerScreen(QWidget):
    """Frameless, over the whole of a screen that only staff see: nobody is asked for a PIN."""

    def __init__(self, look: Look, screen: Screen) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        # It never takes the keyboard from the customer's window.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(look.text(Message("window.checks")))
        self.setStyleSheet(style_sheet(look))
        self.setLayoutDirection(look.direction)
        self.setGeometry(screen.geometry())
        across = row(look, self, (32, 24, 32, 0))
        middle = QWidget()
        middle.setMaximumWidth(look.px(_COLUMN))
        put_in_the_middle(across, middle)
        inside = column(look, middle)
        head = row(look, gap=12)
        head.addWidget(Icon(look, "people", "accent", 28))
        self._where = Words(look, "", "title", "semibold")
        head.addWidget(self._where, 1)
        inside.addLayout(head)
        inside.addSpacing(look.px(8))
        self._hint = Words(look, "", "body", colour="text_muted")
        inside.addWidget(self._hint)
        inside.addSpacing(look.px(16))
        card = surface("card")
        self._checks = Checks(look)
        column(look, card, (31, 16, 31, 16)).addWidget(self._checks)
        inside.addWidget(card, 1)
        inside.addSpacing(look.px(24))

    def show_view(self, view: View, elapsed_s: int) -> None:
        """Where the customer is, what is asked of them right now, and every check."""
        outcome = view.outcome
        at = Message(f"outcome.{outcome.value}") if outcome is not None else _WHERE[view.step]
        self._where.set_text(self._look.text(at))
        self._hint.set_text(self._look.text(view.hint.message) if view.hint else "")
        self._checks.show_view(view, elapsed_s)
