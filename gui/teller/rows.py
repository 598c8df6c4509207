"""One row for each check: its name, its status, its numbers, and why in one sentence."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, Qt
from PyQt5.QtGui import QPainter, QPaintEvent
from PyQt5.QtWidgets import QHBoxLayout, QWidget

from ekyc.liveness.timeline import Trace
from ekyc.messages import Message
from ekyc.values import Check, Status
from gui.look import Look
from gui.pieces import Tag, column, row
from gui.teller.figures import Figures, check_name, figures_of
from gui.teller.plot import TracePlot
from gui.words import Words

_TAGS = {
    Status.PASS: (Message("window.tag_pass"), "check_circle", "done"),
    Status.FAIL: (Message("window.tag_fail"), "stop_octagon", "stop"),
    Status.NOT_ASSESSED: (Message("window.tag_not_assessed"), "minus_circle", "quiet"),
}
_BAR = (128, 6)
_MARK = (3, 18)


class Bar(QWidget):
    """A score 0..1 with a mark where the threshold is."""

    def __init__(self, look: Look, share: float, mark: float, ink: str) -> None:
        super().__init__()
        self._look, self._share, self._mark, self._ink = look, share, mark, ink
        self.setFixedSize(look.px(_BAR[0]), look.px(_MARK[1]))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Track, value, mark."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = look.px(_BAR[1])
        top = (self.height() - height) / 2
        for share, ink in ((1.0, "line"), (self._share, self._ink)):
            painter.setBrush(look.colour(ink))
            width = self.width() * share
            painter.drawRoundedRect(QRectF(0, top, width, height), height / 2, height / 2)
        painter.setBrush(look.colour("text"))
        mark = look.px(_MARK[0])
        x = (self.width() - mark) * self._mark
        painter.drawRect(QRectF(x, 0, mark, self.height()))


class CheckRow(QWidget):
    """90 high; grows with longer words."""

    def __init__(self, look: Look, check: Check, trace: Trace | None = None) -> None:
        """`trace` of the movement that the check is of."""
        super().__init__()
        self.setMinimumHeight(look.px(89))
        inside = column(look, self, (0, 7, 0, 8))
        name = check_name(check)
        text = look.text(name) if isinstance(name, Message) else name
        head = row(look, gap=8)
        head.addWidget(Words(look, text, "caption", "semibold"), 1)
        message, icon, tone = _TAGS[check.status]
        head.addWidget(Tag(look, look.text(message), icon, tone))
        inside.addLayout(head)
        figures = figures_of(check)
        if figures.reached is not None:
            inside.addLayout(_line(look, figures, tone))
        inside.addSpacing(look.px(2))
        reason = look.text(check.reason)
        inside.addWidget(Words(look, reason, "caption", colour="text_muted"))
        if trace is not None and trace.samples:
            inside.addWidget(TracePlot(look, trace))
        inside.addStretch(1)
        self.setAccessibleName(f"{text}: {look.text(message)}")
        self.setAccessibleDescription(reason)


def _line(look: Look, figures: Figures, tone: str) -> QHBoxLayout:
    line = row(look, gap=12)
    if figures.share is not None and figures.mark is not None:
        ink = "text_muted" if tone == "quiet" else tone
        line.addWidget(Bar(look, figures.share, figures.mark, ink))
    reached = figures.reached
    text = look.text(reached) if isinstance(reached, Message) else reached or ""
    line.addWidget(Words(look, text, "caption", "semibold", wrap=False))
    if figures.needed is not None:
        needed = look.text(figures.needed)
        line.addWidget(Words(look, needed, "caption", colour="text_muted", wrap=False))
    line.addStretch(1)
    return line
