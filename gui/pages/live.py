"""What the pages with a live picture share: title, stage, one hint chip, in the middle."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

from ekyc.session.view import Hint
from gui.host import Host
from gui.look import Look
from gui.pages.page import Page, Title
from gui.pieces import Chip, put_in_the_middle, row

_GAP = 16
"""Between the stage and what stands before it."""


class LivePage(Page):
    """Every hint is also said to assistive technology."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.chip = Chip(look)

    def compose(
        self, title: Title, head: QWidget, stage: QWidget, beside: QWidget | None = None
    ) -> None:
        """Title line, the stage and what stands before it, the chip's line under the stage."""
        look, body = self.look, self.body
        self.title = title
        self.chip.spoken.connect(title.announce)
        body.addSpacing(look.px(8))
        body.addWidget(head)
        body.addSpacing(look.px(24))
        middle = row(look, gap=_GAP if beside is not None else 0)
        if beside is None:
            put_in_the_middle(middle, stage)
        else:
            put_in_the_middle(middle, beside, stage)
        body.addLayout(middle, 1)
        body.addSpacing(look.px(16))
        holder = QWidget()
        holder.setMinimumHeight(self.chip.minimumHeight())
        line = row(look, holder)
        if beside is not None:
            line.addSpacing(beside.minimumWidth() + look.px(_GAP))
        line.addStretch(1)
        line.addWidget(self.chip)
        line.addStretch(1)
        body.addWidget(holder)
        body.addSpacing(look.px(8))

    def show_hint(self, hint: Hint | None) -> None:
        """One at a time, most urgent first; the session chose it."""
        self.chip.show_hint(hint)


def centred(look: Look, text: str) -> Title:
    """The title of a page with a stage."""
    return Title(look, text, middle=True)
