"""How far a movement went, drawn over the time since it was asked for."""

from __future__ import annotations

from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ekyc.liveness.timeline import Trace
from ekyc.messages import Message
from gui.look import Look

_HEIGHT, _FOOT = 40, 18
_LEAST_S = 2.0
"""A movement that is quickly made is not stretched over the whole width."""


class TracePlot(QWidget):
    """The amount as a line, the way to go as a dashed one, a dot where the movement was reached and
    where it was seen to the end; seconds below."""

    def __init__(self, look: Look, trace: Trace) -> None:
        super().__init__()
        self._look, self._trace = look, trace
        self.setFixedHeight(look.px(_HEIGHT + _FOOT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs as on every clock

    def _place(self, area: QRectF) -> tuple[float, float, float]:
        """Px of a second, px of one unit of the amount, and the amount at the foot."""
        amounts = [amount for _, amount in self._trace.samples] + [self._trace.reach, 0.0]
        low, high = min(amounts), max(amounts)
        times = [t_s for t_s, _ in self._trace.samples]
        last_s = max(_LEAST_S, *times, self._trace.passed_s or 0.0)
        return area.width() / last_s, area.height() / ((high - low) * 1.1 or 1.0), low

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Foot, way to go, amount, dots, seconds."""
        look, trace = self._look, self._trace
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.px(4)
        area = QRectF(self.rect()).adjusted(edge, edge, -edge, -look.px(_FOOT))
        per_s, per_unit, low = self._place(area)

        def at(t_s: float, amount: float) -> QPointF:
            return QPointF(
                area.left() + max(0.0, t_s) * per_s, area.bottom() - (amount - low) * per_unit
            )

        painter.setPen(QPen(look.colour("line"), look.size("line")))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        goal = QPen(look.colour("line_control"), look.size("line"), Qt.PenStyle.DashLine)
        painter.setPen(goal)
        height = at(0.0, trace.reach).y()
        painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
        ink = look.colour("accent" if trace.passed_s is not None else "text_muted")
        pen = QPen(ink, look.size("line_control"))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([at(t_s, amount) for t_s, amount in trace.samples]))
        painter.setFont(look.font("caption"))
        for moment, ink_token in ((trace.reached_s, "accent"), (trace.passed_s, "done")):
            if moment is None:
                continue
            amount = min(trace.samples, key=lambda sample: abs(sample[0] - moment))[1]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ink_token))
            painter.drawEllipse(at(moment, amount), look.px(4), look.px(4))
            painter.setPen(look.colour("text_muted"))
            said = look.text(Message("window.seconds", {"seconds": round(moment, 1)}))
            wide = look.width_of(said, "caption")
            left = min(max(area.left(), at(moment, 0).x() - wide / 2), area.right() - wide)
            foot = QRectF(left, self.height() - look.px(_FOOT - 2), wide + 1, look.px(_FOOT))
            # Two figures would lie on each other: the last one is told.
            if moment is trace.passed_s or trace.passed_s is None:
                painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft), said)
