"""A face with what surrounds it: what networks look at that tell living people from attacks."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]


def context_square(box_xyxy: Floats, scale: float, size: tuple[int, int]) -> tuple[int, int, int]:
    """Left, top and side, in whole px, of the square that is `scale` times as large as the face.

    `box_xyxy` float32[4] px; the face's size is the square root of its box's area. The square never
    leaves the picture (`size`: width, height): it is moved, and made smaller where it must be, for
    a border that was added would tell the camera and not the attack.
    """
    width, height = size
    left, top, right, bottom = (float(value) for value in box_xyxy)
    face = max(right - left, 1.0) * max(bottom - top, 1.0)
    side = max(1, int(min(scale * face**0.5, width, height)))
    x = min(max((left + right - side) / 2, 0), width - side)
    y = min(max((top + bottom - side) / 2, 0), height - side)
    return round(x), round(y), side


def context_crop(rgb: Rgb, box_xyxy: Floats, scale: float, side: int) -> Rgb:
    """That square of a picture uint8[H, W, 3] as uint8[side, side, 3]."""
    x, y, of = context_square(box_xyxy, scale, (rgb.shape[1], rgb.shape[0]))
    how = cv2.INTER_AREA if of > side else cv2.INTER_CUBIC
    part = rgb[y : y + of, x : x + of]
    return np.asarray(cv2.resize(part, (side, side), interpolation=how), np.uint8)
