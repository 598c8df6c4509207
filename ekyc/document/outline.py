"""Finds the outline of a card in a camera picture: four straight edges that make a card's shape.

Edges are found as straight lines, not as closed contours, so that fingers and rounded corners do
not break them.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats, Rgb

_WORK_PX = 360
"""Longer side of the picture in which the outline is searched."""
_ASPECT = (1.12, 1.95)
"""Long by short side: 1.42 (ID-2, ID-3) to 1.59 (ID-1), and what leaning up to 35 degrees makes."""
_MIN_AREA = 0.1
_MIN_SIDE, _MIN_MEAN, _MIN_STRENGTH = 0.5, 0.87, 2.5
"""Share of a side, and of all sides, that lies on an edge, and how strong those edges are. Cards in
the hand: over 0.95 and 2.74. What else has a card's shape in 101 pictures of people: half of it
under 0.9 and 2.3, one in twenty over 0.96 and 2.69."""
_MAX_LINES = 12
_SAMPLES = 48
_STRONG = 3.0
_LEAST_PIECE_PX = 12.0
_MAX_PIECES = 60


def find_quad(rgb: Rgb) -> tuple[Floats, float] | None:
    """Corners of the likeliest card, float32[4, 2] px, clockwise from the top left,
    and the share 0..1 of its outline that was seen; None if nothing has a card's shape."""
    scale = _WORK_PX / max(rgb.shape[:2])
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    small = _even_light(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    dx, dy = _gradients(small)
    flat, steep = _lines(small)
    quads = _quads(flat, steep, size)
    if not len(quads):
        return None
    share, strength = _support(quads, dx, dy)
    good = (share.min(axis=1) >= _MIN_SIDE) & (share.mean(axis=1) >= _MIN_MEAN)
    good &= strength >= _MIN_STRENGTH
    if not good.any():
        return None
    quads, share, strength = quads[good], share.mean(axis=1)[good], strength[good]
    # Lines printed on a card make smaller cards inside it: the larger one is the card.
    best = int(np.argmax(share * strength**0.3 * _area(quads) ** 0.8))
    return (quads[best] / scale).astype(np.float32), float(share[best])


def _even_light(small: NDArray[Any]) -> Rgb:
    """Full range and square-root tones: a dark card before a dark room keeps its edge."""
    top = max(float(np.percentile(small, 99)), 1.0)
    tones = np.sqrt(np.minimum(np.arange(256) / top, 1.0)) * 255
    even = cv2.GaussianBlur(cv2.LUT(small, tones.astype(np.uint8)), (3, 3), 0)
    return np.asarray(even, dtype=np.uint8)


def _gradients(small: Rgb) -> tuple[Floats, Floats]:
    """Strongest of the three colours' gradients, in units of an edge that counts (1.0)."""
    dx = cv2.Scharr(small, cv2.CV_32F, 1, 0) / 16
    dy = cv2.Scharr(small, cv2.CV_32F, 0, 1) / 16
    strongest = np.argmax(dx**2 + dy**2, axis=2)[..., None]
    dx = np.take_along_axis(dx, strongest, axis=2)[..., 0]
    dy = np.take_along_axis(dy, strongest, axis=2)[..., 0]
    edge = float(np.clip(0.3 * np.percentile(np.hypot(dx, dy), 96), 3.0, 8.0))
    return (dx / edge).astype(np.float32), (dy / edge).astype(np.float32)


def _lines(small: Rgb) -> tuple[Floats, Floats]:
    """The longest straight edges, those nearer to level and those nearer to upright.

    Each float32[N, 3]: normal (x, y) and distance from the origin.
    """
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    # A card as light as what is behind it differs in colour.
    colour = cv2.subtract(small.max(axis=2), small.min(axis=2))
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    found = [pieces for pieces in (detector.detect(gray)[0], detector.detect(colour)[0])
             if pieces is not None]  # fmt: skip
    ends = np.concatenate([np.empty((0, 4)), *(pieces.reshape(-1, 4) for pieces in found)])
    ends = ends.reshape(-1, 2, 2).astype(np.float32)
    way = ends[:, 1] - ends[:, 0]
    length = np.hypot(way[:, 0], way[:, 1])
    long = length >= _LEAST_PIECE_PX
    flat = np.abs(way[:, 0]) >= np.abs(way[:, 1])
    return _merged(ends[long & flat], 1), _merged(ends[long & ~flat], 0)


def _merged(pieces: Floats, axis: int) -> Floats:
    """One line for all pieces of the same edge, the longest edges only, normals down or right."""
    length = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1)
    longest = np.argsort(-length)[:_MAX_PIECES]
    pieces, length = pieces[longest], length[longest]
    left = np.ones(len(pieces), dtype=bool)
    found: list[tuple[float, Floats]] = []
    for i in range(len(pieces)):
        if not left[i]:
            continue
        line = _line(pieces[i][None], axis)
        same = left & (np.abs(pieces @ line[:2] - line[2]).max(axis=1) < 2.0)
        same[i] = True
        if same.sum() > 1:
            line = _line(pieces[same], axis)
            same |= left & (np.abs(pieces @ line[:2] - line[2]).max(axis=1) < 1.5)
        left &= ~same
        found.append((float(length[same].sum()), line))
    found.sort(key=lambda one: -one[0])
    return np.array([line for _, line in found[:_MAX_LINES]], dtype=np.float32).reshape(-1, 3)


