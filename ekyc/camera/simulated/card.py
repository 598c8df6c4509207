"""A card held up in front of the camera, in perspective, with the tremor of a hand."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ekyc.camera.simulated.scene import HEIGHT, WIDTH
from ekyc.values import Floats, Rgb

_SHARE_OF_WIDTH = 0.63
_MIDDLE_XY = (322.0, 262.0)
_FOCAL_PX = 900.0
_TILT_DEG = (-7.0, 5.0, -1.6)
"""Top away from the camera, right side away, turned in the plane."""
_CORNER_RADIUS = 3.18 / 85.6
"""Of the width: ISO/IEC 7810, ID-1."""


class HeldCard:
    """One side of a card, from uint8[H, W, 3]."""

    def __init__(self, picture: Rgb) -> None:
        self._width = WIDTH * _SHARE_OF_WIDTH
        self._height = self._width * picture.shape[0] / picture.shape[1]
        size = (round(self._width * 1.5), round(self._height * 1.5))
        shrinks = size[0] < picture.shape[1]
        small = cv2.resize(
            picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        )
        self._colour = np.asarray(small, dtype=np.uint8)
        self._matte = _rounded(size)

    def corners(self, up: float, t_s: float) -> Floats:
        """Frame px of the corners, clockwise from the top left: float32[4, 2].

        `up` is 0 below the frame and 1 in place.
        """
        tilt = [math.radians(angle) for angle in _TILT_DEG]
        tilt[0] += 0.004 * math.sin(2 * math.pi * t_s / 1.9) - 0.5 * (1 - up)
        tilt[1] += 0.004 * math.sin(2 * math.pi * t_s / 2.3)
        tilt[2] += 0.003 * math.sin(2 * math.pi * t_s / 1.3) + 0.15 * (1 - up)
        x = np.array([-1, 1, 1, -1]) * self._width / 2
        y = np.array([-1, -1, 1, 1]) * self._height / 2
        x, y = (
            x * math.cos(tilt[2]) - y * math.sin(tilt[2]),
            (x * math.sin(tilt[2]) + y * math.cos(tilt[2])),
        )
        away = -y * math.sin(tilt[0]) * -1 + x * math.sin(tilt[1])
        near = _FOCAL_PX / (_FOCAL_PX + away)
        below = (1.0 - up) * (HEIGHT - _MIDDLE_XY[1] + self._height)
        x = _MIDDLE_XY[0] + x * math.cos(tilt[1]) * near + 0.5 * math.sin(2 * math.pi * t_s / 1.1)
        y = _MIDDLE_XY[1] + y * math.cos(tilt[0]) * near + 0.4 * math.sin(2 * math.pi * t_s / 0.9)
        return np.float32(np.column_stack([x, y + below]))

    def draw(self, frame: Rgb, up: float, t_s: float) -> None:
        """Draw the card over `frame`, in place."""
        corners = self.corners(up, t_s)
        height, width = self._matte.shape
        ends = np.float32([[0, 0], [width, 0], [width, height], [0, height]]) - 0.5
        left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 14, 0)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 22
        part = frame[top : min(bottom, HEIGHT), left : min(right, WIDTH)]
        if part.shape[0] < 2 or part.shape[1] < 2:
            return
        place = cv2.getPerspectiveTransform(ends, np.float32(corners - [left, top]))
        size = (part.shape[1], part.shape[0])
        matte = cv2.warpPerspective(self._matte, place, size)
        colour = cv2.warpPerspective(self._colour, place, size, borderMode=cv2.BORDER_REPLICATE)
        lower = np.float32([[1, 0, 5], [0, 1, 9]])
        shadow = cv2.blur(cv2.warpAffine(matte, lower, size), (17, 17))
        lit = cv2.cvtColor(255 - shadow // 3, cv2.COLOR_GRAY2RGB)
        weight = cv2.cvtColor(matte, cv2.COLOR_GRAY2RGB)
        behind = cv2.multiply(cv2.multiply(part, lit, scale=1 / 255), 255 - weight, scale=1 / 255)
        cv2.add(behind, cv2.multiply(colour, weight, scale=1 / 255), dst=part)


def _rounded(size: tuple[int, int]) -> Rgb:
    width, height = size
    radius = round(width * _CORNER_RADIUS)
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 2), (width - radius, height - 3), 255, -1)
    cv2.rectangle(mask, (2, radius), (width - 3, height - radius), 255, -1)
    for x in (radius + 2, width - radius - 3):
        for y in (radius + 2, height - radius - 3):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask
