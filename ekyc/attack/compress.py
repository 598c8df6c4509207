"""Traces of having been stored: pictures that were compressed, once or again and again."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.attack.footage import Scene
from ekyc.attack.picture import Alter, Altered
from ekyc.values import Rgb

_SHIFT_PX = 3
"""Between two compressions: blocks of 8 px no longer lie on those of the first."""


@dataclass(frozen=True)
class Recompressed(Altered):
    """Every picture through JPEG at `quality` (1..100), `times` times, scaled by `scale` between.

    With `scale` under 1 it models a low bit rate, whose encoder also drops detail.
    """

    quality: int = 30
    times: int = 1
    scale: float = 1.0

    def alter(self, scene: Scene) -> Alter:
        """As the encoder does it; each further time on a grid that is shifted."""
        width, height = scene.size
        small = (max(round(width * self.scale), 1), max(round(height * self.scale), 1))

        def altered(rgb: Rgb, _t_s: float) -> Rgb:
            for turn in range(self.times):
                shift = -_SHIFT_PX * (turn % 2)
                moved = cv2.resize(np.roll(rgb, shift, axis=(0, 1)), small)
                stored = _through_jpeg(np.asarray(moved, np.uint8), self.quality)
                back = np.asarray(cv2.resize(stored, (width, height)), np.uint8)
                rgb = np.roll(back, -shift, axis=(0, 1))
            return rgb

        return altered


def _through_jpeg(rgb: Rgb, quality: int) -> Rgb:
    bgr = np.ascontiguousarray(rgb[:, :, ::-1])
    _, stored = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(stored, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(decoded, np.uint8)[:, :, ::-1])
