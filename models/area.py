"""Resampling by area as torch does it: the plain mean of every source pixel that a new one touches.

torch's `interpolate(mode="area")` is adaptive average pooling: output i of o over n pixels averages
pixels floor(i*n/o) up to ceil((i+1)*n/o). Any such mean is four look-ups in an integral image.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class AreaSampler:
    """Means over rectangles of one picture, exact before the last rounding to float32."""

    def __init__(self, rgb: NDArray[np.uint8]) -> None:
        """Take `rgb` uint8[H, W, 3].

        Sums are 32-bit and may wrap round in a huge picture; the difference of two is right all
        the same, as long as one rectangle has fewer than 2**23 pixels.
        """
        self.height, self.width = rgb.shape[:2]
        sums = cv2.integral(np.ascontiguousarray(rgb), sdepth=cv2.CV_32S)
        self._sums: NDArray[np.int32] = sums.astype(np.int32, copy=False)

    def whole(self, height: int, width: int) -> Floats:
        """The whole picture as float32[1, height, width, 3], values 0..255."""
        top, bottom = edges(np.int64(self.height), height)
        left, right = edges(np.int64(self.width), width)
        rows = self._sums.take(bottom, axis=0)
        rows -= self._sums.take(top, axis=0)
        cells = rows.take(right, axis=1)
        cells -= rows.take(left, axis=1)
        return _means(cells[None], (bottom - top)[None], (right - left)[None])

    def crops(self, boxes_xyxy: Integers, side: int) -> Floats:
        """Boxes int64[N, 4] px (end not included) as float32[N, side, side, 3], values 0..255.

        Every box must lie inside the picture and hold at least one pixel.
        """
        x0, y0, x1, y1 = boxes_xyxy.T
        left, right = edges(x1 - x0, side)
        top, bottom = edges(y1 - y0, side)
        at = self._sums.reshape(-1, 3)  # one flat look-up is several times faster than two axes
        row_length = self.width + 1

        def corner(rows: Integers, columns: Integers) -> NDArray[np.int32]:
            starts = (rows + y0[:, None]) * row_length
            cells: NDArray[np.int32]
            cells = at.take(starts[:, :, None] + (columns + x0[:, None])[:, None, :], axis=0)
            return cells

        cells = corner(bottom, right)
        cells -= corner(bottom, left)
        cells -= corner(top, right)
        cells += corner(top, left)
        return _means(cells, bottom - top, right - left)


def edges(length: Integers | np.int64, count: int) -> tuple[Integers, Integers]:
    """First and one-past-last source index of each of `count` outputs over `length` pixels.

    An array of lengths [N] gives edges [N, count].
    """
    i = np.arange(count, dtype=np.int64)
    n = np.asarray(length)[..., None]
    return i * n // count, -((-(i + 1) * n) // count)


def _means(cells: NDArray[np.int32], heights: Integers, widths: Integers) -> Floats:
    """Sums int32[N, h, w, 3] over cells of `heights` [N, h] and `widths` [N, w] pixels."""
    means: Floats = cells.astype(np.float32)
    means /= (heights[:, :, None] * widths[:, None, :])[..., None].astype(np.float32)
    return means
