"""Rings: progress round the oval, and the small arc of a closing page."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QPainter, QPaintEvent, QPen
from PyQt5.QtWidgets import QWidget

from gui.look import Look


def paint_arc(
    painter: QPainter, box: QRectF, width: float, colour: QColor, fraction: float, turn: int = -1
) -> None:
    """A `fraction` 0..1 of the ellipse in `box`, from the top; `turn` -1 is clockwise."""
    if fraction <= 0:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if fraction >= 1:
        painter.drawEllipse(box)
    else:
        painter.drawArc(box, 90 * 16, turn * round(fraction * 360 * 16))


def paint_progress(
    painter: QPainter, look: Look, box: QRectF, unit: float, fraction: float, waits: bool
) -> None:
    """The ring of a step: its track, dashed while it waits, and how far it has come."""
    width = look.theme.tokens["size"]["ring"] * unit
    done = fraction >= 1
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour("line"), width))
    painter.drawEllipse(box)
    if waits and not done:
        dashes = QPen(look.colour("line_control"), 3 * unit)
        dashes.setCapStyle(Qt.PenCapStyle.RoundCap)
        dashes.setDashPattern([4, 4])
        painter.setPen(dashes)
        painter.drawEllipse(box)
    paint_arc(painter, box, width, look.colour("done" if done else "accent"), fraction)


class Countdown(QWidget):
    """The 32 px arc of a page that closes by itself."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._fraction = 1.0
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802
        """32 px square."""
        side = self._look.px(32)
        return QSize(side, side)

    def set_fraction(self, left: float) -> None:
        """How much of the time is left, 0..1."""
        self._fraction = left
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Track and arc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._look.px(4)
        box = QRectF(self.rect()).adjusted(
            width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1
        )
        painter.setPen(QPen(self._look.colour("line"), width))
        painter.drawEllipse(box)
        paint_arc(painter, box, width, self._look.colour("text_muted"), self._fraction, 1)
