"""Consent: four short points, the full text, and a No as big as the Yes."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFrame, QVBoxLayout

from ekyc.messages import Message
from ekyc.session.consent import load_consent
from gui.button import TEXT_PADDING, Button, Kind
from gui.host import Host
from gui.look import FOCUS_ROOM, Look
from gui.pages.page import Page, Title
from gui.pages.text import TextPage
from gui.pieces import Icon, column, disc, give, row, rule, side_by_side, surface
from gui.words import Words

_ICONS = ("eye", "shield", "trash", "lock")
"""Of the four points."""


class ConsentPage(Page):
    """Draws the text that is in force; which one was shown goes into the record with the answer."""

    step_number = 1

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self._text = load_consent(look.catalogue.language)
        give(self.body, look, 24)
        self.title = Title(look, self._text.question.heading)
        self.body.addWidget(self.title)
        self.body.addSpacing(look.px(8))
        lead = " ".join(self._text.question.paragraphs)
        self.body.addWidget(Words(look, lead, "lead", colour="text_muted"))
        give(self.body, look, 32, least=16)
        both = side_by_side(look, 24)
        both.addWidget(self._points(), 704)
        right = column(look, gap=16)
        right.addWidget(self._no(), 248)
        right.addWidget(self._full_text(), 200)
        both.addLayout(right, 360)
        self.body.addLayout(both)
        self.body.addSpacing(look.px(8))
        self.body.addStretch(1)
        self.back = self.add_back()
        self.add_cancel()
        refuse = Button(look, Kind.SECONDARY, self.say(Message("window.consent_no")), "counter")
        refuse.clicked.connect(lambda: self._answer(False))
        agree = Button(look, Kind.PRIMARY, self.say(Message("window.consent_yes")), "check")
        agree.clicked.connect(lambda: self._answer(True))
        self.foot_right(refuse, agree)

    def step_name(self) -> str:
        """The first step."""
        return self.say(Message("window.step_consent"))

    def _answer(self, agreed: bool) -> None:
        self.host.send(self._text.answer(agreed))

    def _points(self) -> QFrame:
        look = self.look
        card = surface("card")
        card.setMinimumHeight(0 if look.is_large else look.px(464))
        inside = column(look, card, (31, 7, 31, 7))
        for i, (icon, point) in enumerate(zip(_ICONS, self._text.points, strict=True)):
            if i:
                indent = row(look, pad=(80, 0, 0, 0))
                indent.addWidget(rule(look))
                inside.addLayout(indent)
            line = row(look, pad=(0, 8, 0, 7), gap=24)
            line.addWidget(disc(look, icon))
            words = column(look)
            words.addStretch(1)
            words.addWidget(Words(look, point.heading, "body", "semibold"))
            said = " ".join(point.paragraphs)
            words.addWidget(Words(look, said, "body", colour="text_muted"))
            words.addStretch(1)
            line.addLayout(words, 1)
            inside.addLayout(line, 1)
        return card

    def _no(self) -> QFrame:
        look = self.look
        refusal = self._text.refusal
        card, inside = self._side_card("counter", refusal.heading)
        for i, paragraph in enumerate(refusal.paragraphs):
            inside.addSpacing(look.px(16))
            colour = "text_muted" if i else "text"
            inside.addWidget(Words(look, paragraph, colour=colour))
        inside.addStretch(1)
        return card

    def _full_text(self) -> QFrame:
        look = self.look
        card, inside = self._side_card("info", self._text.full.heading)
        inside.addSpacing(look.px(8 - FOCUS_ROOM))
        read = Button(look, Kind.LINK, self.say(Message("window.consent_read")), "text_size")
        read.clicked.connect(self._read)
        indent = row(look)
        indent.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        indent.addWidget(read)
        indent.addStretch(1)
        inside.addLayout(indent)
        inside.addSpacing(look.px(8 - FOCUS_ROOM))
        edition = self._text.full.paragraphs[0]
        inside.addWidget(Words(look, edition, "caption", colour="text_muted"))
        inside.addStretch(1)
        return card

    def _side_card(self, icon: str, heading: str) -> tuple[QFrame, QVBoxLayout]:
        card = surface("card")
        inside = column(self.look, card, (32, 23, 31, 23))
        head = row(self.look, gap=12)
        head.addWidget(Icon(self.look, icon, "accent", 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Words(self.look, heading, "body", "semibold"), 1)
        inside.addLayout(head)
        return card, inside

    def _read(self) -> None:
        full = self._text.full
        self.host.show_over(TextPage(self.look, self.host, full.heading, full.paragraphs))
