"""The face as lines and ovals, without a word about how they are painted.

Origin: middle of the head at rest; x to the right, y down, in px of a head about 170 px high. The
drawing is a mirror: the person's own left is at x below 0. A point of the face is given by
longitude (+ own left) and latitude (+ up) in degrees on an ellipsoid, and by `out`, how far it
stands out of it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gui.pictogram.pose import REST, PictogramPose

Point = tuple[float, float]

WIDTH, HEIGHT = 62.0, 80.0
"""Half axes of the face's ellipsoid."""
_FACING, _FACING_HAIR = 0.15, 0.02
"""Least depth, 0 at the edge and 1 towards the viewer, at which features and hair are seen."""


@dataclass(frozen=True)
class Line:
    """A curve from `start`; each step has 1 point (straight), 2 (quadratic) or 3 (cubic)."""

    start: Point
    steps: tuple[tuple[Point, ...], ...]
    closed: bool = False


@dataclass(frozen=True)
class Oval:
    """An ellipse with upright axes."""

    centre: Point
    rx: float
    ry: float


@dataclass(frozen=True)
class Eye:
    """One eye: `upper` and `iris` are absent while it is closed, `lashes` while it is open."""

    lower: Line
    upper: Line | None = None
    iris: Oval | None = None
    lashes: tuple[Line, ...] = ()


SHOULDERS = Line(
    (-104, 176),
    (
        ((-104, 134), (-74, 124), (-40, 114)),
        ((-30, 111), (-26, 106), (-26, 96)),
        ((-26, 60),),
        ((26, 60),),
        ((26, 96),),
        ((26, 106), (30, 111), (40, 114)),
        ((74, 124), (104, 134), (104, 176)),
    ),
)
COLLAR = Line((-26, 98), (((0, 134), (26, 98)),))
NECK = Line((-26, 60), (((-26, 98),), ((0, 134), (26, 98)), ((26, 60),)), closed=True)

_HAIRLINE = (
    (-140, -22), (-118, -20), (-100, -16), (-88, -8), (-80, -4), (-74, -2), (-70, 8), (-63, 24),
    (-52, 36), (-36, 44), (-16, 48), (6, 48), (26, 45), (42, 39), (54, 31), (63, 20), (70, 6),
    (74, -2), (80, -4), (88, -8), (100, -16), (118, -20), (140, -22),
)  # fmt: skip
_HAIR_LONGITUDES = range(-118, 119, 2)
_CROWN = Oval((0, -2), 66, 86)
_CROWN_STEPS = 26


