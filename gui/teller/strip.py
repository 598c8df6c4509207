"""The teller's strip: every check with score, threshold, status and reason. The customer never
sees it."""

from __future__ import annotations

from enum import Enum

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QFrame, QWidget

from ekyc.messages import Message
from ekyc.pin import PinLock
from ekyc.session.view import Step, View
from gui.button import TEXT_PADDING, Button, Kind
from gui.look import FOCUS_ROOM, Look
from gui.pieces import Icon, column, row
from gui.teller.checks import END_PX, Checks
from gui.teller.corrections import Corrections
from gui.teller.gate import Gate
from gui.words import Words


class Access(Enum):
    """What the strip shows."""

    ASKED = "asked"  # the PIN first
    OPEN = "open"  # the PIN was right
    FREE = "free"  # nobody real stands there: no PIN is asked for


class TellerStrip(QFrame):
    """400 wide at the window's end; `closed` when the teller folds it away, `opened` once the PIN
    was right, `corrected` with a `Correction` when staff typed a value while the person confirms
    what was read."""

    closed = pyqtSignal()
    opened = pyqtSignal()
    corrected = pyqtSignal(object)

    def __init__(self, look: Look, lock: PinLock, access: Access) -> None:
        super().__init__()
        self._look = look
        self.setProperty("surface", "panel")
        inside = column(look, self, (23, 0, 0, 0))
        inside.addWidget(self._head())
        self._body: Gate | Checks
        if access is Access.ASKED:
            self._body = Gate(look, lock)
            self._body.setContentsMargins(0, 0, look.px(END_PX), 0)
            self._body.opened.connect(self.opened)
        else:
            self._body = Checks(look, opens_freely=access is Access.FREE)
        inside.addWidget(self._body, 1)
        self._corrections: Corrections | None = None
        if isinstance(self._body, Checks):
            inside.addWidget(self._wish())
            self._corrections = Corrections(look)
            self._corrections.corrected.connect(self.corrected)
            self._corrections.left.connect(lambda: self._correct(False))
            self._corrections.hide()
            inside.addWidget(self._corrections, 1)

    def _head(self) -> QWidget:
        look = self._look
        head = row(look, pad=(0, 8, END_PX, 0), gap=8)
        head.addWidget(Icon(look, "lock", "accent"))
        title = look.text(Message("window.checks"))
        head.addWidget(Words(look, title, "lead", "semibold"), 1)
        self._close = Button(
            look, Kind.TEXT, look.text(Message("window.close")), trailing="double_chevron_right"
        )
        self._close.set_weight("medium")
        self._close.clicked.connect(self.closed)
        head.addWidget(self._close)
        head.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        holder = QWidget()
        holder.setFixedHeight(max(look.px(72), self._close.sizeHint().height() + look.px(8)))
        holder.setLayout(head)
        return holder

    def take_focus(self) -> None:
        """The keyboard is the teller's now."""
        first = self._body.keypad if isinstance(self._body, Gate) else self._close
        (first if first.isVisibleTo(self) else self._close).setFocus()

    def show_view(self, view: View, elapsed_s: int) -> None:
        """Nothing of it before the PIN."""
        if not isinstance(self._body, Checks) or self._corrections is None:
            return
        self._body.show_view(view, elapsed_s)
        confirms = view.step is Step.CONFIRM and view.document is not None
        if view.document is not None and confirms:
            self._corrections.show_reading(view.document)
        elif self._corrections.isVisibleTo(self):
            self._correct(False)
        self._to_correct.setVisible(confirms and not self._corrections.isVisibleTo(self))

    def _wish(self) -> QWidget:
        look = self._look
        text = look.text(Message("window.correct"))
        self._to_correct = Button(look, Kind.TEXT, text, "pencil")
        self._to_correct.clicked.connect(lambda: self._correct(True))
        holder = QWidget()
        line = row(look, holder)
        line.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        line.addWidget(self._to_correct)
        line.addStretch(1)
        self._to_correct.hide()
        return holder

    def _correct(self, wished: bool) -> None:
        if self._corrections is not None:
            self._body.setVisible(not wished)
            self._corrections.setVisible(wished)
            self._to_correct.setVisible(not wished)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Escape folds the strip away and leaves the customer's page alone."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event is None or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
