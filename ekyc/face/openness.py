"""How far eyes and mouth are open, as ratios that do not depend on the distance to the camera."""

from __future__ import annotations

import numpy as np

from ekyc.values import Floats

_RIGHT_EYE, _LEFT_EYE = slice(36, 42), slice(42, 48)
_UPPER_LID = range(10, 15)
"""Of an iris network's contour; each has its opposite 8 numbers before."""
_INNER_LIPS = ((61, 67), (62, 66), (63, 65))


def eye_openness(landmarks: Floats) -> tuple[float, float]:
    """Eye aspect ratio (left, right): mean height over width, of float32[68, 2] px.

    Soukupova and Cech, "Real-Time Eye Blink Detection using Facial Landmarks", 2016, eq. 1.
    """
    return _aspect(landmarks[_LEFT_EYE]), _aspect(landmarks[_RIGHT_EYE])


def lid_openness(contour: Floats) -> float:
    """Mean distance of the lids over the distance of the corners: an eye of `models.Eyes`.

    `contour` float32[71, 2] px. About 0.3 open, 0.05 to 0.15 closed.
    """
    gap = np.mean([_distance(contour[upper], contour[upper - 8]) for upper in _UPPER_LID])
    return float(gap / max(_distance(contour[0], contour[8]), 1e-6))


def mouth_openness(landmarks: Floats) -> float:
    """Mean gap between the inner lips over the distance of the mouth's outer corners."""
    gap = np.mean([_distance(landmarks[upper], landmarks[lower]) for upper, lower in _INNER_LIPS])
    return float(gap / max(_distance(landmarks[48], landmarks[54]), 1e-6))


def _aspect(eye: Floats) -> float:
    height = _distance(eye[1], eye[5]) + _distance(eye[2], eye[4])
    return height / (2 * max(_distance(eye[0], eye[3]), 1e-6))


def _distance(a: Floats, b: Floats) -> float:
    return float(np.linalg.norm(a - b))
