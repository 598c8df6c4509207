"""Finds the outline of a card in a camera picture: four straight edges that make a card's shape.

Edges are found as straight lines, not as closed contours, so that fingers and rounded corners do
not break them.
"""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats, Rgb

_WORK_PX = 360
"""Longer side of the picture in which the outline is searched."""
_ASPECT = (1.12, 1.95)
"""Long by short side: 1.42 (ID-2, ID-3) to 1.59 (ID-1), and what leaning up to 35 degrees makes."""
_MIN_AREA = 0.1
_MIN_SIDE, _MIN_MEAN = 0.5, 0.78
"""Shares of a side, and of all sides, that lie on an edge; rendered and MIDV-like hand-held cards
have 0.8 and more, rooms and faces under 0.6 (tests/ekyc/document/test_locate.py)."""
_MAX_LINES = 12
_SAMPLES = 48


def find_quad(rgb: Rgb) -> tuple[Floats, float] | None:
    """Corners of the likeliest card, float32[4, 2] px, clockwise from the top left,
    and the share 0..1 of its outline that was seen; None if nothing has a card's shape."""
    scale = _WORK_PX / max(rgb.shape[:2])
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    small = cv2.GaussianBlur(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), (3, 3), 0)
    dx, dy = _gradients(np.asarray(small, dtype=np.uint8))
    flat, steep = _lines(dx, dy)
    quads = _quads(flat, steep, size)
    if not len(quads):
        return None
    share = _support(quads, dx, dy)
    good = (share.min(axis=1) >= _MIN_SIDE) & (share.mean(axis=1) >= _MIN_MEAN)
    if not good.any():
        return None
    quads, share = quads[good], share.mean(axis=1)[good]
    # Lines printed on a card make smaller cards inside it: the larger one is the card.
    best = int(np.argmax(share * _area(quads) ** 0.35))
    return (quads[best] / scale).astype(np.float32), float(share[best])


def _gradients(small: Rgb) -> tuple[Floats, Floats]:
    """Strongest of the three colours' gradients, in units of an edge that counts (1.0)."""
    dx = cv2.Scharr(small, cv2.CV_32F, 1, 0) / 16
    dy = cv2.Scharr(small, cv2.CV_32F, 0, 1) / 16
    strongest = np.argmax(dx**2 + dy**2, axis=2)[..., None]
    dx = np.take_along_axis(dx, strongest, axis=2)[..., 0]
    dy = np.take_along_axis(dy, strongest, axis=2)[..., 0]
    edge = max(4.0, 0.35 * float(np.percentile(np.hypot(dx, dy), 96)))
    return (dx / edge).astype(np.float32), (dy / edge).astype(np.float32)


def _lines(dx: Floats, dy: Floats) -> tuple[Floats, Floats]:
    """The longest straight edges, those nearer to level and those nearer to upright.

    Each float32[N, 3]: normal (x, y) and distance from the origin.
    """
    edges = cv2.Canny(
        np.clip(dx * 100, -32000, 32000).astype(np.int16),
        np.clip(dy * 100, -32000, 32000).astype(np.int16),
        100,
        200,
    )
    least = max(edges.shape) // 10
    found = cv2.HoughLinesP(edges, 1, np.pi / 180, 30, minLineLength=least, maxLineGap=6)
    if found is None:
        return np.empty((0, 3), np.float32), np.empty((0, 3), np.float32)
    ends = found.reshape(-1, 4).astype(np.float32)
    way = ends[:, 2:] - ends[:, :2]
    length = np.hypot(way[:, 0], way[:, 1])
    normal = np.stack([-way[:, 1], way[:, 0]], axis=1) / length[:, None]
    flat = np.abs(way[:, 0]) >= np.abs(way[:, 1])
    # One direction for each normal: down for level lines, to the right for upright ones.
    sign = np.where(flat, np.sign(normal[:, 1] + 1e-9), np.sign(normal[:, 0] + 1e-9))
    normal *= sign[:, None]
    offset = (normal * (ends[:, :2] + ends[:, 2:]) / 2).sum(axis=1)
    lines = np.concatenate([normal, offset[:, None]], axis=1)
    middle = (ends[:, :2] + ends[:, 2:]) / 2
    return (
        _merged(lines[flat], length[flat], middle[flat]),
        _merged(lines[~flat], length[~flat], middle[~flat]),
    )


def _merged(lines: Floats, length: Floats, middle: Floats) -> Floats:
    """One line for all pieces of the same edge, the longest edges only."""
    kept: list[Floats] = []
    total: list[float] = []
    for i in np.argsort(-length):
        for k, line in enumerate(kept):
            near = abs(float(line[:2] @ middle[i]) - float(line[2])) < 3.0
            if near and float(line[:2] @ lines[i, :2]) > 0.995:
                total[k] += float(length[i])
                break
        else:
            kept.append(lines[i])
            total.append(float(length[i]))
    order = np.argsort(-np.array(total))[:_MAX_LINES]
    return np.array([kept[k] for k in order], dtype=np.float32).reshape(-1, 3)


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


def _support(quads: Floats, dx: Floats, dy: Floats) -> Floats:
    """Share of each side that lies on an edge of its own direction, float32[N, 4]."""
    t = np.linspace(0.1, 0.9, _SAMPLES, dtype=np.float32)
    begin, end = quads, np.roll(quads, -1, axis=1)
    points = begin[:, :, None] + (end - begin)[:, :, None] * t[None, None, :, None]
    way = end - begin
    normal = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    height, width = dx.shape
    on = np.zeros(points.shape[:3], dtype=bool)
    for shift in (-1.5, 0.0, 1.5):
        where = np.rint(points + normal[:, :, None] * shift).astype(np.int32)
        x, y = where[..., 0], where[..., 1]
        within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = x.clip(0, width - 1), y.clip(0, height - 1)
        slope = dx[y, x] * normal[:, :, None, 0] + dy[y, x] * normal[:, :, None, 1]
        on |= within & (np.abs(slope) > 0.7)
    return np.asarray(on.mean(axis=2), dtype=np.float32)
