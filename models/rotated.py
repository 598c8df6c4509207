"""Square cut-outs of a picture, turned with what is in them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]


@dataclass(frozen=True)
class Square:
    """A square of a picture: its middle (x, y) and side in px, the turn of its x axis in radians.

    The turn is from the picture's x axis to its y axis (clockwise to the eye). `mirrored` squares
    run from right to left.
    """

    middle: tuple[float, float]
    side: float
    turn: float = 0.0
    mirrored: bool = False

    def cut(self, rgb: Rgb, side_px: int) -> Floats:
        """The square of `rgb` uint8[H, W, 3] as float32[side_px, side_px, 3] of 0..1.

        Beyond the picture its edge goes on. Raises ValueError if `rgb` is no such picture.
        """
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
            raise ValueError(f"rgb must be uint8[H, W, 3], not {rgb.dtype}{list(rgb.shape)}")
        cut = cv2.warpAffine(
            rgb,
            self._to_picture(side_px),
            (side_px, side_px),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        of_1: Floats = np.asarray(cut, np.float32) / np.float32(255)
        return of_1

    def back(self, points: Floats, side_px: int) -> Floats:
        """Points float32[N, 2 or 3] of the cut (px) where they are in the picture (px).

        A third coordinate is a depth, on the scale of the others.
        """
        matrix = self._to_picture(side_px)
        placed = points * (self.side / side_px)
        placed[:, :2] = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        return placed.astype(np.float32)

    def _to_picture(self, side_px: int) -> NDArray[np.float64]:
        scale = self.side / side_px
        across = np.array([np.cos(self.turn), np.sin(self.turn)]) * scale
        down = np.array([-across[1], across[0]])
        if self.mirrored:
            across = -across
        corner = np.array(self.middle) - (across + down) * side_px / 2
        return np.column_stack([across, down, corner])


def turn_of(start: Floats, end: Floats) -> float:
    """Angle in radians of the line from one point float32[2] to another, as `Square.turn`."""
    x, y = end - start
    return float(np.arctan2(y, x))
