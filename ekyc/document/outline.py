"""Finds the outline of a card in a camera picture: four straight edges that make a card's shape.

Edges vote for straight lines (Duda and Hart, 1972, with the direction of each edge as in O'Gorman
and Clowes, 1976), so that fingers and rounded corners do not break them. Every four lines that make
a card's shape are weighed: how much of each side lies on an edge, and how much of that edge goes on
beyond the corners, as the lines of a table or of print do and a card's do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.plane import ratios_of, unlike_a_card
from ekyc.document.refine import refined
from ekyc.values import Floats, Rgb

_WORK_PX = 400
"""Longer side, roughly, of the picture in which the outline is searched."""
_ASPECT = (1.12, 1.95)
"""Long by short side: 1.42 (ID-2, ID-3) to 1.59 (ID-1), and what leaning up to 35 degrees makes."""
_CUT_ASPECT = (1.0, 3.2)
"""The same for a card that the picture's rim cuts off."""
_MIN_AREA = 0.012
_MIN_SIDE = 0.4
"""Share of a side that lies on an edge: so much fingers may leave of it."""
_WEIGHTS = np.array([27.2, 1.3, 8.6, 2.5, -5.8, -3.9, 1.8, -8.0, -11.1, -41.8])
"""Of the share of all sides that lies on an edge and that of the least; of how strong these edges
are (logarithm) and the weakest; of the share of edges that go on beyond the corners, in the mean
and at most; of the area (logarithm); of one and of two sides that are the picture's rim; of how far
the ratio of sides is from a card's. Fitted so that the card comes first of all candidates
(multinomial logistic regression on scenes of the tuned half, docs/measured.md)."""
_MIN_SCORE = 27.0
_LOUDEST = 9.0
_MAX_LINES = 34
_MAX_ROUGH, _MAX_KEPT = 90, 60
_CAP = 3.0
_STEP_PX = 2.0
_APART_PX = 2.5
_DEGREES = 180
_SECTOR_DEG, _PER_SECTOR = 12, 12
_LOUD = 2.0
_WINDOWS_PX = (40, 80, 160)
_MAX_POINTS = 5000
_SAME_WAY = np.float32(np.cos(np.radians(16)))
"""Of twice the angle between an edge and its line: 8 degrees."""
_RHO_PX = 2.0


@dataclass(frozen=True, eq=False)
class _Edges:
    """Structure tensor of the colours' gradients (Di Zenzo, 1986), float32[H, W] each, in units of
    the square of an edge that counts."""

    xx: Floats
    xy: Floats
    yy: Floats


