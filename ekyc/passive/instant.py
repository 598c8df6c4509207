"""One frame of a face in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.memory import fleeting_copy
from ekyc.values import FaceObservation, Floats, Rgb

PATCH_PX = 48


@dataclass(frozen=True, eq=False)
class Instant:
    """`shape` float32[68, 2]: the landmarks about their mean, in distances between the eyes.
    `change`: standard deviation of the grey levels by which the face's box, `PATCH_PX` wide,
    differs from the same place in the frame before; None where there was none."""

    t_s: float
    shape: Floats
    change: float | None


def instant_of(seen: FaceObservation, rgb: Rgb, before: Rgb | None) -> Instant:
    """What a picture uint8[H, W, 3], its observation and the picture before say."""
    landmarks = seen.landmarks
    eyes = landmarks[36:42].mean(axis=0) - landmarks[42:48].mean(axis=0)
    apart = max(float(np.linalg.norm(eyes)), 1.0)
    shape = fleeting_copy(((landmarks - landmarks.mean(axis=0)) / apart).astype(np.float32))
    return Instant(seen.t_s, shape, _change(seen, rgb, before))


def _change(seen: FaceObservation, rgb: Rgb, before: Rgb | None) -> float | None:
    if before is None or before.shape != rgb.shape:
        return None
    return float((_patch(rgb, seen) - _patch(before, seen)).std())


def _patch(rgb: Rgb, seen: FaceObservation) -> NDArray[np.float32]:
    """The part of the box that lies in the picture, in grey."""
    height, width = rgb.shape[:2]
    x1, y1, x2, y2 = seen.face.box_xyxy
    left, right = int(np.clip(x1, 0, width - 1)), int(np.clip(x2, 1, width))
    top, bottom = int(np.clip(y1, 0, height - 1)), int(np.clip(y2, 1, height))
    crop = rgb[top : max(bottom, top + 1), left : max(right, left + 1)]
    small = cv2.resize(crop, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float32)
