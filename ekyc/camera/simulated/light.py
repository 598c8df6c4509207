"""Light of a screen that falls on a scene, for whoever renders one."""

from __future__ import annotations

import cv2
import numpy as np

from ekyc.camera.simulated.raster import floats, soft
from ekyc.camera.simulated.scene import HEIGHT, WIDTH
from ekyc.liveness.screen_colours import FADE_S, light_of
from ekyc.values import Floats, Rgb

_GAMMA = 2.2
"""Of a camera, as nearly as it matters: light to what is stored."""
_COARSE = 8
"""Light is drawn in cells of so many px."""
_BODY, _BACK = 0.5, 0.08
"""What shoulders and background get of the light on the face, which is nearer."""
_HEAD_XY, _HEAD_PX = (320, 235), (130, 190)


def shine(rgb: Rgb, where: Floats, light: Floats) -> Rgb:
    """A picture uint8[H, W, 3] with more light on it.

    `where` float32[h, w] 0..1, smooth and of any size, tells how much of it falls on each part;
    `light` float32[3] is red, green and blue where all of it falls, as a share of the light that
    the picture was taken in.
    """
    gains = (1 + where[:, :, None] * light) ** np.float32(1 / _GAMMA)
    whole = cv2.resize(gains, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(rgb, whole, dtype=cv2.CV_8U), dtype=np.uint8)


def gain(rgb: Rgb, gains: Floats) -> Floats:
    """The picture with red, green and blue light times `gains` float32[3], not yet rounded."""
    return np.asarray(rgb * gains ** np.float32(1 / _GAMMA), dtype=np.float32)


class Lamp:
    """The screen before the simulated customer, who gives back `share` of its light."""

    def __init__(self, share: float) -> None:
        self._share = np.float32(share)
        self._shown = ""
        self._since_s = 0.0
        self._before = self._now = np.zeros(3, np.float32)
        size = (WIDTH // _COARSE, HEIGHT // _COARSE)
        where = np.full(size[::-1], _BACK, np.float32)
        where[380 // _COARSE :, 60 // _COARSE : -60 // _COARSE] = _BODY
        middle, half = (tuple(end // _COARSE for end in ends) for ends in (_HEAD_XY, _HEAD_PX))
        cv2.ellipse(where, middle, half, 0, 0, 360, (1.0,), -1)
        self._where = soft(floats(where), 1.5)

    def lit(self, rgb: Rgb, t_s: float, asked: str) -> Rgb:
        """The frame in the light of the colour that is asked ("#00cd00"; others are none)."""
        shown = asked if asked.startswith("#") else ""
        if shown != self._shown:
            self._before, self._now = self._light(t_s), _light_named(shown)
            self._shown, self._since_s = shown, t_s
        light = self._light(t_s) * self._share
        return shine(rgb, self._where, light) if light.any() else rgb

    def _light(self, t_s: float) -> Floats:
        part = np.float32(min(max((t_s - self._since_s) / FADE_S, 0.0), 1.0))
        return np.asarray(self._before + part * (self._now - self._before), dtype=np.float32)


def _light_named(shown: str) -> Floats:
    if not shown:
        return np.zeros(3, np.float32)
    red, green, blue = bytes.fromhex(shown.removeprefix("#"))
    return light_of((red, green, blue))
