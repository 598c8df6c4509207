"""Where a picture's colours change, and how much."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats, Rgb

_LEAST_EDGE, _MOST_EDGE = 3.0, 10.0
_AROUND_PX = 7


@dataclass(frozen=True, eq=False)
class Edges:
    """Gradients of the three colours, float32[H, W, 6] (across, then down), in units of an edge
    that counts, and their structure tensor (Di Zenzo, 1986), float32[H, W] each."""

    gradients: Floats
    xx: Floats
    xy: Floats
    yy: Floats

    @classmethod
    def of(cls, rgb: Rgb) -> Edges:
        """Those of uint8[H, W, 3]."""
        small = _even_light(rgb)
        dx = cv2.Scharr(small, cv2.CV_32F, 1, 0, scale=1 / 16)
        dy = cv2.Scharr(small, cv2.CV_32F, 0, 1, scale=1 / 16)
        every = np.ones((1, 3), np.float32)
        xx, xy, yy = (cv2.transform(a * b, every) for a, b in ((dx, dx), (dx, dy), (dy, dy)))
        whole = np.sqrt(xx[::2, ::2] + yy[::2, ::2])
        edge = float(np.clip(0.3 * np.percentile(whole, 96), _LEAST_EDGE, _MOST_EDGE))
        both = np.concatenate([dx, dy], axis=2)
        return cls(both / np.float32(edge), *(one / np.float32(edge**2) for one in (xx, xy, yy)))

    @property
    def strength(self) -> Floats:
        """Square of how much the colours change, float32[H, W]."""
        return self.xx + self.yy

    def straight(self) -> Floats:
        """How much the edges around each place run one way, 0..1 as float32[H, W]: along a card's
        side they do, in print and in the grain of wood they run every way."""
        xx, xy, yy = (
            cv2.blur(one, (_AROUND_PX, _AROUND_PX)) for one in (self.xx, self.xy, self.yy)
        )
        return np.asarray(cv2.magnitude(xx - yy, 2 * xy) / np.maximum(xx + yy, 1e-6))

    def ridge(self) -> NDArray[np.bool_]:
        """Where an edge is strongest across itself."""
        strength = self.strength
        level = self.yy > self.xx  # the edge runs rather level
        up, down = np.roll(strength, 1, axis=0), np.roll(strength, -1, axis=0)
        left, right = np.roll(strength, 1, axis=1), np.roll(strength, -1, axis=1)
        across = np.where(level, np.maximum(up, down), np.maximum(left, right))
        return np.asarray(strength >= across * 0.9)


def _even_light(rgb: Rgb) -> Rgb:
    """Full range and square-root tones: a dark card before a dark room keeps its edge."""
    top = max(float(np.percentile(rgb[::4, ::4], 99)), 1.0)
    tones = np.sqrt(np.minimum(np.arange(256) / top, 1.0)) * 255
    even = cv2.GaussianBlur(cv2.LUT(rgb, tones.astype(np.uint8)), (3, 3), 0)
    return np.asarray(even, dtype=np.uint8)
