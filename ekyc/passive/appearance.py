"""How a face looks in one picture, in four numbers that change slowly or not at all."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.face.components import face_crop, inside
from ekyc.passive.grid import grid_of
from ekyc.values import FaceObservation, Floats, Rgb

MOST_PX = 192
"""Texture is looked at in the camera's own pixels, of a large face in the middle of it only."""
_LEAST_PIXELS = 200

_DARK = 8.0
"""Grey levels: so far up the logarithm does not blow up a camera's steps."""

_FOREHEAD = (18, 19, 20, 23, 24, 25)
"""Brows; the forehead stands on them, `_HIGH` of the crop's width high."""
_HIGH = 0.15
_SKIN = (
    (1, 2, 3, 4, 48, 31, 40),
    (15, 14, 13, 12, 54, 35, 47),
    (27, 28, 29, 30, 31, 32, 33, 34, 35),
    (6, 7, 8, 9, 10, 57),
)
"""Landmarks around both cheeks, the nose and the chin."""


@dataclass(frozen=True, eq=False)
class Appearance:
    """`fine`: natural logarithm of the energy of the detail up to a pixel wide over that of up to
    two. `colours`: how far the skin's colour differs between forehead, cheeks, nose and chin, in
    CIELAB's a and b. `hues`: natural logarithm of how much red against green changes over the face,
    over how much brightness does. All three NaN where the face is too small or cut off. `grid`: of
    the whole picture, as `ekyc.passive.grid.grid_of` gives it."""

    fine: float
    colours: float
    hues: float
    grid: Floats

    @classmethod
    def of(cls, rgb: Rgb, seen: FaceObservation) -> Appearance:
        """The face `seen` in the picture uint8[H, W, 3]."""
        crop, points = face_crop(rgb, seen)
        fine = _fine(rgb, seen.landmarks)
        return cls(fine, _colours(crop, points), _hues(crop, points), grid_of(rgb))


def grey_of(rgb: Rgb) -> NDArray[np.float32]:
    """float32[H, W], 0..255."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.float32)


def _fine(rgb: Rgb, landmarks: Floats) -> float:
    """Two bands of a Laplacian pyramid (Burt and Adelson, 1983), one above the other."""
    middle, half = landmarks.mean(axis=0), MOST_PX // 2
    low = np.maximum(np.floor(np.maximum(landmarks.min(axis=0), middle - half)), 0).astype(int)
    high = np.ceil(np.minimum(landmarks.max(axis=0), middle + half)).astype(int).clip(0)
    part = rgb[low[1] : high[1], low[0] : high[0]]
    if min(part.shape[:2]) < 2:
        return float("nan")
    grey = grey_of(part)
    face = inside((landmarks - low).astype(np.float32), grey.astype(np.uint8))
    if face.sum() < _LEAST_PIXELS:
        return float("nan")
    once, twice = cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.GaussianBlur(grey, (0, 0), 2.0)
    fine, coarse = (grey - once)[face], (once - twice)[face]
    return float(np.log((fine @ fine + 1e-2) / (coarse @ coarse + 1e-2)))


def _colours(crop: Rgb, points: Floats) -> float:
    """Root mean square distance of the places' mean colours from their mean."""
    soft = cv2.GaussianBlur(crop, (0, 0), 1.0).astype(np.float32) / 255
    lab = cv2.cvtColor(soft, cv2.COLOR_RGB2LAB)
    brows = points[list(_FOREHEAD)]
    up = np.array([0.0, _HIGH * crop.shape[1]], np.float32)
    places = [np.concatenate([brows, brows - up]), *(points[list(place)] for place in _SKIN)]
    means = []
    for place in places:
        skin = inside(place, crop[..., 0])
        if not skin.any():
            return float("nan")
        means.append(lab[skin][:, 1:].mean(axis=0))
    return float(np.sqrt(np.var(means, axis=0).sum()))


def _hues(crop: Rgb, points: Floats) -> float:
    """Of what changes over 2 to 4 px: there is no sensor's noise in it, nor the light's slope. In
    logarithms, so that exposure does not count; medians, so that the edges of eyes do not."""
    light = np.log(crop.astype(np.float32) + _DARK)
    band = cv2.GaussianBlur(light, (0, 0), 2.0) - cv2.GaussianBlur(light, (0, 0), 4.0)
    face = band[inside(points, crop[..., 0])]
    if len(face) < _LEAST_PIXELS:
        return float("nan")
    red_to_green = float(np.median(np.abs(face[:, 0] - face[:, 1])))
    brightness = float(np.median(np.abs(face.mean(axis=1))))
    return float(np.log((red_to_green + 1e-4) / (brightness + 1e-4)))
