"""What the pages with a live picture share: title, stage, one hint chip, in the middle."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLayout, QWidget

from ekyc.session.view import Hint
from gui.host import Host
from gui.look import Look
from gui.pages.page import Page, Title
from gui.pieces import Chip, row


class LivePage(Page):
    """Every hint is also said to assistive technology."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.chip = Chip(look)

    def compose(self, title: Title, head: QLayout | QWidget, scene: QLayout, chip: QLayout) -> None:
        """Title line, the stage and what stands beside it, the chip's line."""
        look, body = self.look, self.body
        self.title = title
        self.chip.spoken.connect(title.announce)
        body.addSpacing(look.px(8))
        if isinstance(head, QWidget):
            body.addWidget(head)
        else:
            body.addLayout(head)
        body.addSpacing(look.px(24))
        body.addLayout(scene, 1)
        body.addSpacing(look.px(16))
        holder = QWidget()
        holder.setMinimumHeight(look.size("chip"))
        chip.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(chip)
        body.addWidget(holder)
        body.addSpacing(look.px(8))

    def middle(self, widget: QWidget) -> QLayout:
        """A line with `widget` in its middle."""
        line = row(self.look)
        line.addStretch(1)
        line.addWidget(widget, 1000 if widget is not self.chip else 0)
        line.addStretch(1)
        return line

    def show_hint(self, hint: Hint | None) -> None:
        """One at a time, most urgent first; the session chose it."""
        self.chip.show_hint(hint)


def centred(look: Look, text: str) -> Title:
    """The title of a page with a stage."""
    title = Title(look, text, middle=True)
    title.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return title
