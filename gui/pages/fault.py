"""A fault: what happened, what the person does, what staff do, and the number in the log."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFrame

from ekyc.messages import Message
from ekyc.session.commands import Resume
from ekyc.session.view import FaultView, View
from gui.button import Button, Kind
from gui.host import Host
from gui.look import FOCUS_ROOM, Look
from gui.pages.page import Page, Title
from gui.pieces import Icon, Note, clear, column, disc, give, row, side_by_side, surface
from gui.words import Words

_STOPPED = "fault.camera_stopped"


class FaultPage(Page):
    """Not the person's fault, and it says so."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self._fault: FaultView | None = None
        self.add_cancel()
        note = self.say(Message("window.call_staff"))
        again = Button(look, Kind.PRIMARY, self.say(Message("window.try_again")), "retry")
        again.clicked.connect(lambda: self.host.send(Resume()))
        self.foot_right(Note(look, note, "people", "accent", "text"))
        self._right.addSpacing(look.px(16 + FOCUS_ROOM))
        self.foot_right(again)

    def show_view(self, view: View) -> None:
        """Fill once."""
        fault = view.fault
        if fault is None or fault == self._fault:
            return
        self._fault = fault
        look = self.look
        clear(self.body)
        give(self.body, look, 40)
        camera = "camera" in fault.message.id
        title = Message("window.fault_camera") if camera else Message("window.fault_kiosk")
        head = row(look, gap=24, pad=(0, 8, 0, 0))
        mark = Icon(
            look, "camera_off" if camera else "warning", "attention", 56, "attention_soft", 96
        )
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(look, gap=8)
        self.title = Title(look, self.say(title))
        words.addWidget(self.title)
        lead = self.say(Message("window.not_your_fault"))
        words.addWidget(Words(look, lead, "lead", colour="text_muted"))
        words.addStretch(1)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        give(self.body, look, 40, least=16)
        cards = side_by_side(look, 16)
        staff, happened = Message("window.what_staff_do_text"), fault.message
        if happened.id == _STOPPED:
            # The title says it already.
            happened = Message("window.camera_lost")
        if camera:
            staff = Message("window.what_staff_do_camera")
        parts = (
            ("info", Message("window.what_happened"), happened),
            ("hand", Message("window.what_you_do"), Message("window.what_you_do_text")),
            ("people", Message("window.what_staff_do"), staff),
        )
        for icon, heading, text in parts:
            cards.addWidget(self._card(icon, self.say(heading), self.say(text)), 1)
        self.body.addLayout(cards)
        give(self.body, look, 24, least=16)
        self.body.addWidget(self._number(fault.fault_id))
        give(self.body, look, 24)
        self.body.addStretch(1)

    def _card(self, icon: str, heading: str, text: str) -> QFrame:
        look = self.look
        card = surface("card")
        card.setMinimumHeight(0 if look.is_large else look.px(264))
        inside = column(look, card, (32, 24, 31, 31), 16)
        head = row(look, gap=16)
        head.addWidget(disc(look, icon))
        head.addWidget(Words(look, heading, "body", "semibold"), 1)
        inside.addLayout(head)
        inside.addWidget(Words(look, text))
        inside.addStretch(1)
        return card

    def _number(self, fault_id: str) -> QFrame:
        look = self.look
        bar = surface("sunken")
        bar.setMinimumHeight(look.px(96))
        line = row(look, bar, (32, 16, 32, 16), 16)
        caption = self.say(Message("window.fault_number"))
        line.addWidget(Words(look, caption, colour="text_muted"), 1)
        number = Words(look, fault_id, "lead", "semibold", wrap=False)
        number.spread(1.0)
        line.addWidget(number)
        return bar
