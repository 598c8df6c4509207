"""Where a case number is typed or scanned: a scanner types like a keyboard and ends with Enter."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PyQt5.QtWidgets import QLineEdit

from ekyc.errors import SubjectError
from ekyc.messages import Message
from ekyc.session.case import MOST
from ekyc.session.commands import Case
from gui.button import paint_focus
from gui.host import Host
from gui.look import FOCUS_ROOM, Look

_INKS = (
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.PlaceholderText, "text_muted"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
)
_WIDTH = 300
_PADDING = 20
"""At each side: what the style sheet gives, and what Qt keeps for its cursor."""


class CaseField(QLineEdit):
    """Hands a number to the session when it is complete; one that cannot be is marked, not sent.

    `judged` is emitted with False when what is written cannot be a number, and with True once it is
    changed: the page says in words what the mark means.
    """

    judged = pyqtSignal(bool)

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__()
        self._look, self._host, self._known = look, host, ""
        self.setObjectName("case")
        self.setFont(look.font("body"))
        inks = self.palette()  # a colour in the style sheet would make the placeholder too faint
        for role, token in _INKS:
            inks.setColor(role, look.colour(token))
        self.setPalette(inks)
        self.setMaxLength(MOST + 1)  # one that is too long is refused, not cut
        what = look.text(Message("window.case"))
        room, padding = 2 * look.px(FOCUS_ROOM), 2 * (look.px(_PADDING) + look.size("line_control"))
        self.setMinimumHeight(look.size("button") + room)
        self.setFixedWidth(max(look.px(_WIDTH), look.width_of(what, "body") + padding) + room)
        self.setPlaceholderText(what)
        self.setAccessibleName(what)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(lambda: self._mark(wrong=False))
        self.editingFinished.connect(self._left)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802
        """The field as Qt draws it, with the focus ring of every control."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_focus(painter, self._look, QRectF(self.rect()), self._look.radius("base"))

    def show_case(self, number: str) -> None:
        """What the session knows; it replaces what is written only when it has changed."""
        if number != self._known:
            self._known = number
            self.setText(number)

    def commit(self) -> bool:
        """Send what is written, if it is new; false when it cannot be a case number."""
        try:
            case = Case(self.text())
        except SubjectError as error:
            self._mark(wrong=True)
            self.setAccessibleDescription(self._look.text(error.message))
            return False
        if case.number != self._known:
            self._known = case.number
            self._host.send(case)
        return True

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Enter completes the number and presses nothing else; Escape takes it back."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            return
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._mark(wrong=False)
            self.commit()
            return
        super().keyPressEvent(event)

    def _left(self) -> None:
        self.commit()

    def _mark(self, wrong: bool) -> None:
        self.judged.emit(not wrong)
        if self.property("wrong") == wrong:
            return
        self.setProperty("wrong", wrong)
        if (style := self.style()) is not None:
            style.unpolish(self)
            style.polish(self)
        if not wrong:
            self.setAccessibleDescription("")
