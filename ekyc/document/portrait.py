"""The portrait on a document's page, and the ghost: the same picture once more, smaller and paler.

Many cards carry a ghost beside the portrait (ICAO Doc 9303-2 counts it among the features against
a changed portrait): who pastes another face into the one rarely matches the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ekyc.memory import fleeting_copy
from ekyc.values import Face, Rgb

Detect = Callable[[Rgb], Sequence[Face]]
"""Finds the faces of a picture, uint8[H, W, 3]."""

_MAX_ROLL_DEG = 25.0
_MIN_SCORE = 0.9
_MIN_GHOST_SCORE = 0.995
"""Of what is taken for a face beside the portrait in the data, print and emblems have at most
0.991, true ghosts at least 0.9955."""
_MIN_SHARE = 0.02
"""Distance of the eyes by the page's longer side: a portrait 20 mm wide on 125 mm has 0.04, ghost
images and faces in the background print less."""
_GHOST_SIZE = 0.75
"""A ghost is at most so large beside its portrait."""


def portrait_faces(page: Rgb, detect: Detect) -> tuple[Face | None, Face | None]:
    """The largest face of the page that stands upright, and the ghost: the largest of the others
    that is clearly smaller and lies beside it."""
    found = [
        face
        for face in detect(page)
        if face.score >= _MIN_SCORE and abs(_roll_deg(face)) <= _MAX_ROLL_DEG
    ]
    least = _MIN_SHARE * max(page.shape[:2])
    main = max(found, key=_eyes_px, default=None)
    if main is None or main.inter_eye_px < least:
        return None, None
    others = (face for face in found if _is_ghost(face, main))
    return main, max(others, key=_eyes_px, default=None)


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


def _is_ghost(face: Face, main: Face) -> bool:
    apart = float(np.abs(face.keypoints.mean(axis=0) - main.keypoints.mean(axis=0)).max())
    small = face.inter_eye_px <= _GHOST_SIZE * main.inter_eye_px
    return small and apart > main.inter_eye_px and face.score >= _MIN_GHOST_SCORE


def _eyes_px(face: Face) -> float:
    return face.inter_eye_px


def _roll_deg(face: Face) -> float:
    # The subject's right eye lies left in the picture.
    way = face.keypoints[1] - face.keypoints[0]
    return float(np.degrees(np.arctan2(way[1], way[0])))