def find_quad(rgb: Rgb) -> tuple[Floats, float] | None:
    """Corners of the likeliest card, float32[4, 2] px, clockwise from the top left,
    and the share 0..1 of its outline that was seen; None if nothing has a card's shape."""
    factor = max(1, round(max(rgb.shape[:2]) / _WORK_PX))
    size = (rgb.shape[1] // factor, rgb.shape[0] // factor)
    part = rgb[: size[1] * factor, : size[0] * factor]
    small = _even_light(cv2.resize(part, size, interpolation=cv2.INTER_AREA))
    edges = _edges(small)
    lines = np.concatenate([_lines(edges), _rim(size)])
    profile = _Profile.along(lines, edges)
    kept = profile.likeliest(len(lines) - 4)
    lines, profile = lines[kept], profile.of(kept)
    quads, sides = _quads(lines, size)
    if not len(quads):
        return None
    best = _best(quads, sides, profile, size)
    if best is None:
        return None
    quad, share = best
    return refined(rgb, (quad + 0.5) * factor - 0.5, reach_px=2.0 * factor), share


def _even_light(small: NDArray[Any]) -> Rgb:
    """Full range and square-root tones: a dark card before a dark room keeps its edge."""
    top = max(float(np.percentile(small[::2, ::2], 99)), 1.0)
    tones = np.sqrt(np.minimum(np.arange(256) / top, 1.0)) * 255
    even = cv2.GaussianBlur(cv2.LUT(small, tones.astype(np.uint8)), (3, 3), 0)
    return np.asarray(even, dtype=np.uint8)


def _edges(small: Rgb) -> _Edges:
    dx = cv2.Scharr(small, cv2.CV_32F, 1, 0, scale=1 / 16)
    dy = cv2.Scharr(small, cv2.CV_32F, 0, 1, scale=1 / 16)
    tensor = [cv2.transform(a * b, np.ones((1, 3), np.float32)) for a, b in
              ((dx, dx), (dx, dy), (dy, dy))]  # fmt: skip
    whole = np.sqrt((tensor[0] + tensor[2])[::2, ::2])
    edge = float(np.clip(0.3 * np.percentile(whole, 96), _LEAST_EDGE, 10.0))
    xx, xy, yy = (np.asarray(one / edge**2, dtype=np.float32) for one in tensor)
    return _Edges(xx, xy, yy)


_LEAST_EDGE = 3.0


def _lines(edges: _Edges) -> Floats:
    """The lines that most edges lie on, float32[N, 3]: normal (x, y), distance from the origin."""
    strength = edges.xx + edges.yy
    y, x = np.nonzero((strength > 1.0) & _ridge(strength, edges))
    if not len(x):
        return np.empty((0, 3), np.float32)
    every = 1 + len(x) // _MAX_POINTS  # a crowd of edges is known from a part of it
    y, x = y[::every], x[::every]
    xx, xy, yy = edges.xx[y, x], edges.xy[y, x], edges.yy[y, x]
    angle = np.degrees(0.5 * np.arctan2(2 * xy, xx - yy)) % 180
    height, width = strength.shape
    reach = int(np.hypot(height, width) / _RHO_PX) + 2
    turns = (np.rint(angle).astype(np.intp)[:, None] + np.arange(-2, 3)) % _DEGREES
    cos, sin = np.cos(np.radians(np.arange(_DEGREES))), np.sin(np.radians(np.arange(_DEGREES)))
    rho = (x[:, None] * cos[turns] + y[:, None] * sin[turns]) / _RHO_PX
    place = turns * (2 * reach) + np.rint(rho).astype(np.intp) + reach
    # A faint edge counts less than one that stands out, a strong one no more than that.
    loud = np.repeat(np.minimum(np.sqrt(strength[y, x]), _LOUD), 5)
    votes = np.bincount(place.ravel(), loud, minlength=_DEGREES * 2 * reach).astype(np.float32)
    grid = votes.reshape(_DEGREES, 2 * reach)
    # Half a turn further the same lines come again with the other sign.
    grid = np.concatenate([grid[-4:, ::-1], grid, grid[:4, ::-1]])
    grid = np.asarray(cv2.GaussianBlur(grid, (3, 3), 0), dtype=np.float32)
    peaks = (grid >= cv2.dilate(grid, np.ones((5, 5), np.uint8))) & (grid > 6)
    turn, step = np.nonzero(peaks[4:-4])
    order = np.argsort(-grid[4:-4][turn, step])
    turn, step = turn[order], step[order]
    few = _few_of_a_kind(turn // _SECTOR_DEG)
    turn, step = turn[few][:_MAX_ROUGH], step[few][:_MAX_ROUGH]
    rough = np.stack([cos[turn], sin[turn], (step - reach) * _RHO_PX], axis=1)
    return _settled(rough.astype(np.float32), x, y, angle)


def _few_of_a_kind(sector: NDArray[np.intp]) -> NDArray[np.bool_]:
    """The first `_PER_SECTOR` of each: stripes and checks leave room for other directions."""
    same = sector[:, None] == sector[None]
    return np.asarray(np.tril(same, -1).sum(axis=1) < _PER_SECTOR)


def _ridge(strength: Floats, edges: _Edges) -> NDArray[np.bool_]:
    """Where an edge is strongest across itself."""
    level = edges.yy > edges.xx  # the edge runs rather level
    up, down = np.roll(strength, 1, axis=0), np.roll(strength, -1, axis=0)
    left, right = np.roll(strength, 1, axis=1), np.roll(strength, -1, axis=1)
    across = np.where(level, np.maximum(up, down), np.maximum(left, right))
    return np.asarray(strength >= across * 0.9)


def _settled(
    rough: Floats, x: NDArray[np.intp], y: NDArray[np.intp], angle: NDArray[np.float64]
) -> Floats:
    """Each line through the middle of the edges that lie near it, each only once, longest first."""
    points = np.stack([x, y], axis=1).astype(np.float32)
    squares = np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], axis=1).astype(np.float32)
    around = np.stack([np.cos(np.radians(2 * angle)), np.sin(np.radians(2 * angle))], axis=1)
    around = around.astype(np.float32)
    lines = rough
    for apart in (_APART_PX, 0.6 * _APART_PX):
        turn = 2 * np.arctan2(lines[:, 1], lines[:, 0])
        same_way = around @ np.stack([np.cos(turn), np.sin(turn)]) > _SAME_WAY
        near = np.abs(points @ lines[:, :2].T - lines[:, 2]) < apart
        n, mx, my, mxx, myy, mxy = ((near & same_way).astype(np.float32).T @ squares).T.astype(
            np.float64
        )
        n = np.maximum(n, 1)
        mx, my = mx / n, my / n
        vxx, vyy, vxy = mxx / n - mx**2, myy / n - my**2, mxy / n - mx * my
        along = 0.5 * np.arctan2(2 * vxy, vxx - vyy)
        normal = np.stack([-np.sin(along), np.cos(along)], axis=1)
        rho = normal[:, 0] * mx + normal[:, 1] * my
        lines = np.concatenate([normal, rho[:, None]], axis=1).astype(np.float32)
    kept: list[int] = []
    for one in np.argsort(-n):
        if len(kept) == _MAX_KEPT:
            break
        same = lines[kept]
        sign = np.sign(same[:, :2] @ lines[one, :2])
        turned = np.abs(same[:, :2] @ lines[one, :2]) > 0.9994
        if not (turned & (np.abs(same[:, 2] - sign * lines[one, 2]) < _APART_PX)).any():
            kept.append(int(one))
    return lines[kept]


