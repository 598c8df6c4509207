"""Quadrangles of a card's shape that straight lines make."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats

_ASPECT = (1.12, 1.95)
"""Long by short side: 1.42 (ID-2, ID-3) to 1.59 (ID-1), and what leaning up to 35 degrees makes."""
_CUT_ASPECT = (1.0, 3.2)
"""The same for a card that the picture's rim cuts off."""
_MIN_AREA = 0.012


def find_quads(lines: Floats, asked: int, size: tuple[int, int]) -> tuple[Floats, NDArray[np.intp]]:
    """Every quadrangle of a card's shape that four lines make: corners float32[N, 4, 2], clockwise
    from the upper left, and its lines intp[N, 4] (top, right, bottom, left).

    The last four of `lines` are the picture's rim, of which a card has two at most; of the `asked`
    before them, which are nothing without three others, it has one.
    """
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
    of_rim = (four >= real).sum(axis=1)
    four = four[(of_rim <= 2) & ((four >= real - asked).sum(axis=1) - of_rim <= 1)]
    met = crossings(lines)
    # Corner i lies between line i and line i + 1; the top side is to lead from corner 0 to 1.
    inside = _inside(met, size)
    good = np.logical_and.reduce([inside[four[:, i], four[:, (i + 1) % 4]] for i in range(4)])
    four = four[good]
    corners = [met[four[:, i], four[:, (i + 1) % 4]] for i in range(4)]
    quads = np.stack(corners, axis=1).astype(np.float32)
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


def crossings(lines: Floats) -> NDArray[np.float64]:
    """Where lines float32[N, 3] meet, float64[N, N, 2] px; NaN where they do not."""
    a, b = lines[:, None, :].astype(np.float64), lines[None, :, :].astype(np.float64)
    det = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    det = np.where(np.abs(det) < 1e-3, np.nan, det)
    x = (a[..., 2] * b[..., 1] - a[..., 1] * b[..., 2]) / det
    y = (a[..., 0] * b[..., 2] - a[..., 2] * b[..., 0]) / det
    return np.stack([x, y], axis=2)


def _inside(points: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Corners may lie a little outside the picture: the hint then says so."""
    room = 0.06 * max(size)
    x, y = points[..., 0], points[..., 1]
    within = (x >= -room) & (x <= size[0] + room) & (y >= -room) & (y <= size[1] + room)
    return np.asarray(within)


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
    return np.asarray(fits & (area(quads) > least))


def area(quads: Floats) -> NDArray[np.float64]:
    """Of each of float32[N, 4, 2] px."""
    x, y = quads[..., 0].astype(np.float64), quads[..., 1].astype(np.float64)
    return np.asarray(
        np.abs((x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)) / 2
    )
