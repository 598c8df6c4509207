"""The stage of the face and challenge pages: the oval, the veil round it, the ring, the arrows."""

from __future__ import annotations

from PyQt5.QtCore import QPointF, QRectF, Qt, QVariantAnimation
from PyQt5.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.host import Host
from gui.icons import paint_icon
from gui.look import Look
from gui.rings import paint_progress
from gui.stage import Stage

_RING_GAP = 12
"""From the oval to the ring's middle line."""


class FaceStage(Stage):
    """The light veil also lights the face."""

    def __init__(self, look: Look, host: Host, shape: str = "stage") -> None:
        super().__init__(look, host, shape)
        self._shown = 0.0
        self._target = 0.0
        self._waits = True
        self._taken = False
        self._direction = ""
        self._ease = QVariantAnimation(self)
        self._ease.setEasingCurve(look.easing)
        self._ease.valueChanged.connect(self._moved)

    @property
    def ring(self) -> float:
        """Where the ring is heading, 0..1."""
        return self._target

    def restart(self) -> None:
        """Empty the ring: another movement, another attempt."""
        self._ease.stop()
        self._shown = self._target = 0.0
        self._taken = False
        self.update()

    def show_ring(self, fraction: float, waits: bool) -> None:
        """Let the ring follow `fraction`; it waits and never runs back."""
        self._waits = waits
        if fraction > self._target:
            self._target = min(1.0, fraction)
            duration = self._look.ms("ring")
            self._ease.stop()
            if duration == 0:
                self._shown = self._target
            else:
                self._ease.setDuration(duration)
                self._ease.setStartValue(self._shown)
                self._ease.setEndValue(self._target)
                self._ease.start()
        self.update()

    def show_taken(self, taken: bool) -> None:
        """The tick in the middle, while it lasts."""
        self._taken = taken
        if taken:
            self.show_ring(1.0, False)

    def show_direction(self, direction: str) -> None:
        """Arrows beside the oval: "left", "right", "up", "down" on the screen, or "" for none."""
        self._direction = direction

    def _moved(self, value: float) -> None:
        self._shown = float(value)
        self.update()

    def oval(self, whole: QRectF) -> QRectF:
        """The oval on the stage."""
        width, height = (side * self.unit for side in self._look.theme.tokens["size"]["oval"])
        return QRectF(
            whole.center().x() - width / 2, whole.center().y() - height / 2, width, height
        )

    def veil(self) -> QColor:
        """What lies over the picture outside the oval."""
        return self._look.veil()

    def paint_overlay(self, painter: QPainter, whole: QRectF) -> None:
        """Veil, ring, arrows, tick."""
        look, unit, oval = self._look, self.unit, self.oval(whole)
        veil = QPainterPath()
        veil.setFillRule(Qt.FillRule.OddEvenFill)
        veil.addRect(whole)
        veil.addEllipse(oval)
        painter.fillPath(veil, self.veil())
        gap = _RING_GAP * unit
        # Inside the ring's band the veil is whole, so that the ring stands on an even ground.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.veil(), gap))
        painter.drawEllipse(oval.adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2))
        ring = oval.adjusted(-gap, -gap, gap, gap)
        paint_progress(painter, look, ring, unit, self._shown, self._waits)
        if self._direction and not self._taken:
            self._paint_arrows(painter, oval)
        if self._taken:
            self._paint_tick(painter, oval.center())

    def _paint_arrows(self, painter: QPainter, oval: QRectF) -> None:
        """Two chevrons outside the ring, the outer one fainter."""
        unit = self.unit
        turns = {"left": 0, "up": 90, "right": 180, "down": 270}[self._direction]
        side = 1 if self._direction in ("right", "up", "down") else -1
        painter.save()
        x = oval.center().x() + side * (oval.width() / 2 + 106 * unit)
        painter.translate(x, oval.center().y())
        painter.rotate(turns)
        for offset, opacity in ((-36.0, 0.4), (0.0, 1.0)):
            colour = self._look.colour("accent")
            colour.setAlphaF(opacity)
            pen = QPen(colour, 8 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            points = [(30.0, -27.0), (6.0, 0.0), (30.0, 27.0)]
            painter.drawPolyline(
                QPolygonF([QPointF((px + offset) * unit, py * unit) for px, py in points])
            )
        painter.restore()

    def _paint_tick(self, painter: QPainter, middle: QPointF) -> None:
        unit = self.unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("surface"))
        painter.drawEllipse(middle, 64 * unit, 64 * unit)
        box = QRectF(0, 0, 72 * unit, 72 * unit)
        box.moveCenter(middle)
        paint_icon(painter, "check", box, self._look.colour("done"))
