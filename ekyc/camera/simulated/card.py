"""A card held up in front of the camera, in perspective, with the tremor of a hand."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ekyc.camera.simulated.raster import Mask, floats, over
from ekyc.camera.simulated.scene import HEIGHT, WIDTH
from ekyc.values import Floats, Rgb

_WIDTH_PX = 0.63 * WIDTH
_MIDDLE_XY = (322.0, 262.0)
_FOCAL_PX = 900.0
_TILT_RAD = (0.12, 0.09, -0.028)
"""Top away from the camera, right side away, turned in the plane."""
_CORNER_RADIUS = 3.18 / 85.6
"""Of the width: ISO/IEC 7810, ID-1."""
_SHADOW_XY = (5, 9)


class HeldCard:
    """One side of a card, from uint8[H, W, 3]."""

    def __init__(self, picture: Rgb) -> None:
        self._height_px = _WIDTH_PX * picture.shape[0] / picture.shape[1]
        size = (round(_WIDTH_PX * 1.5), round(self._height_px * 1.5))
        kind = cv2.INTER_AREA if size[0] < picture.shape[1] else cv2.INTER_CUBIC
        self._colour = np.asarray(cv2.resize(picture, size, interpolation=kind), dtype=np.uint8)
        self._matte = _rounded(size)

    def corners(self, up: float, t_s: float) -> Floats:
        """Frame px of the corners, clockwise from the top left: float32[4, 2].

        `up` is 0 below the frame and 1 in place.
        """
        back, aside, turned = _TILT_RAD
        back += 0.004 * _wave(t_s, 1.9) + 0.5 * (1 - up)
        aside += 0.004 * _wave(t_s, 2.3)
        turned += 0.003 * _wave(t_s, 1.3) + 0.15 * (1 - up)
        flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) / 2 * (_WIDTH_PX, self._height_px)
        x = flat[:, 0] * math.cos(turned) - flat[:, 1] * math.sin(turned)
        y = flat[:, 0] * math.sin(turned) + flat[:, 1] * math.cos(turned)
        away = x * math.sin(aside) - y * math.sin(back)
        near = _FOCAL_PX / (_FOCAL_PX + away)
        below = (1.0 - up) * (HEIGHT - _MIDDLE_XY[1] + self._height_px)
        x = _MIDDLE_XY[0] + x * math.cos(aside) * near + 0.5 * _wave(t_s, 1.1)
        y = _MIDDLE_XY[1] + y * math.cos(back) * near + 0.4 * _wave(t_s, 0.9) + below
        return floats(np.column_stack([x, y]))

    def draw(self, frame: Rgb, up: float, t_s: float) -> None:
        """Draw the card and its shadow over `frame`, in place."""
        corners = self.corners(up, t_s)
        left, top = np.maximum(corners.min(axis=0).astype(int) - 14, 0)
        right, bottom = corners.max(axis=0).astype(int) + 24
        part = frame[top:bottom, left:right]
        if min(part.shape) < 2:
            return
        height, width = self._matte.shape
        ends = floats([[0, 0], [width, 0], [width, height], [0, height]]) - np.float32(0.5)
        place = cv2.getPerspectiveTransform(ends, corners - floats([left, top]))
        size = (part.shape[1], part.shape[0])
        matte = np.asarray(cv2.warpPerspective(self._matte, place, size), dtype=np.uint8)
        colour = cv2.warpPerspective(self._colour, place, size, borderMode=cv2.BORDER_REPLICATE)
        aside = floats([[1, 0, _SHADOW_XY[0]], [0, 1, _SHADOW_XY[1]]])
        shadow = cv2.blur(cv2.warpAffine(matte, aside, size), (17, 17)) // 3
        shaded = over(part, np.zeros_like(part), np.asarray(shadow, dtype=np.uint8))
        part[:] = over(shaded, np.asarray(colour, dtype=np.uint8), matte)


def _wave(t_s: float, period_s: float) -> float:
    return math.sin(2 * math.pi * t_s / period_s)


def _rounded(size: tuple[int, int]) -> Mask:
    width, height = size
    radius = round(width * _CORNER_RADIUS)
    mask = np.zeros((height, width), np.uint8)
    inner = ((radius, 2, width - radius, height - 3), (2, radius, width - 3, height - radius))
    for left, top, right, bottom in inner:
        cv2.rectangle(mask, (left, top), (right, bottom), (255,), -1)
    for x in (radius + 2, width - radius - 3):
        for y in (radius + 2, height - radius - 3):
            cv2.circle(mask, (x, y), radius, (255,), -1, cv2.LINE_AA)
    return mask
