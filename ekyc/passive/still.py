"""The face of a single picture, and whether it is an attack."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.face.observer import find_main_face
from ekyc.values import Face, Floats, Rgb
from models import Models

_BORDER = 1 / 3
"""Of the picture's longer side, grey, around a picture that a face fills: the detector wants to see
where a face ends."""
_GREY = (128, 128, 128)


@dataclass(frozen=True, eq=False)
class StillFace:
    """The face that a picture is about, its box float32[4] and the detector's points float32[5, 2]
    in px of that picture, perhaps over its edges, and its size (square root of the box's area)."""

    box_xyxy: Floats
    keypoints: Floats
    size_px: float


def face_of(models: Models, rgb: Rgb) -> StillFace | None:
    """The main face of a picture uint8[H, W, 3], also one that fills it."""
    found = find_main_face(models, rgb)
    if found is not None:
        return _still(found, 0)
    wider, border = bordered(rgb)
    found = find_main_face(models, wider)
    return None if found is None else _still(found, border)


def bordered(rgb: Rgb) -> tuple[Rgb, int]:
    """A picture uint8[H, W, 3] that a face may fill, with a grey border, and how wide that is."""
    border = round(_BORDER * max(rgb.shape[:2]))
    wider = cv2.copyMakeBorder(
        rgb, border, border, border, border, cv2.BORDER_CONSTANT, value=_GREY
    )
    return np.asarray(wider, np.uint8), border


def _still(face: Face, border: int) -> StillFace:
    box = face.box_xyxy - np.float32(border)
    return StillFace(
        box, face.keypoints - np.float32(border), float(np.prod(box[2:] - box[:2]) ** 0.5)
    )
