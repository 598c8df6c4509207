"""What is around the head: the still background, swaying shoulders, the sensor."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ekyc.camera.simulated.geometry import PIVOT_XY, Placement, PortraitGeometry, rotation
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.camera.simulated.raster import Mask, filled, floats, mixed, soft
from ekyc.values import Floats, Rgb

WIDTH, HEIGHT = 640, 480
SCALE = 2.2
"""Frame px to one portrait px: 95 px between the eyes."""
_ORIGIN_XY = (80.0, 0.0)
"""Portrait px at the frame's left top."""
_MARGIN_PX = 16
"""Portrait px beyond the frame that swaying may bring in."""
_JAW_SHADE = 0.2
_BODY_XY = (320.0, 330.0)
"""Frame px about which the body comes nearer."""


def placement(pose: CustomerPose) -> Placement:
    """Where the head of a pose is in the frame."""

    def seen(i: int) -> float:
        pivot = (PIVOT_XY[i] - _ORIGIN_XY[i] + 0.5) * SCALE - 0.5
        return _BODY_XY[i] + (pivot - _BODY_XY[i]) / pose.distance + pose.shift_xy[i]

    return Placement(rotation(pose), SCALE / pose.distance, (seen(0), seen(1)))


class Plate:
    """The portrait, uint8[512, 512, 3], without its head: background, body and neck."""

    def __init__(self, portrait: Rgb, geometry: PortraitGeometry) -> None:
        bare = cv2.copyMakeBorder(
            _without_head(portrait, geometry), _MARGIN_PX, 0, 0, 0, cv2.BORDER_REFLECT
        )
        margin = _MARGIN_PX * SCALE
        left = _ORIGIN_XY[0] - _MARGIN_PX  # the border has already moved everything down
        half = (SCALE - 1) / 2
        place = floats([[SCALE, 0, half - left * SCALE], [0, SCALE, half - _ORIGIN_XY[1] * SCALE]])
        size = (WIDTH + 2 * int(margin), HEIGHT + 2 * int(margin))
        self._picture = cv2.warpAffine(bare, place, size, flags=cv2.INTER_CUBIC)
        x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
        self._x, self._y = floats(x), floats(y)
        self._at_x, self._at_y = self._x + np.float32(margin), self._y + np.float32(margin)
        self._moves = _body_weight(self._x, self._y)

    def draw(self, pose: CustomerPose) -> Rgb:
        """A frame without a head: uint8[480, 640, 3]. The background stands still."""
        nearer = 1.0 - pose.distance
        x = self._at_x - self._moves * (pose.shift_xy[0] + nearer * (self._x - _BODY_XY[0]))
        y = self._at_y - self._moves * (pose.shift_xy[1] + nearer * (self._y - _BODY_XY[1]))
        return np.asarray(cv2.remap(self._picture, x, y, cv2.INTER_LINEAR), dtype=np.uint8)


class Sensor:
    """Noise and a slowly drifting exposure, so that no two frames are alike."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        noise = self._random.normal(0.0, 3.4, (HEIGHT + 64, WIDTH + 64, 3))
        self._noise = np.round(soft(floats(noise), 0.6)).astype(np.int8)
        self._phase = float(self._random.uniform(0, 2 * math.pi))

    def expose(self, frame: Rgb, t_s: float) -> Rgb:
        """The frame as the sensor gives it."""
        gain = 1.0 + 0.012 * math.sin(2 * math.pi * t_s / 11.0 + self._phase)
        table = np.clip(np.arange(256) * gain + 0.5, 0, 255).astype(np.uint8)
        x, y = self._random.integers(0, 64, 2)
        grain = self._noise[y : y + HEIGHT, x : x + WIDTH]
        return np.asarray(cv2.add(cv2.LUT(frame, table), grain, dtype=cv2.CV_8U), dtype=np.uint8)


def _without_head(portrait: Rgb, geometry: PortraitGeometry) -> Rgb:
    """What a turning head uncovers: the neck goes on behind the jaw, the background behind both."""
    wide = np.ones((7, 7), np.uint8)
    head, neck = (_mask(part, portrait) for part in (geometry.outline, geometry.neck))
    hidden = np.asarray(cv2.dilate(head, wide), dtype=np.uint8)
    unknown = cv2.dilate(head | neck, wide)
    behind = cv2.inpaint(portrait, unknown, 4, cv2.INPAINT_TELEA)
    inner_neck = np.asarray(cv2.erode(neck, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    skin_seen = inner_neck & ~hidden
    left, top = np.floor(geometry.neck.min(axis=0)).astype(int) - 3
    right, bottom = np.ceil(geometry.neck.max(axis=0)).astype(int) + 4
    part = (slice(top, bottom), slice(left, right))
    skin = portrait.copy()
    skin[part] = cv2.inpaint(portrait[part], ~skin_seen[part], 5, cv2.INPAINT_TELEA)
    shade = 1.0 - _JAW_SHADE * soft(floats(head) / 255.0, 2.5)[:, :, None]
    skin = np.asarray(skin * shade, dtype=np.uint8)
    bare = mixed(np.asarray(behind, dtype=np.uint8), skin, neck)
    return mixed(portrait, bare, np.asarray(cv2.GaussianBlur(hidden, (0, 0), 1.0), dtype=np.uint8))


def _mask(polygon: Floats, portrait: Rgb) -> Mask:
    return filled(polygon, (portrait.shape[1], portrait.shape[0]), 1.0, (0.0, 0.0), 0.6)


def _body_weight(x: Floats, y: Floats) -> Floats:
    """How far each frame px follows the body: 1 on the shoulders, 0 in the background."""
    return soft(floats((y > 300) & (x > 70) & (x < 590)), 40.0)
