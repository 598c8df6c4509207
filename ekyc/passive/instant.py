"""One frame of a face in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ekyc.face.components import face_crop
from ekyc.memory import fleeting_copy
from ekyc.passive.appearance import Appearance, grey_of
from ekyc.values import FaceObservation, Floats, Rgb


@dataclass(frozen=True, eq=False)
class Instant:
    """`shape` float32[68, 2]: the landmarks about their mean, in distances between the eyes.

    `change`: standard deviation of the grey levels by which the face differs from the same place in
    the frame before; None where there was none. `appearance`: None where it was not looked at.
    """

    t_s: float
    shape: Floats
    change: float | None
    appearance: Appearance | None

    @classmethod
    def of(cls, seen: FaceObservation, rgb: Rgb, before: Rgb | None, *, look: bool) -> Instant:
        """What a picture uint8[H, W, 3], its observation and the picture before say."""
        landmarks = seen.landmarks
        eyes = landmarks[36:42].mean(axis=0) - landmarks[42:48].mean(axis=0)
        apart = max(float(np.linalg.norm(eyes)), 1.0)
        shape = fleeting_copy(((landmarks - landmarks.mean(axis=0)) / apart).astype(np.float32))
        appearance = Appearance.of(rgb, seen) if look else None
        return cls(seen.t_s, shape, _change(seen, rgb, before), appearance)


def _change(seen: FaceObservation, rgb: Rgb, before: Rgb | None) -> float | None:
    if before is None or before.shape != rgb.shape:
        return None
    here, there = (grey_of(face_crop(one, seen)[0]) for one in (rgb, before))
    return float((here - there).std())
