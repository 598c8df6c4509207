"""The portrait on a document's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ekyc.memory import fleeting_copy
from ekyc.values import Face, Rgb

Detect = Callable[[Rgb], Sequence[Face]]
"""Finds the faces of a picture, uint8[H, W, 3]."""

_MAX_ROLL_DEG = 25.0
_MIN_SCORE = 0.9
_MIN_SHARE = 0.02
"""Distance of the eyes by the page's longer side: a portrait 20 mm wide on 125 mm has 0.04, ghost
images and faces in the background print less."""


def portrait_face(page: Rgb, detect: Detect) -> Face | None:
    """The largest face of the page that stands upright and is no ghost image, or None."""
    least = _MIN_SHARE * max(page.shape[:2])
    faces = [
        face
        for face in detect(page)
        if face.score >= _MIN_SCORE
        and face.inter_eye_px >= least
        and abs(_roll_deg(face)) <= _MAX_ROLL_DEG
    ]
    return max(faces, key=lambda face: face.inter_eye_px, default=None)


def crop_portrait(page: Rgb, face: Face) -> tuple[Rgb, Face]:
    """The face with head and shoulders, and the face in the pixels of that cut."""
    eyes = face.keypoints[:2].mean(axis=0)
    width = 4.4 * face.inter_eye_px
    height = width * 45 / 35
    left, top = float(eyes[0]) - width / 2, float(eyes[1]) - 0.46 * height
    low = np.array([max(0, int(left)), max(0, int(top))])
    high = np.array([min(page.shape[1], int(left + width)), min(page.shape[0], int(top + height))])
    cut = fleeting_copy(page[low[1] : high[1], low[0] : high[0]])
    box = face.box_xyxy - np.concatenate([low, low]).astype(np.float32)
    points = face.keypoints - low.astype(np.float32)
    return cut, Face(box.astype(np.float32), face.score, points.astype(np.float32))


def _roll_deg(face: Face) -> float:
    # The subject's right eye lies left in the picture.
    way = face.keypoints[1] - face.keypoints[0]
    return float(np.degrees(np.arctan2(way[1], way[0])))
