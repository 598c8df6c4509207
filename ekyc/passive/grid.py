"""The grid that a compressed picture carries, and where it lies."""

from __future__ import annotations

import cv2
import numpy as np

from ekyc.values import Floats, Rgb

BLOCK_PX = 8
MOST_PX = 512
"""The grid is looked for in the middle of the picture, so wide and high."""
_STEEP = 12.0
"""Grey levels: steps beyond are things' edges."""


def grid_of(rgb: Rgb) -> Floats:
    """How much steeper the steps between two pixels are than those beside them, in mean steps, by
    their place modulo 8, summed over both directions: float32[8], the last is where the blocks of a
    picture that was compressed as it is end. (Fan and de Queiroz, "Identification of bitmap
    compression history", 2003.) Zeros for a picture uint8[H, W, 3] of few blocks."""
    grey = cv2.cvtColor(_middle(rgb), cv2.COLOR_RGB2GRAY).astype(np.float32)
    found = np.zeros(BLOCK_PX, np.float32)
    if min(grey.shape) < 4 * BLOCK_PX:
        return found
    for axis in (0, 1):
        steps = np.minimum(np.abs(np.diff(grey, axis=axis)), _STEEP).mean(axis=1 - axis)
        beyond = steps[1:-1] - (steps[:-2] + steps[2:]) / 2
        whole = beyond[: len(beyond) // BLOCK_PX * BLOCK_PX].reshape(-1, BLOCK_PX)
        found += np.median(np.roll(whole, 1, axis=1), axis=0) / (steps.mean() + 0.1)
    return found


def _middle(rgb: Rgb) -> Rgb:
    top, left = (max((side - MOST_PX) // 2, 0) // BLOCK_PX * BLOCK_PX for side in rgb.shape[:2])
    return rgb[top : top + MOST_PX, left : left + MOST_PX]
