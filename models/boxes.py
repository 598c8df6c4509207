"""What MTCNN does to boxes between its networks, with facenet-pytorch's conventions.

Boxes are float32[N, 4] px, x0 y0 x1 y1; where a `+ 1` stands, the original (Matlab) counts both
end pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


def suppress(
    boxes: Floats, scores: Floats, threshold: float, of_smaller: bool = False
) -> NDArray[np.intp]:
    """Indices of the boxes to keep, best score first; one that overlaps a better one goes.

    Overlap is the common area over the union, and goes strictly above `threshold` (torchvision's
    nms). With `of_smaller` it is the common area over the smaller box, ends counted (MTCNN's "Min",
    which removes a box inside another).
    """
    end = 1 if of_smaller else 0
    x0, y0, x1, y1 = boxes.T
    areas = (x1 - x0 + end) * (y1 - y0 + end)
    order = np.argsort(-scores, kind="stable")
    if of_smaller:  # equal scores (1.0 is common) go last found first, as in facenet-pytorch
        order = np.argsort(scores, kind="stable")[::-1]
    keep = []
    while order.size:
        best, order = order[0], order[1:]
        keep.append(best)
        width = np.minimum(x1[best], x1[order]) - np.maximum(x0[best], x0[order]) + end
        height = np.minimum(y1[best], y1[order]) - np.maximum(y0[best], y0[order]) + end
        common = np.maximum(width, 0) * np.maximum(height, 0)
        if of_smaller:
            overlap = common / np.minimum(areas[best], areas[order])
        else:
            overlap = common / (areas[best] + areas[order] - common)
        order = order[~(overlap.astype(np.float64) > threshold)]
    return np.array(keep, dtype=np.intp)


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
