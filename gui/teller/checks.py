"""The list of checks, with how far the person is and for how long."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFrame, QScrollArea, QWidget

from ekyc.liveness.timeline import Trace
from ekyc.messages import Message
from ekyc.session.view import View
from ekyc.values import Check
from gui.look import Look
from gui.pieces import Tag, clear, column, row, rule, surface
from gui.teller.live import LiveLine
from gui.teller.rows import CheckRow
from gui.words import Words

END_PX = 24
"""Kept free at the rows' end, where a scroll bar may come."""


class Checks(QWidget):
    """Drawn again only where something changed, and kept where the teller scrolled to."""

    def __init__(self, look: Look, opens_freely: bool = False) -> None:
        """`opens_freely`: say that nobody was asked for a PIN, and why."""
        super().__init__()
        self._look = look
        self._shown: list[tuple[Check, Trace | None]] | None = None
        self._shown_tags: tuple[object, ...] = ()
        inside = column(look, self)
        head = column(look, pad=(0, 0, END_PX, 0), gap=8)
        self._tags = row(look, gap=8)
        head.addLayout(self._tags)
        if opens_freely:
            note = look.text(Message("window.opens_freely"))
            head.addWidget(Words(look, note, "caption", colour="text_muted"))
        head.addWidget(rule(look))
        inside.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(look.text(Message("window.checks")))
        rows = surface("inside")
        self._rows = column(look, rows, (0, 0, END_PX, 0))
        scroll.setWidget(rows)
        inside.addWidget(scroll, 1)
        foot = column(look, pad=(0, 0, END_PX, 0))
        foot.addWidget(rule(look))
        self._live = LiveLine(look)
        foot.addWidget(self._live)
        inside.addLayout(foot)
        if (bar := scroll.verticalScrollBar()) is not None:
            # The rows are as wide with a scroll bar as without one.
            bar.rangeChanged.connect(lambda _, most: self._make_room(most > 0))

    def _make_room(self, scrolls: bool) -> None:
        taken = 16 if scrolls else 0  # the style sheet's width of a scroll bar
        end = self._look.px(END_PX - taken)
        rtl = self._look.direction == Qt.LayoutDirection.RightToLeft
        self._rows.setContentsMargins(end if rtl else 0, 0, 0 if rtl else end, 0)

    def show_view(self, view: View, elapsed_s: int) -> None:
        """What is known by now, `elapsed_s` after the person began."""
        self._show_tags(view, elapsed_s)
        self._live.show_view(view)
        traces = {trace.name: trace for trace in view.traces}
        shown = [
            (check, traces.get(check.name.removeprefix("challenge_"))) for check in view.checks
        ]
        before, self._shown = self._shown, shown
        if before is not None and [c.name for c, _ in before] == [c.name for c, _ in shown]:
            for i, (old, new) in enumerate(zip(before, shown, strict=True)):
                if old != new:
                    self._change(i, CheckRow(self._look, *new))
            return
        clear(self._rows)
        if not view.checks:
            text = self._look.text(Message("window.no_checks_yet"))
            self._rows.addSpacing(self._look.px(16))
            self._rows.addWidget(Words(self._look, text, "caption", colour="text_muted"))
        for check, trace in shown:
            self._rows.addWidget(CheckRow(self._look, check, trace))
            self._rows.addWidget(rule(self._look))
        self._rows.addStretch(1)

    def _change(self, i: int, row: CheckRow) -> None:
        """Put another row in the place of the `i`th; each is followed by a rule."""
        item = self._rows.itemAt(2 * i)
        if item is not None and (old := item.widget()) is not None:
            self._rows.replaceWidget(old, row)
            old.hide()
            old.deleteLater()

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