def _line(pieces: Floats, axis: int) -> Floats:
    """The line nearest to the ends of all pieces."""
    along = 1 - axis
    x, y = pieces[..., along].ravel(), pieces[..., axis].ravel()
    x0, y0 = x.mean(), y.mean()
    slope = float((x - x0) @ (y - y0)) / max(float((x - x0) @ (x - x0)), 1e-6)
    normal = np.zeros(2, dtype=np.float32)
    normal[axis], normal[along] = 1.0, -slope
    normal /= np.hypot(1.0, slope)
    return np.array([*normal, normal[along] * x0 + normal[axis] * y0], dtype=np.float32)


def _quads(flat: Floats, steep: Floats, size: tuple[int, int]) -> Floats:
    """Every card-like quadrangle that two level and two upright lines make, float32[N, 4, 2]."""
    rows, columns = _pairs(flat, 1, size), _pairs(steep, 0, size)
    if not len(rows) or not len(columns):
        return np.empty((0, 4, 2), np.float32)
    crossings = _crossings(flat, steep)
    r, c = (index.ravel() for index in np.indices((len(rows), len(columns))))
    upper, lower, left, right = rows[r, 0], rows[r, 1], columns[c, 0], columns[c, 1]
    corners = ((upper, left), (upper, right), (lower, right), (lower, left))
    quads = np.stack([crossings[pair] for pair in corners], axis=1)
    quads = quads[_inside(quads, size)].astype(np.float32)
    return quads[_card_like(quads, size)]


def _pairs(lines: Floats, axis: int, size: tuple[int, int]) -> NDArray[np.intp]:
    """Pairs of lines that may be opposite sides, the upper or left one first."""
    middle = np.array(size, dtype=np.float32) / 2
    # Where each line crosses the middle of the picture.
    at = (lines[:, 2] - lines[:, 1 - axis] * middle[1 - axis]) / lines[:, axis]
    pairs = [
        (i, k) if at[i] < at[k] else (k, i)
        for i, k in combinations(range(len(lines)), 2)
        if abs(at[i] - at[k]) > 0.2 * min(size) and float(lines[i, :2] @ lines[k, :2]) > 0.94
    ]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _crossings(flat: Floats, steep: Floats) -> NDArray[np.float64]:
    a, b = flat[:, None, :].astype(np.float64), steep[None, :, :].astype(np.float64)
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


def _card_like(quads: Floats, size: tuple[int, int]) -> NDArray[np.bool_]:
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    across, down = (sides[:, 0] + sides[:, 2]) / 2, (sides[:, 1] + sides[:, 3]) / 2
    aspect = np.maximum(across, down) / np.maximum(np.minimum(across, down), 1)
    lean = np.maximum(
        np.maximum(sides[:, 0], sides[:, 2]) / np.maximum(np.minimum(sides[:, 0], sides[:, 2]), 1),
        np.maximum(sides[:, 1], sides[:, 3]) / np.maximum(np.minimum(sides[:, 1], sides[:, 3]), 1),
    )
    return np.asarray(
        (aspect >= _ASPECT[0])
        & (aspect <= _ASPECT[1])
        & (lean < 1.7)
        & (_area(quads) > _MIN_AREA * size[0] * size[1])
    )


def _area(quads: Floats) -> NDArray[np.float64]:
    x, y = quads[..., 0].astype(np.float64), quads[..., 1].astype(np.float64)
    return np.asarray(
        np.abs((x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)) / 2
    )


def _support(quads: Floats, dx: Floats, dy: Floats) -> tuple[Floats, Floats]:
    """Share of each side that lies on an edge of its own direction, float32[N, 4], and how strong
    the edges are over all, float32[N]."""
    t = np.linspace(0.1, 0.9, _SAMPLES, dtype=np.float32)
    begin, end = quads, np.roll(quads, -1, axis=1)
    points = begin[:, :, None] + (end - begin)[:, :, None] * t[None, None, :, None]
    way = end - begin
    normal = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    height, width = dx.shape
    steepest = np.zeros(points.shape[:3], dtype=np.float32)
    for shift in (-1.0, 0.0, 1.0):
        where = np.rint(points + normal[:, :, None] * shift).astype(np.int32)
        x, y = where[..., 0], where[..., 1]
        within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = x.clip(0, width - 1), y.clip(0, height - 1)
        slope = dx[y, x] * normal[:, :, None, 0] + dy[y, x] * normal[:, :, None, 1]
        steepest = np.maximum(steepest, np.abs(slope) * within)
    share = (steepest > 0.7).mean(axis=2)
    strength = np.minimum(steepest, _STRONG).mean(axis=(1, 2))
    return share.astype(np.float32), np.asarray(strength, dtype=np.float32)
