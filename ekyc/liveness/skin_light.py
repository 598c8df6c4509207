"""What colour the light on a face has, and on what is around it: proportions, not brightness.

Where light of several colours falls on skin, log(red / green) and log(blue / green) move with the
light by the same amount whatever the skin's colour, and exposure leaves both alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ekyc.liveness.screen_colours import linear
from ekyc.values import FaceObservation, Floats, Rgb

_PATCH = 0.17
"""Half a patch's side, of the distance between the eyes."""
_DARKEST, _BRIGHTEST = 5, 250
"""Beyond these a sensor tells no proportion."""
_LEAST_PX = 24
_AWAY = 0.4
"""What is around begins so far from the face's box, of its width."""
_LEAST_AROUND = 0.04
"""Of the frame."""
_STEP = 4
"""Every so many pixels of what is around are looked at."""
_LINEAR = linear(np.arange(256, dtype=np.float32) / np.float32(255))


class Light(NamedTuple):
    """log(red / green) and log(blue / green) of linear light."""

    red: float
    blue: float


def on_face(rgb: Rgb, seen: FaceObservation) -> Light | None:
    """Of both cheeks, the nose's bridge and the forehead above it; None: too few pixels tell."""
    points = seen.landmarks
    eyes = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    across = float(np.linalg.norm(eyes[1] - eyes[0]))
    root = points[27]
    middles = (
        points[[2, 31, 41, 48]].mean(axis=0),
        points[[14, 35, 46, 54]].mean(axis=0),
        points[28],
        root + (root - points[30]) * np.float32(0.7),
    )
    return _light([_patch(rgb, middle, _PATCH * across) for middle in middles])


def around(rgb: Rgb, seen: FaceObservation) -> Light | None:
    """Of all that is far enough from the face; None where there is too little of it."""
    left, top, right, bottom = seen.face.box_xyxy
    away = _AWAY * (right - left)
    height, width = rgb.shape[:2]
    x0, x1 = (int(np.clip(end, 0, width)) for end in (left - away, right + away))
    y0, y1 = (int(np.clip(end, 0, height)) for end in (top - away, bottom + away))
    if width * height - (x1 - x0) * (y1 - y0) < _LEAST_AROUND * width * height:
        return None
    return _light([rgb[:y0, :], rgb[y1:, :], rgb[y0:y1, :x0], rgb[y0:y1, x1:]], _STEP)


def _patch(rgb: Rgb, middle: Floats, half: float) -> Rgb:
    (x0, y0), (x1, y1) = (np.round(middle + side * half).astype(int) for side in (-1, 1))
    return rgb[max(y0, 0) : max(y1 + 1, 0), max(x0, 0) : max(x1 + 1, 0)]


def _light(parts: list[Rgb], step: int = 1) -> Light | None:
    pixels = np.concatenate([part[::step, ::step].reshape(-1, 3) for part in parts])
    told = pixels[((pixels >= _DARKEST) & (pixels <= _BRIGHTEST)).all(axis=1)]
    if len(told) < _LEAST_PX:
        return None
    red, green, blue = np.log(_LINEAR[told].mean(axis=0))
    return Light(float(red - green), float(blue - green))
