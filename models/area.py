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
        # a fourth channel makes 16 bytes of a pixel's sums: numpy moves them three times as fast
        padded = cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA)
        self._sums = cv2.integral(padded, sdepth=cv2.CV_32S).reshape(-1, 4)

    def whole(self, height: int, width: int) -> Floats:
        """The whole picture as float32[1, height, width, 3], values 0..255."""
        return self._means(np.array([[0, 0, self.width, self.height]]), height, width)

    def crops(self, boxes_xyxy: Integers, side: int) -> Floats:
        """Boxes int64[N, 4] px (end not included) as float32[N, side, side, 3], values 0..255.

        Every box must lie inside the picture and hold at least one pixel.
        """
        return self._means(boxes_xyxy, side, side)

    def _means(self, boxes_xyxy: Integers, rows: int, columns: int) -> Floats:
        x0, y0, x1, y1 = boxes_xyxy.T
        left, right = edges(x1 - x0, columns)
        top, bottom = edges(y1 - y0, rows)

        def corner(rows: Integers, columns: Integers) -> NDArray[np.int32]:
            starts = (rows + y0[:, None]) * (self.width + 1)
            cells: NDArray[np.int32]
            cells = self._sums.take(starts[:, :, None] + (columns + x0[:, None])[:, None], axis=0)
            return cells

        cells = corner(bottom, right)
        cells -= corner(bottom, left)
        cells -= corner(top, right)
        cells += corner(top, left)
        heights, widths = (bottom - top).astype(np.float32), (right - left).astype(np.float32)
        areas = heights[:, :, None] * widths[:, None, :]
        sums = cells.astype(np.float32)
        means = np.empty((*areas.shape, 3), np.float32)
        for channel in range(3):  # numpy is slow where the innermost axis is short
            np.divide(sums[..., channel], areas, out=means[..., channel])
        return means


def edges(length: Integers | np.int64, count: int) -> tuple[Integers, Integers]:
    """First and one-past-last source index of each of `count` outputs over `length` pixels.

    An array of lengths [N] gives edges [N, count].
    """
    i = np.arange(count, dtype=np.int64)
    n = np.asarray(length)[..., None]
    return i * n // count, -((-(i + 1) * n) // count)
