"""Confirm: each value beside the strip of the card that it was read from; nothing is corrected
silently."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QFocusEvent, QPainter, QPaintEvent
from PyQt5.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ekyc.document.reading import DocumentReading, Field, FieldStatus
from ekyc.messages import Message
from ekyc.session.commands import Confirm, Retake
from ekyc.session.view import View
from ekyc.values import Rgb
from gui.button import TEXT_PADDING, Button, Kind
from gui.dates import shown_value
from gui.host import Host
from gui.look import FOCUS_ROOM, Look
from gui.pages.page import Page, Title
from gui.pages.text import TextPage
from gui.pieces import Tag, column, row, rule, side_by_side, surface
from gui.strips import CardPicture, Strip
from gui.words import Words

FIELDS = {
    "surname": Message("window.field_surname"),
    "given_names": Message("window.field_given_names"),
    "document_number": Message("window.field_document_number"),
    "date_of_birth": Message("window.field_date_of_birth"),
    "nationality": Message("window.field_nationality"),
    "date_of_expiry": Message("window.field_date_of_expiry"),
}
_TAGS = {
    FieldStatus.CHECKED: (Message("window.tag_checked"), "check_circle", "done"),
    FieldStatus.READ: (Message("window.tag_read"), "eye", "quiet"),
    FieldStatus.DOUBTFUL: (Message("window.tag_doubtful"), "warning", "attention"),
    FieldStatus.CORRECTED: (Message("window.tag_corrected"), "pencil", "quiet"),
}


class FieldRow(QFrame):
    """72 high: name and value, strip, tag. A doubtful one stands out and says why."""

    focused = pyqtSignal(str)

    def __init__(self, look: Look, field: Field, picture: Rgb, tag_width: int) -> None:
        """`tag_width` screen px that the end of every row takes."""
        super().__init__()
        self._look, self._name = look, field.name
        doubtful = field.status is FieldStatus.DOUBTFUL
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._doubtful = doubtful
        inside = column(look, self, (23, 0, 23, 0))
        name = look.text(FIELDS[field.name])
        value = shown_value(field.name, field.untrusted_value, look.catalogue)
        if doubtful:
            inside.addSpacing(look.px(12))
            inside.addWidget(Words(look, look.text(Message("window.doubtful_why"))))
        line = row(look, pad=(0, 12, 0, 11), gap=16)
        told = column(look)
        told.addWidget(Words(look, name, "caption", colour="text_muted"))
        told.addWidget(Words(look, value, "body", "semibold"))
        line.addLayout(told, 1)
        line.addWidget(Strip(look, picture, field))
        message, icon, tone = _TAGS[field.status]
        holder = QWidget()
        holder.setFixedWidth(tag_width)
        end = row(look, holder)
        end.addStretch(1)
        ground = "plain" if doubtful else ""
        tag = Tag(look, look.text(message), icon, tone, ground)
        end.addWidget(tag)
        line.addWidget(holder)
        inside.addLayout(line)
        self.setAccessibleName(f"{name}: {value}")
        self.setAccessibleDescription(look.text(message))

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
        """The ground of a doubtful row with its bar, the ring of a focused one."""
        look = self._look
        painter = QPainter(self)
        if self._doubtful:
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


def _tag_width(look: Look) -> int:
    """As wide as the widest tag can be, so that the strips stand in one column."""
    words = [look.text(text) for text, _, _ in _TAGS.values()]
    widest = max(look.width_of(word, "caption", "semibold") for word in words)
    return max(look.px(152), widest + look.text_px(20) + look.px(28))


class ConfirmPage(Page):
    """The person looks at what was read, before it is used."""

    step_number = 2

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self._reading: DocumentReading | None = None
        self.pictures: list[CardPicture] = []
        self._scroll = QScrollArea()
        head = row(look, gap=16)
        self.title = Title(look, self.say(Message("window.confirm_title")))
        beside = column(look, pad=(0, 8, 0, 0))
        beside.addWidget(self.title)
        beside.addStretch(1)
        head.addLayout(beside, 1)
        wrong = Button(look, Kind.TEXT, self.say(Message("window.something_wrong")), "pencil")
        wrong.clicked.connect(self._something_wrong)
        head.addWidget(wrong)
        head.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        self.body.addLayout(head)
        self.body.addSpacing(look.px(20))
        both = side_by_side(look, 32, turned=True)
        self._cards = column(look)
        both.addLayout(self._cards)
        both.addWidget(self._table(), 1)
        self.body.addLayout(both, 1)
        self.body.addSpacing(look.px(24))
        self.add_back()
        self.add_cancel()

    def step_name(self) -> str:
        """Still the second step."""
        return self.say(Message("window.step_document"))

    def _table(self) -> QFrame:
        card = surface("card")
        edge = self.look.size("line")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(edge, edge, edge, edge)
        holder = surface("inside")
        self._rows = column(self.look, holder)
        if self.look.is_large:
            inside.addWidget(holder)  # the page scrolls as a whole
            return card
        card.setMinimumHeight(self.look.px(320))
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        inside.addWidget(scroll)
        return card

    def show_view(self, view: View) -> None:
        """Fill once; a reading does not change while it is shown."""
        reading = view.document
        if reading is None or reading is self._reading:
            return
        self._reading = reading
        fields = [reading.fields[name] for name in FIELDS if name in reading.fields]
        self._show_cards(reading, fields)
        self._show_rows(reading, fields)
        self._show_buttons(any(field.status is FieldStatus.DOUBTFUL for field in fields))

    def _show_cards(self, reading: DocumentReading, fields: list[Field]) -> None:
        look = self.look
        sides = [("front", reading.front, Message("window.card_front"))]
        if reading.back is not None:
            sides.append(("back", reading.back, Message("window.card_back")))
        for i, (side, page, caption) in enumerate(sides):
            if i:
                self._cards.addSpacing(look.px(14))
            mine = {field.name: field for field in fields if field.side == side}
            picture = CardPicture(look, page, mine, 352, 222 if len(sides) > 1 else 480)
            self.pictures.append(picture)
            text = self.say(caption)
            picture.setAccessibleName(text)
            self._cards.addWidget(picture)
            self._cards.addSpacing(look.px(8))
            self._cards.addWidget(Words(look, text, "caption", colour="text_muted"))
        self._cards.addStretch(1)

    def _show_rows(self, reading: DocumentReading, fields: list[Field]) -> None:
        look, tag_width = self.look, _tag_width(self.look)
        for i, field in enumerate(fields):
            page = reading.back if field.side == "back" and reading.back else reading.front
            if i:
                line = row(look, pad=(23, 0, 23, 0))
                line.addWidget(rule(look))
                self._rows.addLayout(line)
            line_of_field = FieldRow(look, field, page.picture, tag_width)
            for picture in self.pictures:
                line_of_field.focused.connect(picture.focus_field)
            line_of_field.focused.connect(self._follow)
            self._rows.addWidget(line_of_field)
        self._rows.addStretch(1)

    def _follow(self, name: str) -> None:
        focused = self.focusWidget()
        if name and focused is not None:
            (self.area if self.look.is_large else self._scroll).ensureWidgetVisible(focused, 0, 0)

    def _show_buttons(self, doubtful: bool) -> None:
        look = self.look
        again, staff = self.say(Message("window.again")), self.say(Message("window.staff_look"))
        if doubtful:
            staff_button = Button(look, Kind.SECONDARY, staff)
            staff_button.clicked.connect(lambda: self.host.send(Confirm(staff_will_look=True)))
            again_button = Button(look, Kind.PRIMARY, again, "retry")
            again_button.clicked.connect(lambda: self.host.send(Retake()))
            self.foot_right(staff_button, again_button)
            return
        again_button = Button(look, Kind.SECONDARY, again, "retry")
        again_button.clicked.connect(lambda: self.host.send(Retake()))
        right = Button(look, Kind.PRIMARY, self.say(Message("window.confirm_yes")), "check")
        right.clicked.connect(lambda: self.host.send(Confirm()))
        self.foot_right(again_button, right)

    def _something_wrong(self) -> None:
        title = self.say(Message("window.something_wrong"))
        text = self.say(Message("window.something_wrong_text"))
        page = TextPage(self.look, self.host, title, (text,))
        page.offer(self.say(Message("window.staff_look")), "", Confirm(staff_will_look=True))
        page.offer(self.say(Message("window.again")), "retry", Retake(), filled=True)
        self.host.show_over(page)
