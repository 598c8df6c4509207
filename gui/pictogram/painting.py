"""Paints the face in its disc."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PyQt5.QtCore import QPointF, Qt
from PyQt5.QtGui import QColor, QPainter, QPainterPath, QPen

from gui.pictogram.geometry import COLLAR, GHOST, NECK, SHOULDERS, Eye, Head, Line, Oval
from gui.pictogram.pose import Direction, Part, PictogramPose

DISC_RADIUS = 116.0
_FACE_SCALE, _FACE_Y = 0.96, -12.0
"""How the geometry's head stands in the disc."""
_STROKE, _UPPER_LID, _LOWER_LID, _NOSE, _GHOST = 5.0, 4.5, 3.0, 4.0, 4.0
_ARROW, _ARROW_STROKE = 15.0, 7.0
_ARROW_TIPS = {
    "left": (-106.0, -10.0),
    "right": (106.0, -10.0),
    "up": (95.0, -33.0),
    "down": (95.0, 13.0),
}
_SIDES = (1, -1)


@dataclass(frozen=True)
class PictogramColors:
    """The face's own colours, then those of the arc of time and of the tick."""

    disc: QColor
    skin: QColor
    line: QColor
    move: QColor
    ghost: QColor
    track: QColor
    time: QColor
    last_seconds: QColor
    done: QColor
    done_soft: QColor

    @classmethod
    def of(cls, palette: Mapping[str, str]) -> PictogramColors:
        """From the theme's colours by token; raises KeyError where a token is missing."""
        face = ("picto_disc", "picto_skin", "picto_line", "picto_move", "picto_ghost")
        dial = ("line", "text_muted", "attention", "done", "done_soft")
        return cls(*(QColor(palette[token]) for token in face + dial))


def paint_face(
    painter: QPainter,
    centre: QPointF,
    scale: float,
    pose: PictogramPose,
    colors: PictogramColors,
    moving: frozenset[Part] = frozenset(),
    arrows: tuple[Direction, ...] = (),
) -> None:
    """The disc round `centre` (radius 116 at scale 1) with shoulders, head and arrows.

    The `moving` parts are drawn in the colour of movement; a moving head leaves dots where it was.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(scale, scale)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.disc)
    painter.drawEllipse(QPointF(0, 0), DISC_RADIUS, DISC_RADIUS)
    _Face(painter, colors, moving).paint(pose)
    for direction in arrows:
        _paint_arrow(painter, direction, colors.move)
    painter.restore()


class _Face:
    """One painter, one set of colours, in the geometry's own px."""

    def __init__(self, painter: QPainter, colors: PictogramColors, moving: frozenset[Part]) -> None:
        self._painter = painter
        self._colors = colors
        self._moving = moving

    def paint(self, pose: PictogramPose) -> None:
        painter, head = self._painter, Head(pose)
        painter.save()
        disc = QPainterPath()
        disc.addEllipse(QPointF(0, 0), DISC_RADIUS, DISC_RADIUS)
        painter.save()
        painter.setClipPath(disc, Qt.ClipOperation.IntersectClip)
        self._stand()
        self._shoulders()
        painter.restore()
        self._stand()
        if "head" in self._moving:
            self._draw(GHOST, _pen(self._colors.ghost, _GHOST, (0.5, 2.25)))
        painter.translate(*head.offset)
        self._skull(head)
        painter.setClipPath(_path(head.skull()), Qt.ClipOperation.IntersectClip)
        for side in _SIDES:
            self._brow(head.brow(side))
            self._eye(head.eye(side))
        self._draw(head.nose(), _pen(self._colors.line, _NOSE))
        self._mouth(head)
        painter.restore()

    def _stand(self) -> None:
        self._painter.translate(0, _FACE_Y)
        self._painter.scale(_FACE_SCALE, _FACE_SCALE)

    def _shoulders(self) -> None:
        colors = self._colors
        self._draw(SHOULDERS, None, colors.ghost)
        self._draw(NECK, None, colors.skin)
        self._draw(SHOULDERS, _pen(colors.line, _STROKE))
        self._draw(COLLAR, _pen(colors.line, 4))

    def _skull(self, head: Head) -> None:
        ink, skin = self._ink("head"), self._colors.skin
        pen = _pen(ink, _STROKE)
        ears = [head.ear(side) for side in _SIDES]
        for ear, in_front in ears:
            if not in_front:
                self._draw(ear, pen, skin)
        self._draw(head.skull(), pen, skin)
        self._draw(head.hair(), _pen(ink, 2), ink)
        for ear, in_front in ears:
            if in_front:
                self._draw(ear, pen, skin)

    def _brow(self, brow: Line | None) -> None:
        if brow is not None:
            self._draw(brow, _pen(self._ink("brows"), _STROKE))

    def _eye(self, eye: Eye | None) -> None:
        if eye is None:
            return
        ink = self._ink("lids")
        if eye.upper is None or eye.iris is None:
            self._draw(eye.lower, _pen(ink, _STROKE))
            for lash in eye.lashes:
                self._draw(lash, _pen(ink, _LOWER_LID))
            return
        between = _path(eye.upper)
        below = _path(eye.lower)
        between.connectPath(below.toReversed())
        self._painter.save()
        self._painter.setClipPath(between, Qt.ClipOperation.IntersectClip)
        self._draw(eye.iris, None, self._colors.line)
        self._painter.restore()
        self._draw(eye.lower, _pen(ink, _LOWER_LID))
        self._draw(eye.upper, _pen(ink, _UPPER_LID))

    def _mouth(self, head: Head) -> None:
        ink, mouth = self._ink("mouth"), head.mouth()
        filled = isinstance(mouth, Oval) or mouth.closed
        self._draw(mouth, _pen(ink, _STROKE), ink if filled else None)
        tongue = head.tongue()
        if tongue is not None:
            self._draw(tongue, None, self._colors.skin)

    def _ink(self, part: Part) -> QColor:
        return self._colors.move if part in self._moving else self._colors.line

    def _draw(self, shape: Line | Oval, pen: QPen | None, fill: QColor | None = None) -> None:
        self._painter.setPen(pen if pen is not None else QPen(Qt.PenStyle.NoPen))
        if fill is None:
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            self._painter.setBrush(fill)
        self._painter.drawPath(_path(shape))


def _paint_arrow(painter: QPainter, direction: Direction, color: QColor) -> None:
    x, y = _ARROW_TIPS[direction]
    inwards = _ARROW if direction in ("left", "up") else -_ARROW
    flat = direction in ("up", "down")
    arms = [(x - _ARROW, y + inwards), (x, y), (x + _ARROW, y + inwards)]
    if not flat:
        arms = [(x + inwards, y - _ARROW), (x, y), (x + inwards, y + _ARROW)]
    painter.setPen(_pen(color, _ARROW_STROKE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_path(Line(arms[0], ((arms[1],), (arms[2],)))))


def _pen(color: QColor, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    """Round everywhere; `dashes` in units of the width."""
    pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        pen.setDashPattern(dashes)
    return pen


def _path(shape: Line | Oval) -> QPainterPath:
    path = QPainterPath()
    if isinstance(shape, Oval):
        path.addEllipse(QPointF(*shape.centre), shape.rx, shape.ry)
        return path
    path.moveTo(*shape.start)
    for step in shape.steps:
        points = [QPointF(*point) for point in step]
        if len(points) == 1:
            path.lineTo(points[0])
        elif len(points) == 2:
            path.quadTo(points[0], points[1])
        else:
            path.cubicTo(points[0], points[1], points[2])
    if shape.closed:
        path.closeSubpath()
    return path
