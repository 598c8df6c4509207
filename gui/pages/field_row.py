"""One field of a document: its value beside the strip of the card that it was read from. Where the
document says two things, or staff typed a third, each stands beside its own strip."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QFocusEvent, QPainter, QPaintEvent
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QWidget

from ekyc.document.correction import CORRECTABLE
from ekyc.document.correction import SOURCE as STAFF
from ekyc.document.merge import agree
from ekyc.document.reading import Field, FieldStatus
from ekyc.messages import Message
from ekyc.values import Rgb
from gui.dates import shown_value
from gui.look import Look
from gui.pieces import Tag, column, row
from gui.strips import Strip
from gui.words import Words

_TAGS = {
    FieldStatus.CHECKED: (Message("window.tag_checked"), "check_circle", "done"),
    FieldStatus.READ: (Message("window.tag_read"), "eye", "quiet"),
    FieldStatus.DOUBTFUL: (Message("window.tag_doubtful"), "warning", "attention"),
    FieldStatus.CORRECTED: (Message("window.tag_corrected"), "pencil", "attention"),
}
_DIFFERS = (Message("window.tag_differs"), "warning", "attention")
_SOURCES = {
    ("mrz", "front"): Message("window.source_mrz_front"),
    ("mrz", "back"): Message("window.source_mrz_back"),
    ("print", "front"): Message("window.source_print_front"),
    ("print", "back"): Message("window.source_print_back"),
    ("barcode", "front"): Message("window.source_barcode_front"),
    ("barcode", "back"): Message("window.source_barcode_back"),
}
_TYPED = Message("window.source_staff")


def stands_out(field: Field) -> bool:
    """Whether somebody should look at this field."""
    return field.disagrees or field.status in (FieldStatus.DOUBTFUL, FieldStatus.CORRECTED)


def tag_width(look: Look) -> int:
    """As wide as the widest tag can be, so that the strips stand in one column."""
    words = [look.text(text) for text, _, _ in (*_TAGS.values(), _DIFFERS)]
    widest = max(look.width_of(word, "caption", "semibold") for word in words)
    return max(look.px(152), widest + look.text_px(20) + look.px(28))


def _readings(field: Field) -> tuple[Field, ...]:
    """What is shown of a field: alone, or with each that says something else."""
    if field.status is FieldStatus.CORRECTED:
        return (field, *(other for other in field.others if other.untrusted_value))
    if not field.disagrees:
        return (field,)
    return (field, *(other for other in field.others if not agree(field, other)))


class FieldRow(QFrame):
    """72 high: name and value, strip, tag; more where there is more to compare. One that somebody
    should look at stands out and says why."""

    focused = pyqtSignal(str)

    def __init__(self, look: Look, field: Field, pictures: Mapping[str, Rgb], width: int) -> None:
        """`pictures` of the sides by name; `width` screen px that the end of every row takes."""
        super().__init__()
        self._look, self._name = look, field.name
        self._pictures, self._tag_width = pictures, width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stands_out = stands_out(field)
        self._inside = column(look, self, (23, 0, 23, 0))
        readings = _readings(field)
        name = look.text(CORRECTABLE[field.name])
        if len(readings) > 1:
            self._show_several(field, readings, name)
        else:
            self._show_one(field, name)

    def _show_one(self, field: Field, name: str) -> None:
        look = self._look
        message, icon, tone = _TAGS[field.status]
        if field.status is FieldStatus.DOUBTFUL:
            self._inside.addSpacing(look.px(12))
            self._inside.addWidget(Words(look, look.text(Message("window.doubtful_why"))))
        tag = Tag(look, look.text(message), icon, tone, "plain" if self._stands_out else "")
        line = self._line(name, field, tag)
        line.setContentsMargins(0, look.px(12), 0, look.px(11))
        self._inside.addLayout(line)
        self.setAccessibleName(f"{name}: {self._value(field)}")
        self.setAccessibleDescription(look.text(message))

    def _show_several(self, field: Field, readings: tuple[Field, ...], name: str) -> None:
        look = self._look
        why = look.text(_why(readings, name))
        message, icon, tone = _DIFFERS if field.disagrees else _TAGS[field.status]
        head = row(look, pad=(0, 8, 0, 4), gap=16)
        head.addWidget(Words(look, why), 1)
        head.addWidget(Tag(look, look.text(message), icon, tone, "plain"))
        self._inside.addLayout(head)
        told = []
        for reading in readings:
            typed = reading.source == STAFF
            source = look.text(_TYPED if typed else _SOURCES[reading.source, reading.side])
            message, icon, tone = _TAGS[reading.status]
            sure = QWidget() if typed else Tag(look, look.text(message), icon, tone, "bare")
            line = self._line(source, reading, sure)
            line.setContentsMargins(0, 0, 0, look.px(6))
            self._inside.addLayout(line)
            told.append(f"{source}: {self._value(reading)}")
        self.setAccessibleName(why)
        self.setAccessibleDescription("; ".join(told))

    def _line(self, caption: str, field: Field, end: QWidget) -> QHBoxLayout:
        """Caption and value, strip, and at the end how sure it is."""
        look = self._look
        line = row(look, gap=16)
        told = column(look)
        told.addWidget(Words(look, caption, "caption", colour="text_muted"))
        told.addWidget(Words(look, self._value(field), "body", "semibold"))
        line.addLayout(told, 1)
        if field.source != STAFF:
            line.addWidget(Strip(look, self._pictures[field.side], field))
        holder = QWidget()
        holder.setFixedWidth(self._tag_width)
        last = row(look, holder)
        last.addStretch(1)
        last.addWidget(end)
        line.addWidget(holder)
        return line

    def _value(self, field: Field) -> str:
        return shown_value(field.name, field.untrusted_value, self._look.catalogue)

    def focusInEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802
        """Tell which box on the card belongs to this row."""
        super().focusInEvent(event)
        self.focused.emit(self._name)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802
        """Nothing stands out any more."""
        super().focusOutEvent(event)
        self.focused.emit("")
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """The ground of a row that stands out with its bar, the ring of a focused one."""
        look = self._look
        painter = QPainter(self)
        if self._stands_out:
            painter.fillRect(self.rect(), look.colour("attention_soft"))
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = self.width() - look.px(8) if rtl else 0
            painter.fillRect(left, 0, look.px(8), self.height(), look.colour("attention"))
        if self.hasFocus():
            width = look.size("focus")
            painter.fillRect(0, 0, width, self.height(), look.colour("focus"))
            painter.fillRect(self.width() - width, 0, width, self.height(), look.colour("focus"))
            painter.fillRect(0, 0, self.width(), width, look.colour("focus"))
            painter.fillRect(0, self.height() - width, self.width(), width, look.colour("focus"))


def _why(readings: tuple[Field, ...], name: str) -> Message:
    if readings[0].status is FieldStatus.CORRECTED:
        return Message("window.corrected_by_staff", {"field": name})
    if len({reading.side for reading in readings}) > 1:
        return Message("window.differs_sides", {"field": name})
    return Message("window.differs_sources", {"field": name})
