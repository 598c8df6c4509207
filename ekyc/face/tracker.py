"""Following one face from frame to frame, so that the networks need not search every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ekyc.values import Face, Floats

SAME_FACE_IOU = 0.3
DETECT_EVERY_S = 0.1
LOST_AFTER_S = 0.4
"""Longer than an eye-blink of the detector, shorter than somebody else needs to sit down."""


def main_face(faces: Sequence[Face], size: tuple[int, int]) -> Face | None:
    """The face a picture of `size` (width, height) px is about: large, and near the middle.

    Area less twice the squared distance from the middle, as facenet-pytorch's
    "center_weighted_size" ranks them: a passer-by at the edge does not take the place.
    """
    middle = np.array(size, np.float32) / 2

    def weight(face: Face) -> float:
        corner, opposite = face.box_xyxy[:2], face.box_xyxy[2:]
        away = (corner + opposite) / 2 - middle
        return float(np.prod(opposite - corner) - 2 * (away @ away))

    return max(faces, key=weight, default=None)


def _overlap(face: Face, other: Face) -> float:
    """Intersection over union of their boxes."""
    a, b = face.box_xyxy, other.box_xyxy
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    both = float(np.prod(np.clip(high - low, 0, None)))
    return both / max(float(np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2])) - both, 1e-6)


@dataclass
class Tracker:
    """The face that is being followed. `track_id` grows when another face takes its place."""

    track_id: int = 0
    faces_seen: int = 0
    _face: Face | None = None
    _last: Face | None = None
    _anchor: Floats | None = None
    _seen_s: float = float("-inf")
    _detected_s: float = float("-inf")

    @property
    def face(self) -> Face | None:
        """Where the followed face is now."""
        return self._face

    def wants_detection(self, t_s: float) -> bool:
        """True when the face must be searched for again."""
        return self._face is None or t_s - self._detected_s >= DETECT_EVERY_S

    def detected(self, t_s: float, faces: Sequence[Face], size: tuple[int, int]) -> Face | None:
        """Take what the detector saw in a frame of `size` (width, height) px.

        The followed face wins over a larger newcomer.
        """
        self.faces_seen, self._detected_s = len(faces), t_s
        previous = self._last if t_s - self._seen_s <= LOST_AFTER_S else None
        followed = [f for f in faces if previous and _overlap(f, previous) > SAME_FACE_IOU]
        face = main_face(followed, size) or main_face(faces, size)
        if face is None:
            self._face = None
            return None
        if not followed:
            self.track_id += 1
        self._face = self._last = face
        self._seen_s, self._anchor = t_s, None
        return face

    def moved(self, t_s: float, landmarks: Floats) -> None:
        """Carry the box along with the landmarks found in it, float32[68, 2] px."""
        if self._face is None:
            return
        centre = landmarks.mean(axis=0)
        if self._anchor is not None:
            step = (centre - self._anchor).astype(np.float32)
            box = self._face.box_xyxy + np.tile(step, 2)
            self._face = self._last = Face(box, self._face.score, self._face.keypoints + step)
        self._anchor, self._seen_s = centre, t_s
