"""What MTCNN does to boxes between its networks, with facenet-pytorch's conventions.

Boxes are float32[N, 4] px, x0 y0 x1 y1; where a `+ 1` stands, the original (Matlab) counts both
end pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


BLOCK = 256
"""Boxes compared with all others at once, so that a crowd does not fill the memory."""


def suppress(
    boxes: Floats,
    scores: Floats,
    threshold: float,
    of_smaller: bool = False,
    group: Indices | None = None,
) -> NDArray[np.intp]:
    """Indices of the boxes to keep, best score first; one that overlaps a better one goes.

    Overlap is the common area over the union, and goes strictly above `threshold` (torchvision's
    nms). With `of_smaller` it is the common area over the smaller box, ends counted (MTCNN's "Min",
    which removes a box inside another). Boxes of different `group` int64[N] do not compete.
    """

    def rivals(some: Indices, others: Indices) -> NDArray[np.bool_]:
        above: NDArray[np.bool_] = _overlaps(boxes[some], boxes[others], of_smaller) > threshold
        return above if group is None else above & (group[some, None] == group[others])

    waiting = np.argsort(-scores, kind="stable")
    if of_smaller:  # equal scores (1.0 is common) go last found first, as in facenet-pytorch
        waiting = np.argsort(scores, kind="stable")[::-1]
    keep = [waiting[:0]]
    while waiting.size:
        block, waiting = waiting[:BLOCK], waiting[BLOCK:]
        block = block[_best(rivals(block, block))]
        keep.append(block)
        if waiting.size:
            waiting = waiting[~rivals(block, waiting).any(axis=0)]
    return np.concatenate(keep)


def _best(rivals: NDArray[np.bool_]) -> list[int]:
    """Of boxes in their order, those that no kept one before them rivals: `rivals` bool[N, N]."""
    alive = np.ones(len(rivals), np.bool_)
    kept = []
    for i, row in enumerate(rivals):
        if alive[i]:
            kept.append(i)
            alive &= ~row
    return kept


def _overlaps(boxes: Floats, others: Floats, of_smaller: bool) -> NDArray[np.float64]:
    """How much each of `boxes` float32[N, 4] overlaps each of `others` [M, 4]: float64[N, M]."""
    end = 1 if of_smaller else 0
    ax0, ay0, ax1, ay1 = boxes.T[:, :, None]
    bx0, by0, bx1, by1 = others.T
    width = np.minimum(ax1, bx1) - np.maximum(ax0, bx0) + end
    height = np.minimum(ay1, by1) - np.maximum(ay0, by0) + end
    common = np.maximum(width, 0) * np.maximum(height, 0)
    area, other = (ax1 - ax0 + end) * (ay1 - ay0 + end), (bx1 - bx0 + end) * (by1 - by0 + end)
    whole = np.minimum(area, other) if of_smaller else area + other - common
    overlaps: NDArray[np.float64] = (common / whole).astype(np.float64)
    return overlaps


def square(boxes: Floats) -> Floats:
    """The same middles, both sides as long as the longer one."""
    sides = boxes[:, 2:] - boxes[:, :2]
    longest = sides.max(axis=1, keepdims=True)
    corner = boxes[:, :2] + sides * np.float32(0.5) - longest * np.float32(0.5)
    return np.concatenate([corner, corner + longest], axis=1)


def shift(boxes: Floats, offsets: Floats) -> Floats:
    """Move each side by its offset float32[N, 4], a fraction of the box (ends counted)."""
    sides = boxes[:, 2:] - boxes[:, :2] + 1
    return boxes + offsets * np.tile(sides, 2)


def clip_to_pixels(boxes: Floats, width: int, height: int) -> tuple[Floats, Indices]:
    """The boxes that touch the picture, and the pixels of each: int64[N, 4], end not included."""
    corners = np.trunc(boxes).astype(np.int64)
    low = np.maximum(corners[:, :2], 1) - 1
    high = np.minimum(corners[:, 2:], (width, height))
    inside = (high > low).all(axis=1)
    return boxes[inside], np.concatenate([low, high], axis=1)[inside]


def largest_first(boxes: Floats) -> NDArray[np.intp]:
    """The order by area, largest first."""
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return np.argsort(-areas, kind="stable")
