"""The document page's stage: the card's outline, the shutter with its ring, the flash."""

from __future__ import annotations

from PyQt5.QtCore import QPointF, QRectF, Qt, QVariantAnimation, pyqtSignal
from PyQt5.QtGui import QMouseEvent, QPainter, QPainterPath, QPen, QPolygonF

from ekyc.session.view import CardView
from gui.host import Host
from gui.icons import paint_icon
from gui.look import Look
from gui.stage import Stage

_CARD_RATIO = 85.60 / 53.98
"""Width to height of an ID-1 card, ISO/IEC 7810."""
_CORNER = 24
_FLASH = 0.6


class CardStage(Stage):
    """`pressed` is emitted when the shutter is touched."""

    pressed = pyqtSignal()
    mirrored = False
    """A document is read, and mirror writing looks like a fault. The card is found wherever it
    lies, so nobody steers it as in a mirror; and it slides to the next page as it was seen."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host, "stage")
        self._card = CardView()
        self._frame_size = (640, 480)
        self._flash = QVariantAnimation(self)
        self._flash.setStartValue(_FLASH)
        self._flash.setEndValue(0.0)
        self._flash.setDuration(look.ms("fast"))
        self._flash.valueChanged.connect(self.update)

    def show_card(self, card: CardView, frame_size: tuple[int, int]) -> None:
        """Draw the card where it lies; the picture stands still while it is read."""
        if card.reading and not self._card.reading and self._flash.duration() > 0:
            self._flash.start()
        self._card, self._frame_size = card, frame_size
        self.freeze(card.reading)
        self.update()

    def card_polygon(self) -> QPolygonF | None:
        """The card's corners on the stage's area, None while none is seen."""
        if self._card.quad_xy is None:
            return None
        return self.projection(self._frame_size).polygon(self._card.quad_xy)

    def _shutter(self, whole: QRectF) -> QRectF:
        side = 88 * self.unit
        middle = QPointF(whole.right() - 80 * self.unit, whole.center().y())
        return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """The shutter can be pressed too."""
        if event is None:
            return
        shutter = self._shutter(QRectF(0, 0, self.area.width(), self.area.height()))
        if shutter.contains(event.localPos() - self.area.topLeft()):
            self.pressed.emit()

    def paint_overlay(self, painter: QPainter, whole: QRectF) -> None:
        """Outline, shutter, flash."""
        self._paint_outline(painter, whole)
        self._paint_shutter(painter, self._shutter(whole))
        if self._flash.state() == QVariantAnimation.State.Running:
            flash = self._look.overlay("line")
            flash.setAlphaF(float(self._flash.currentValue()))
            painter.fillRect(whole, flash)

    def _paint_outline(self, painter: QPainter, whole: QRectF) -> None:
        look, unit = self._look, self.unit
        polygon = self.card_polygon()
        if polygon is None:
            height = 352 * unit
            guide = QRectF(0, 0, height * _CARD_RATIO, height)
            guide.moveCenter(whole.center())
            polygon = QPolygonF(
                [guide.topLeft(), guide.topRight(), guide.bottomRight(), guide.bottomLeft()]
            )
        path = rounded(polygon, _CORNER * unit)
        fits = self._card.fits and self._card.quad_xy is not None
        width = look.theme.tokens["size"]["outline"] * unit
        line = QPen(look.overlay("fit" if fits else "line"), width)
        casing = QPen(look.overlay("casing"), width + 2 * unit)
        for pen in (casing, line):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            if not fits:
                dash = (26, 14) if self._card.quad_xy is not None else (14, 12)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern([length * unit / pen.widthF() for length in dash])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawPath(path)
        if self._card.tilt and self._card.quad_xy is not None:
            self._mark_edge(painter, polygon, width)

    def _mark_edge(self, painter: QPainter, polygon: QPolygonF, width: float) -> None:
        """The edge that is to come nearer, thicker: words alone leave open whose left is meant."""
        corners = [polygon.at(i) for i in range(4)]
        sides = [(corners[i], corners[(i + 1) % 4]) for i in range(4)]
        across = self._card.tilt in ("left", "right")
        middles = [(a.x() + b.x() if across else a.y() + b.y()) for a, b in sides]
        pick = min if self._card.tilt in ("left", "top") else max
        start, end = sides[middles.index(pick(middles))]
        for colour, wide in (("casing", 4 * width), ("fit", 3 * width)):
            painter.setPen(QPen(self._look.overlay(colour), wide))
            painter.drawLine(start + (end - start) * 0.12, end + (start - end) * 0.12)

    def _paint_shutter(self, painter: QPainter, box: QRectF) -> None:
        look, unit = self._look, self.unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.overlay("plate"))
        painter.drawEllipse(box)
        ring = QRectF(0, 0, 68 * unit, 68 * unit)
        ring.moveCenter(box.center())
        track = look.overlay("on_plate")
        track.setAlphaF(0.3)
        pen = QPen(track, 6 * unit)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawEllipse(ring)
        fraction = 1.0 if self._card.reading else self._card.shutter
        if fraction > 0:
            pen.setColor(look.overlay("fit"))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(ring, 90 * 16, -round(fraction * 360 * 16))
        icon = QRectF(0, 0, 32 * unit, 32 * unit)
        icon.moveCenter(box.center())
        if self._card.reading:
            paint_icon(painter, "check", icon, look.overlay("fit"))
        else:
            paint_icon(painter, "camera", icon, look.overlay("on_plate"))


def rounded(polygon: QPolygonF, radius: float) -> QPainterPath:
    """A closed path along a convex polygon with rounded corners."""
    corners = [polygon.at(i) for i in range(polygon.count())]
    path = QPainterPath()
    for i, corner in enumerate(corners):
        before, after = corners[i - 1], corners[(i + 1) % len(corners)]
        entry, leave = _towards(corner, before, radius), _towards(corner, after, radius)
        if i == 0:
            path.moveTo(entry)
        else:
            path.lineTo(entry)
        path.quadTo(corner, leave)
    path.closeSubpath()
    return path


def _towards(start: QPointF, end: QPointF, distance: float) -> QPointF:
    way = end - start
    length = max(1e-6, (way.x() ** 2 + way.y() ** 2) ** 0.5)
    return QPointF(start + way * min(0.5, distance / length))
