"""A page of text over another page: the full consent, help, the way to the counter."""

from __future__ import annotations

from ekyc.messages import Message
from ekyc.session.commands import Command
from gui.button import Button, Kind
from gui.host import Host
from gui.look import Look
from gui.pages.page import Page, Title
from gui.pieces import column, surface
from gui.words import Words

_SHOWN_MS = 30_000
_READ_MS = 100
"""For a letter, when somebody reads slowly: 120 words a minute."""


class TextPage(Page):
    """Back (and Escape) closes it; the session below goes on.

    `shown_ms`: how long it stays when nobody touches anything.
    """

    def __init__(self, look: Look, host: Host, title: str, paragraphs: tuple[str, ...]) -> None:
        super().__init__(look, host)
        letters = sum(map(len, paragraphs))
        patience = 2 if host.preferences.more_time else 1
        self.shown_ms = patience * max(_SHOWN_MS, letters * _READ_MS)
        self.body.addSpacing(look.px(24))
        self.title = Title(look, title)
        self.body.addWidget(self.title)
        self.body.addSpacing(look.px(24))
        card = surface("card")
        inside = column(look, card, (31, 31, 31, 31), 16)
        for paragraph in paragraphs:
            inside.addWidget(Words(look, paragraph))
        self.body.addWidget(card)
        self.body.addSpacing(look.px(24))
        self.body.addStretch(1)
        self.back = Button(look, Kind.TEXT, self.say(Message("window.back")), "arrow_left")
        self.back.clicked.connect(host.close_over)
        self.foot_left(self.back)

    def offer(self, text: str, icon: str, command: Command, *, filled: bool = False) -> None:
        """A button at the footer's end that closes this page and sends `command`."""
        button = Button(self.look, Kind.PRIMARY if filled else Kind.SECONDARY, text, icon)

        def chosen() -> None:
            self.host.close_over()
            self.host.send(command)

        button.clicked.connect(chosen)
        self.foot_right(button)
