"""Digits by touch and by keyboard."""

from __future__ import annotations

from PyQt5.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt5.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ekyc.messages import Message
from ekyc.pin import LEAST_DIGITS, MOST_DIGITS
from gui.button import Button, Kind, paint_focus
from gui.look import FOCUS_ROOM, Look
from gui.pieces import column

_DOT, _DOT_GAP = 12, 12


class Dots(QWidget):
    """The field: a dot for each digit typed, never the digit. It takes the keyboard."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """So many digits are typed."""
        self._count = count
        said = Message("window.pin_typed", {"n": count})
        self.setAccessibleName(self._look.text(said))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as a field, with room for its focus ring."""
        return QSize(0, self._look.size("button") + 2 * self._look.px(FOCUS_ROOM))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Field, dots typed, rings for those that are still needed."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, radius = look.px(FOCUS_ROOM), look.radius("base")
        line = look.size("line_control")
        field = QRectF(self.rect()).adjusted(room, room, -room, -room)
        painter.setPen(QPen(look.colour("line_control"), line))
        painter.setBrush(look.colour("surface"))
        half = line / 2
        painter.drawRoundedRect(field.adjusted(half, half, -half, -half), radius, radius)
        if self.hasFocus():
            paint_focus(painter, look, QRectF(self.rect()), radius)
        shown = max(self._count, LEAST_DIGITS)
        step, side = look.px(_DOT + _DOT_GAP), look.px(_DOT)
        x = field.center().x() - (shown - 1) * step / 2
        for i in range(shown):
            typed = i < self._count
            painter.setPen(QPen(look.colour("text" if typed else "line_control"), line))
            painter.setBrush(look.colour("text" if typed else "surface"))
            reach = (side - line) / 2
            painter.drawEllipse(QPointF(x + i * step, field.center().y()), reach, reach)


class Keypad(QWidget):
    """`entered` is emitted with the digits when the tick is pressed."""

    entered = pyqtSignal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._typed = ""
        inside = column(look, self, gap=10)
        self.dots = Dots(look)
        self.setFocusProxy(self.dots)
        inside.addWidget(self.dots)
        keys = QGridLayout()
        keys.setSpacing(look.px(12 - FOCUS_ROOM))
        for i, digit in enumerate("123456789"):
            keys.addWidget(self._key(look, digit), i // 3, i % 3)
        erase = _Key(look, look.text(Message("window.pin_erase")), "backspace")
        erase.clicked.connect(self.erase)
        keys.addWidget(erase, 3, 0)
        keys.addWidget(self._key(look, "0"), 3, 1)
        self._enter = _Key(look, look.text(Message("window.pin_enter")), "check")
        self._enter.clicked.connect(self.enter)
        keys.addWidget(self._enter, 3, 2)
        holder = QWidget()
        # A keypad is a keypad in every language.
        holder.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        holder.setLayout(keys)
        keys.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(holder)
        self._show()

    def _key(self, look: Look, digit: str) -> Button:
        key = _Key(look, digit)
        key.clicked.connect(lambda: self.type(digit))
        return key

    def type(self, digit: str) -> None:
        """One more digit."""
        if len(self._typed) < MOST_DIGITS:
            self._typed += digit
        self._show()

    def erase(self) -> None:
        """Take the last digit back."""
        self._typed = self._typed[:-1]
        self._show()

    def clear(self) -> None:
        """Begin anew."""
        self._typed = ""
        self._show()

    def enter(self) -> None:
        """Hand the digits over, and forget them."""
        if len(self._typed) >= LEAST_DIGITS:
            typed = self._typed
            self.clear()
            self.entered.emit(typed)

    def _show(self) -> None:
        self.dots.show_count(len(self._typed))
        self._enter.setEnabled(len(self._typed) >= LEAST_DIGITS)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Digits, Backspace, Enter."""
        if event is None:
            return
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isdigit():
            self.type(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        else:
            super().keyPressEvent(event)


class _Key(Button):
    """A digit, or an icon whose word is only said."""

    def __init__(self, look: Look, text: str, icon: str = "") -> None:
        super().__init__(look, Kind.SECONDARY, "" if icon else text, icon)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The typing goes on from the field, wherever the finger was.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
