"""The list of checks, with how far the person is and for how long."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFrame, QScrollArea, QWidget

from ekyc.messages import Message
from ekyc.session.view import View
from ekyc.values import Check
from gui.look import Look
from gui.pieces import Tag, clear, column, row, rule, surface
from gui.teller.rows import CheckRow
from gui.words import Words


class Checks(QWidget):
    """Drawn again only where something changed, and kept where the teller scrolled to."""

    def __init__(self, look: Look, opens_freely: bool = False) -> None:
        """`opens_freely`: say that nobody was asked for a PIN, and why."""
        super().__init__()
        self._look = look
        self._checks: tuple[Check, ...] | None = None
        self._shown_tags: tuple[object, ...] = ()
        inside = column(look, self)
        self._tags = row(look, gap=8)
        inside.addLayout(self._tags)
        inside.addSpacing(look.px(8))
        if opens_freely:
            note = look.text(Message("window.opens_freely"))
            inside.addWidget(Words(look, note, "caption", colour="text_muted"))
            inside.addSpacing(look.px(8))
        inside.addWidget(rule(look))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(look.text(Message("window.checks")))
        rows = surface("inside")
        self._rows = column(look, rows)
        scroll.setWidget(rows)
        inside.addWidget(scroll, 1)

    def show_view(self, view: View, elapsed_s: int) -> None:
        """What is known by now, `elapsed_s` after the person began."""
        self._show_tags(view, elapsed_s)
        if self._checks is not None and view.checks == self._checks:
            return
        self._checks = view.checks
        clear(self._rows)
        if not view.checks:
            text = self._look.text(Message("window.no_checks_yet"))
            self._rows.addSpacing(self._look.px(16))
            self._rows.addWidget(Words(self._look, text, "caption", colour="text_muted"))
        for check in view.checks:
            self._rows.addWidget(CheckRow(self._look, check))
            self._rows.addWidget(rule(self._look))
        self._rows.addStretch(1)

    def _show_tags(self, view: View, elapsed_s: int) -> None:
        look = self._look
        state = (view.demonstration, view.attempt, view.attempts, elapsed_s)
        if state == self._shown_tags:
            return
        self._shown_tags = state
        clear(self._tags)
        if view.demonstration:
            text = look.text(Message("window.tag_demonstration"))
            self._tags.addWidget(Tag(look, text, "warning", "attention"))
        attempt = {"number": view.attempt, "total": view.attempts}
        text = look.text(Message("window.attempt", attempt))
        self._tags.addWidget(Tag(look, text, "", "quiet"))
        clock = f"{elapsed_s // 60}:{elapsed_s % 60:02d}"
        self._tags.addWidget(Tag(look, clock, "", "quiet"))
        self._tags.addStretch(1)
