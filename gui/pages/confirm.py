"""Confirm: each value beside the strip of the card that it was read from; nothing is corrected
silently."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ekyc.document.correction import shown
from ekyc.document.reading import DocumentReading, Field
from ekyc.messages import Message
from ekyc.session.commands import Confirm, Retake
from ekyc.session.view import View
from gui.button import TEXT_PADDING, Button, Kind
from gui.host import Host
from gui.look import FOCUS_ROOM, Look
from gui.pages.field_row import FieldRow, stands_out, tag_width
from gui.pages.page import Page, Title
from gui.pages.text import TextPage
from gui.pieces import clear, column, row, rule, side_by_side, surface
from gui.strips import CardPicture
from gui.words import Words

_BOTH_PX = 1000
"""Width of the page from which on card and values stand side by side."""


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
        self._side = QWidget()
        self._cards = column(look, self._side)
        both.addWidget(self._side)
        both.addWidget(self._table(), 1)
        self.body.addLayout(both, 1)
        self.body.addSpacing(look.px(24))
        self.add_back()
        self.add_cancel()

    def step_name(self) -> str:
        """Still the second step."""
        return self.say(Message("window.step_document"))

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """Beside the open strip of the teller there is room for the values or the card, not both;
        the strips of the values show what the card says."""
        super().resizeEvent(event)
        self._side.setVisible(self.look.is_large or self.width() >= self.look.px(_BOTH_PX))

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
        """Fill anew only when staff typed a value: else a reading does not change."""
        reading = view.document
        if reading is None or reading is self._reading:
            return
        self._reading = reading
        self.pictures.clear()
        for part in (self._cards, self._rows):
            clear(part)
        fields = [reading.fields[name] for name in shown(reading) if name in reading.fields]
        self._show_cards(reading, fields)
        self._show_rows(reading, fields)
        self._show_buttons(any(map(stands_out, fields)))

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
        look, width = self.look, tag_width(self.look)
        pictures = {"front": reading.front.picture}
        if reading.back is not None:
            pictures["back"] = reading.back.picture
        for i, field in enumerate(fields):
            if i:
                line = row(look, pad=(23, 0, 23, 0))
                line.addWidget(rule(look))
                self._rows.addLayout(line)
            line_of_field = FieldRow(look, field, pictures, width)
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
        clear(self._right)
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
