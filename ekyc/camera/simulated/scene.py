"""What is around the head: the still background, swaying shoulders, a held card, the sensor."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ekyc.camera.simulated.geometry import (
    PIVOT_XY,
    Placement,
    PortraitGeometry,
    rotation,
)
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.values import Floats, Rgb

WIDTH, HEIGHT = 640, 480
SCALE = 2.2
"""Frame px a portrait px: 95 px between the eyes."""
_ORIGIN_XY = (80.0, 0.0)
_MARGIN_PX = 16
"""Portrait px beyond the frame that swaying may bring in."""
_BODY_XY = (320.0, 330.0)
"""Frame px about which the body comes nearer."""


def placement(pose: CustomerPose) -> Placement:
    """Where the head of a pose is in the frame."""
    scale = SCALE / pose.distance
    pivot = [(PIVOT_XY[i] - _ORIGIN_XY[i] + 0.5) * SCALE - 0.5 for i in (0, 1)]
    x, y = (
        _BODY_XY[i] + (pivot[i] - _BODY_XY[i]) / pose.distance + pose.shift_xy[i] for i in (0, 1)
    )
    return Placement(rotation(pose), scale, (x, y))


class Plate:
    """The portrait without its head: background and body, from uint8[512, 512, 3]."""

    def __init__(self, portrait: Rgb, geometry: PortraitGeometry) -> None:
        bare = _without_head(portrait, geometry)
        bare = cv2.copyMakeBorder(bare, _MARGIN_PX, 0, 0, 0, cv2.BORDER_REFLECT)
        left, top = _ORIGIN_XY[0] - _MARGIN_PX, _ORIGIN_XY[1]  # the border moved all down already
        half = (SCALE - 1) / 2
        place = np.float32([[SCALE, 0, half - left * SCALE], [0, SCALE, half - top * SCALE]])
        margin = int(_MARGIN_PX * SCALE)
        size = (WIDTH + 2 * margin, HEIGHT + 2 * margin)
        self._picture = cv2.warpAffine(bare, place, size, flags=cv2.INTER_CUBIC)
        x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
        self._x, self._y = np.float32(x), np.float32(y)
        self._at_x, self._at_y = self._x + _MARGIN_PX * SCALE, self._y + _MARGIN_PX * SCALE
        self._moves = _body_weight(self._x, self._y)

    def draw(self, pose: CustomerPose) -> Rgb:
        """A frame without a head: uint8[480, 640, 3]. The background stands still."""
        nearer = 1.0 - pose.distance
        x = self._at_x + self._moves * (-pose.shift_xy[0] - nearer * (self._x - _BODY_XY[0]))
        y = self._at_y + self._moves * (-pose.shift_xy[1] - nearer * (self._y - _BODY_XY[1]))
        return np.asarray(cv2.remap(self._picture, x, y, cv2.INTER_LINEAR), dtype=np.uint8)


class Sensor:
    """Noise and a slowly drifting exposure, so that no two frames are alike."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        noise = self._random.normal(0.0, 3.4, (HEIGHT + 64, WIDTH + 64, 3)).astype(np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), 0.6)
        self._noise = np.int8(np.round(noise))
        self._phase = float(self._random.uniform(0, 2 * math.pi))

    def expose(self, frame: Rgb, t_s: float) -> Rgb:
        """The frame as the sensor gives it."""
        gain = 1.0 + 0.012 * math.sin(2 * math.pi * t_s / 11.0 + self._phase)
        table = np.uint8(np.clip(np.arange(256) * gain + 0.5, 0, 255))
        x, y = self._random.integers(0, 64, 2)
        grain = self._noise[y : y + HEIGHT, x : x + WIDTH]
        return np.asarray(cv2.add(cv2.LUT(frame, table), grain, dtype=cv2.CV_8U), dtype=np.uint8)


def _without_head(portrait: Rgb, geometry: PortraitGeometry) -> Rgb:
    mask = np.zeros(portrait.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.int32(np.round(geometry.outline))], 255)
    mask = cv2.dilate(mask, np.ones((7, 7), np.uint8))
    return np.asarray(cv2.inpaint(portrait, mask, 4, cv2.INPAINT_TELEA), dtype=np.uint8)


def _body_weight(x: Floats, y: Floats) -> Floats:
    """How far each frame px follows the body: 1 on the shoulders, 0 in the background."""
    inside = ((y > 300) & (x > 70) & (x < 590)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(inside, (0, 0), 40.0), dtype=np.float32)