def _rim(size: tuple[int, int]) -> Floats:
    """The picture's own four edges, which may cut a card off."""
    width, height = size
    return np.array([[1, 0, 0], [1, 0, width - 1], [0, 1, 0], [0, 1, height - 1]], dtype=np.float32)


def _quads(lines: Floats, size: tuple[int, int]) -> tuple[Floats, NDArray[np.intp]]:
    """Every quadrangle of a card's shape that four lines make: corners float32[N, 4, 2], clockwise
    from the upper left, and its lines intp[N, 4] (top, right, bottom, left)."""
    number = len(lines)
    first, second = np.triu_indices(number, 1)
    cos = (lines[first, :2] * lines[second, :2]).sum(axis=1)
    opposite = np.abs(cos) > np.cos(np.radians(36))
    real = number - 4
    opposite &= ~((first >= real) & (second >= real))
    middle = np.array(size, dtype=np.float32) / 2
    side = lines[:, :2] @ middle - lines[:, 2]
    apart = np.abs(side[first] - np.sign(cos) * side[second])
    opposite &= apart > 0.1 * min(size)
    first, second, apart = first[opposite], second[opposite], apart[opposite]
    if len(first) < 2:
        return np.empty((0, 4, 2), np.float32), np.empty((0, 4), np.intp)
    turn = np.arctan2(lines[first, 1], lines[first, 0])
    a, b = np.triu_indices(len(first), 1)
    upright = np.abs(np.sin(turn[a] - turn[b])) > np.sin(np.radians(60))
    ratio = np.maximum(apart[a], apart[b]) / np.minimum(apart[a], apart[b])
    upright &= ratio < _CUT_ASPECT[1]
    a, b = a[upright], b[upright]
    four = np.stack([first[a], first[b], second[a], second[b]], axis=1)
    four = four[(four >= real).sum(axis=1) <= 2]
    crossings = _crossings(lines)
    quads = np.stack([crossings[four[:, i], four[:, (i + 1) % 4]] for i in range(4)], axis=1)
    # Corner i lies between line i and line i + 1; the top side is to lead from corner 0 to 1.
    good = _inside(quads, size)
    quads, four = quads[good].astype(np.float32), four[good]
    good = _card_like(quads, (four >= real).any(axis=1), size)
    return _clockwise(quads[good], four[good])


def _clockwise(quads: Floats, four: NDArray[np.intp]) -> tuple[Floats, NDArray[np.intp]]:
    """Side i of each leads from corner i to corner i + 1; corner 0 is the upper left."""
    sides = np.roll(four, -1, axis=1)  # from corner i to i + 1 runs line i + 1
    x, y = quads[..., 0], quads[..., 1]
    area = (x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)
    other = area < 0
    quads[other], sides[other] = quads[other][:, ::-1], np.roll(sides[other][:, ::-1], -1, axis=1)
    start = np.argmin(quads.sum(axis=2), axis=1)
    order = (start[:, None] + np.arange(4)) % 4
    return (
        np.take_along_axis(quads, order[..., None], axis=1),
        np.take_along_axis(sides, order, axis=1),
    )


def _crossings(lines: Floats) -> NDArray[np.float64]:
    a, b = lines[:, None, :].astype(np.float64), lines[None, :, :].astype(np.float64)
    det = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    det = np.where(np.abs(det) < 1e-3, np.nan, det)
    x = (a[..., 2] * b[..., 1] - a[..., 1] * b[..., 2]) / det
    y = (a[..., 0] * b[..., 2] - a[..., 2] * b[..., 0]) / det
    return np.stack([x, y], axis=2)


def _inside(quads: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Corners may lie a little outside the picture: the hint then says so."""
    room = 0.06 * max(size)
    low = (quads >= -room).all(axis=(1, 2))
    high = (quads <= np.array(size) + room).all(axis=(1, 2))
    return np.asarray(low & high)


def _card_like(quads: Floats, cut: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    across, down = (sides[:, 0] + sides[:, 2]) / 2, (sides[:, 1] + sides[:, 3]) / 2
    aspect = np.maximum(across, down) / np.maximum(np.minimum(across, down), 1)
    lean = np.maximum(
        np.maximum(sides[:, 0], sides[:, 2]) / np.maximum(np.minimum(sides[:, 0], sides[:, 2]), 1),
        np.maximum(sides[:, 1], sides[:, 3]) / np.maximum(np.minimum(sides[:, 1], sides[:, 3]), 1),
    )
    low, high = (np.where(cut, c, w) for c, w in zip(_CUT_ASPECT, _ASPECT, strict=True))
    least = _MIN_AREA * size[0] * size[1]
    fits = (aspect >= low) & (aspect <= high) & (lean < np.where(cut, 3.0, 2.2))
    return np.asarray(fits & (_area(quads) > least))


def _area(quads: Floats) -> NDArray[np.float64]:
    x, y = quads[..., 0].astype(np.float64), quads[..., 1].astype(np.float64)
    return np.asarray(
        np.abs((x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)) / 2
    )


@dataclass(frozen=True, eq=False)
class _Profile:
    """For each line, summed along it every `_STEP_PX` from `-reach` steps on: where it lies on an
    edge, how strong that is (at most `_CAP`), float32[N, 2 * reach + 2] each. `feet` is the point
    nearest to the origin, `ways` its direction, float32[N, 2] each."""

    feet: Floats
    ways: Floats
    reach: int
    on_edge: Floats
    strength: Floats

    @classmethod
    def along(cls, lines: Floats, edges: _Edges) -> _Profile:
        height, width = edges.xx.shape
        reach = int((np.hypot(height, width) + 40) / _STEP_PX)
        normals = lines[:, :2]
        ways = np.stack([normals[:, 1], -normals[:, 0]], axis=1)
        feet = normals * lines[:, 2:]
        t = np.arange(-reach, reach + 1, dtype=np.float32) * _STEP_PX
        steepest = np.zeros((len(lines), len(t)), dtype=np.float32)
        nx, ny = normals[:, :1], normals[:, 1:]
        for shift in (-1.0, 0.0, 1.0):
            x = feet[:, :1] + ways[:, :1] * t + nx * shift + 0.5
            y = feet[:, 1:] + ways[:, 1:] * t + ny * shift + 0.5
            within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            at = np.where(within, y.astype(np.int32) * width + x.astype(np.int32), 0)
            xx, xy, yy = (one.ravel()[at] for one in (edges.xx, edges.xy, edges.yy))
            square = (xx * nx * nx + 2 * xy * nx * ny + yy * ny * ny) * within
            np.maximum(steepest, square, out=steepest)
        steepest = np.sqrt(steepest)
        zero = np.zeros((len(lines), 1), np.float32)
        on_edge = np.cumsum(steepest > 0.7, axis=1, dtype=np.float32)
        strength = np.cumsum(np.minimum(steepest, _CAP), axis=1, dtype=np.float32)
        return cls(
            feet.astype(np.float32),
            ways.astype(np.float32),
            reach,
            np.concatenate([zero, on_edge], axis=1),
            np.concatenate([zero, strength], axis=1),
        )

    def likeliest(self, real: int) -> NDArray[np.intp]:
        """Of the first `real` lines those with the longest unbroken edges, and all others."""
        score = np.zeros(real, np.float32)
        for window in _WINDOWS_PX:
            steps = int(window / _STEP_PX)
            run = (self.strength[:real, steps:] - self.strength[:real, :-steps]).max(axis=1)
            full = (self.on_edge[:real, steps:] - self.on_edge[:real, :-steps]).max(axis=1)
            score = np.maximum(score, run**0.5 * (full / steps) ** 3)
        best = np.argsort(-score)[:_MAX_LINES]
        return np.concatenate([best, np.arange(real, len(self.feet))])

    def of(self, lines: NDArray[np.intp]) -> _Profile:
        """Of these lines alone."""
        return _Profile(
            self.feet[lines],
            self.ways[lines],
            self.reach,
            self.on_edge[lines],
            self.strength[lines],
        )

    def mean(self, sums: Floats, line: NDArray[np.intp], low: Floats, high: Floats) -> Floats:
        """Mean of what was summed, between two places on each line."""
        last = sums.shape[1] - 1
        begin = np.clip(np.rint(low / _STEP_PX).astype(np.intp) + self.reach, 0, last)
        end = np.clip(np.rint(high / _STEP_PX).astype(np.intp) + self.reach, 0, last)
        return np.asarray(
            (sums[line, end] - sums[line, begin]) / np.maximum(end - begin, 1), dtype=np.float32
        )


def _best(
    quads: Floats, sides: NDArray[np.intp], profile: _Profile, size: tuple[int, int]
) -> tuple[Floats, float] | None:
    """The likeliest quadrangle, and the share of its outline that was seen."""
    ends = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2)  # [N, side, end, xy]
    feet, ways = profile.feet[sides][:, :, None], profile.ways[sides][:, :, None]
    places = ((ends - feet) * ways).sum(axis=3)
    low, high = places.min(axis=2), places.max(axis=2)
    length = high - low
    trim = 0.08 * length
    share = profile.mean(profile.on_edge, sides, low + trim, high - trim)
    strength = profile.mean(profile.strength, sides, low + trim, high - trim)
    gap, reach = 3.0, np.maximum(0.15 * length, 6.0)
    before = profile.mean(profile.on_edge, sides, low - gap - reach, low - gap)
    after = profile.mean(profile.on_edge, sides, high + gap, high + gap + reach)
    rim = sides >= len(profile.feet) - 4
    count = (~rim).sum(axis=1)

    def mean(values: Floats) -> Floats:
        """Over the sides that are not the picture's own rim."""
        return np.asarray((values * ~rim).sum(axis=1) / count, dtype=np.float32)

    loud = np.log(np.maximum(strength, np.float32(0.1)), dtype=np.float32)
    least, most = np.where(rim, 1.0, share), np.where(rim, 0.0, np.maximum(before, after))
    seen = mean(share)
    signs = np.stack(
        [
            seen,
            least.min(axis=1),
            mean(loud),
            np.where(rim, _LOUDEST, loud).min(axis=1),
            mean((before + after) / np.float32(2)),
            most.max(axis=1),
            np.log(_area(quads) / (size[0] * size[1])),
            count == 3,
            count == 2,
            np.where(rim.any(axis=1), 0.0, unlike_a_card(ratios_of(quads, size))),
        ],
        axis=1,
    )
    score = np.where(least.min(axis=1) >= _MIN_SIDE, signs @ _WEIGHTS, -np.inf)
    best = int(np.argmax(score))
    return None if score[best] < _MIN_SCORE else (quads[best], float(seen[best]))