class Head:
    """Every part of the head in one pose, relative to the head's own middle."""

    def __init__(self, pose: PictogramPose) -> None:
        self._pose = pose
        self._sin_yaw = math.sin(math.radians(pose.yaw_deg))
        self._sin_pitch = math.sin(math.radians(pose.pitch_deg))
        self._cos_pitch = math.cos(math.radians(pose.pitch_deg))

    @property
    def offset(self) -> Point:
        """How far the head's middle moves over the still shoulders."""
        return -8 * self._sin_yaw, -26 * self._sin_pitch

    def skull(self) -> Line:
        """The outline: crown, cheeks, and a chin that turns further than the rest."""
        turn, chin_x = abs(self._sin_yaw), -26 * self._sin_yaw
        near, far = 4 * turn, -2.4 * turn
        left = -WIDTH + (near if self._sin_yaw > 0 else far)
        right = WIDTH - (near if self._sin_yaw < 0 else far)
        top = -80 - 2 * self._sin_pitch
        chin = 84 - 6 * self._sin_pitch + 9 * self._pose.mouth
        crown = (-0.15 * chin_x, top)
        return Line(
            crown,
            (
                ((36, top), (right, -52), (right, -12)),
                ((right, 34), (chin_x + 38, chin), (chin_x, chin)),
                ((chin_x - 38, chin), (left, 34), (left, -12)),
                ((left, -52), (-36, top), crown),
            ),
            closed=True,
        )

    def hair(self) -> Line:
        """The visible hairline, closed over the crown."""
        line = [(lon, _hairline(lon)) for lon in _HAIR_LONGITUDES]
        seen = [self._at(*point) for point in line if self._depth(*point) >= _FACING_HAIR]
        start, end = _angle(seen[-1]), _angle(seen[0])
        if start > 0:
            start -= 2 * math.pi
        for step in range(_CROWN_STEPS + 1):
            angle = start + (end - start) * step / _CROWN_STEPS
            x, y = _CROWN.rx * math.cos(angle), _CROWN.ry * math.sin(angle)
            seen.append((_CROWN.centre[0] + x, _CROWN.centre[1] + y))
        return Line(seen[0], tuple((point,) for point in seen[1:]), closed=True)

    def ear(self, side: int) -> tuple[Oval, bool]:
        """`side` 1 is the own left, -1 the own right; True where it is in front of the skull."""
        x, y = self._at(90 * side, 2)
        in_front = self._depth(90 * side, 2) >= 0.12
        if in_front:
            return Oval((x, y), 10 + 2 * abs(self._sin_yaw), 16), True
        return Oval((x - 3 * side, y), 10, 16), False

    def brow(self, side: int) -> Line | None:
        """None where it is turned away."""
        if self._depth(25 * side, 29) < _FACING:
            return None
        raised = self._pose.brow
        peak = self._at(25 * side, 29 + 12 * raised)
        return Line(
            self._at(12 * side, 22 + 7.2 * raised), ((peak, self._at(37 * side, 20 + 9 * raised)),)
        )

    def eye(self, side: int) -> Eye | None:
        """None where it is turned away."""
        depth = self._depth(23.5 * side, 6.5)
        if depth < _FACING:
            return None
        lids = self._pose.lids
        inner, outer = self._at(12 * side, 6), self._at(35 * side, 7)
        x, y = self._at(23.5 * side, 6.5)[0], (inner[1] + outer[1]) / 2
        low = (x, y + 11 * min(lids, 1.15) + 11 * (1 - min(lids, 1)))
        lower = Line(inner, ((low, outer),))
        if lids < _FACING:
            return Eye(lower, lashes=tuple(_lashes(inner, low, outer, side)))
        high = (x, y - 17 * lids + 7 * max(0.0, 1 - lids))
        iris = Oval((x, y - 1.5 * lids), 6.6 * max(0.4, depth), 6.6)
        return Eye(lower, Line(inner, ((high, outer),)), iris)

    def nose(self) -> Line:
        """From the front its lower edge, from the side its ridge."""
        if abs(self._pose.yaw_deg) <= 8:
            x, y = self._at(0, -19, 1.14)
            return Line(self._at(-7, -19, 1.06), (((x, y + 5), self._at(7, -19, 1.06)),))
        side = 1 if self._pose.yaw_deg > 0 else -1
        tip = self._at(-side, -15, 1.2)
        wing = self._at(7 * side, -17, 1.08)
        return Line(self._at(-5 * side, 2, 1.02), ((tip,), ((tip[0], tip[1] + 4), wing)))

    def mouth(self) -> Line | Oval:
        """A line while closed; a closed line or an oval while open."""
        pose = self._pose
        lon = 17 + 8 * pose.smile - 7 * pose.round + pose.mouth
        lat = -37 + 5 * pose.smile
        (right, edge), (left, _) = self._at(-lon, lat), self._at(lon, lat)
        x, y = self._at(0, -37, 1.03)
        if pose.mouth <= 0.05:
            return Line((left, edge), (((x, y + 5 + 23 * pose.smile), (right, edge)),))
        if pose.round > 0:
            return Oval((x, y + 6), (right - left) / 2 + 1, 21 * pose.mouth)
        up, low = y - 8 - 6 * pose.mouth, y + 41 * pose.mouth
        return Line(
            (left, edge),
            (
                ((left + 2, up), (right - 2, up), (right, edge)),
                ((right + 1, low), (left - 1, low), (left, edge)),
            ),
            closed=True,
        )

    def tongue(self) -> Line | None:
        """In the mouth that is open, not rounded."""
        mouth = self.mouth()
        if not isinstance(mouth, Line) or not mouth.closed:
            return None
        (left, edge), right = mouth.start, mouth.steps[0][-1][0]
        low = mouth.steps[1][0][1]
        x, half, tall = (left + right) / 2, 0.36 * (right - left), self._pose.mouth
        # A cubic reaches 3/4 of the way to its controls.
        y = edge + 0.75 * (low - edge) - 5.2 * tall
        return Line(
            (x - half, y),
            (((x, y - 12 * tall), (x + half, y)), ((x, y + 8 * tall), (x - half, y))),
            closed=True,
        )

    def _at(self, lon_deg: float, lat_deg: float, out: float = 1.0) -> Point:
        x, y, z = self._on_sphere(lon_deg, lat_deg)
        return -WIDTH * out * x, -HEIGHT * out * (y * self._cos_pitch + z * self._sin_pitch)

    def _depth(self, lon_deg: float, lat_deg: float) -> float:
        _, y, z = self._on_sphere(lon_deg, lat_deg)
        return z * self._cos_pitch - y * self._sin_pitch

    def _on_sphere(self, lon_deg: float, lat_deg: float) -> tuple[float, float, float]:
        lon, lat = math.radians(lon_deg + self._pose.yaw_deg), math.radians(lat_deg)
        return math.cos(lat) * math.sin(lon), math.sin(lat), math.cos(lat) * math.cos(lon)


GHOST = Head(REST).skull()
"""Where the head was before it moved."""


def _hairline(lon_deg: float) -> float:
    """Latitude of the hairline at a longitude from -118 to 118: a Catmull-Rom spline."""
    right = bisect_right(_HAIRLINE, lon_deg, lo=2, hi=len(_HAIRLINE) - 2, key=lambda knot: knot[0])
    (_, before), (start, a), (end, b), (_, after) = _HAIRLINE[right - 2 : right + 2]
    t = (lon_deg - start) / (end - start)
    bend = 2 * before - 5 * a + 4 * b - after + t * (3 * (a - b) + after - before)
    return a + 0.5 * t * (b - before + t * bend)


def _angle(point: Point) -> float:
    """Of a point, along the crown's ellipse."""
    x, y = point[0] - _CROWN.centre[0], point[1] - _CROWN.centre[1]
    return math.atan2(y / _CROWN.ry, x / _CROWN.rx)


def _lashes(inner: Point, low: Point, outer: Point, side: int) -> Iterator[Line]:
    for t, lean in ((0.2, 3.5), (0.5, 0.0), (0.8, -3.5)):
        u = 1 - t
        x = u * u * inner[0] + 2 * u * t * low[0] + t * t * outer[0]
        y = u * u * inner[1] + 2 * u * t * low[1] + t * t * outer[1]
        yield Line((x, y), (((x + lean * side, y + 6.5),),))
