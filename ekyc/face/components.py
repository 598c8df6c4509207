"""What can be said of a picture of a face before anybody is compared: the components of quality.

Named as in ISO/IEC 29794-5:2025, in lower case with underscores. The values are raw measures, not
the standard's scores of 0 to 100; where the standard asks a network (sharpness, what hides the
eyes), a simple measure of ours stands in. Not measured, for want of a network that separates a face
from what lies on it: head coverings, a covered mouth, an occluded face.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.memory import fleeting
from ekyc.values import FaceObservation, Floats, Rgb

Mask = NDArray[np.bool_]
Grey = NDArray[np.uint8]

UNITS = {
    "single_face_present": "faces",
    "inter_eye_distance": "px",
    "camera_subject_distance": "cm",
    "head_size": "of the picture's side",
    "crop_of_the_face_image": "face widths to the edge",
    "luminance_mean": "grey level",
    "under_exposure_prevention": "share not black",
    "over_exposure_prevention": "share not white",
    "dynamic_range": "bit",
    "illumination_uniformity": "left and right in common",
    "natural_colour": "CIELAB beside skin",
    "head_pose_yaw": "deg",
    "head_pose_pitch": "deg",
    "head_pose_roll": "deg",
    "eyes_open": "height / width",
    "eyes_visible": "brightness / cheeks",
    "mouth_closed": "gap / width",
    "sharpness": "fine / coarse detail",
}
"""Every component that `measure` gives, and what its number is."""

FACE_SIDE_PX = 96
"""Light and detail are measured with the face's box brought to this width, about what the encoders
see: a large blurred face and a small sharp one are then told apart."""

BLACK, WHITE = 25, 247
"""Grey levels beyond which ISO/IEC 29794-5 counts a pixel as under- or over-exposed."""

FIELD_OF_VIEW_DEG = 65.0
"""Assumed along the picture's longer side: webcams and telephones have 55 to 78."""
PUPILS_APART_CM = 6.3
"""Mean of adults; nine of ten have 5.6 to 7.0 (Dodgson, 2004)."""
MOST_YAW_UNDONE_DEG = 60.0


def measure(rgb: Rgb, seen: FaceObservation) -> dict[str, float]:
    """Every component of the face `seen` in the picture uint8[H, W, 3]; the keys of `UNITS`."""
    height, width = rgb.shape[:2]
    x1, y1, x2, y2 = (float(side) for side in seen.face.box_xyxy)
    eyes_px = _inter_eye_px(seen)
    focal_px = max(width, height) / 2 / np.tan(np.radians(FIELD_OF_VIEW_DEG) / 2)
    across = max(x2 - x1, 1.0)
    return {
        "single_face_present": float(seen.faces_seen),
        "inter_eye_distance": eyes_px,
        "camera_subject_distance": float(PUPILS_APART_CM * focal_px / max(eyes_px, 1.0)),
        "head_size": max((x2 - x1) / width, (y2 - y1) / height),
        "crop_of_the_face_image": min(x1, y1, width - x2, height - y2) / across,
        "head_pose_yaw": seen.pose.yaw_deg,
        "head_pose_pitch": seen.pose.pitch_deg,
        "head_pose_roll": seen.pose.roll_deg,
        "eyes_open": min(seen.eye_openness),
        "mouth_closed": seen.mouth_openness,
        **_light_and_detail(rgb, seen),
    }


def _inter_eye_px(seen: FaceObservation) -> float:
    """As if the head were straight: a turn brings the eyes nearer to each other in the picture."""
    yaw_deg = min(abs(seen.pose.yaw_deg), MOST_YAW_UNDONE_DEG)
    return seen.face.inter_eye_px / float(np.cos(np.radians(yaw_deg)))


def _light_and_detail(rgb: Rgb, seen: FaceObservation) -> dict[str, float]:
    crop, landmarks = face_crop(rgb, seen)
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), np.uint8)
    face = inside(landmarks, grey)
    if not face.any():
        face = np.ones_like(face)
    levels = np.bincount(grey[face], minlength=256) / face.sum()
    some = levels[levels > 0]
    return {
        "luminance_mean": float(levels @ np.arange(256)),
        "under_exposure_prevention": float(levels[BLACK + 1 :].sum()),
        "over_exposure_prevention": float(levels[:WHITE].sum()),
        "dynamic_range": float(-(some @ np.log2(some))),
        "illumination_uniformity": _uniformity(grey, face, landmarks),
        "natural_colour": _beside_skin(crop[face].mean(axis=0)),
        "eyes_visible": _eyes_against_cheeks(grey, landmarks),
        "sharpness": _sharpness(grey, face),
    }


def face_crop(rgb: Rgb, seen: FaceObservation) -> tuple[Rgb, Floats]:
    """The part of the box that lies in the picture, scaled, and the landmarks in it."""
    height, width = rgb.shape[:2]
    x1, y1, x2, y2 = seen.face.box_xyxy
    left, right = int(np.clip(x1, 0, width - 1)), int(np.clip(x2, 1, width))
    top, bottom = int(np.clip(y1, 0, height - 1)), int(np.clip(y2, 1, height))
    crop = rgb[top : max(bottom, top + 1), left : max(right, left + 1)]
    scale = FACE_SIDE_PX / max(float(x2 - x1), 1.0)
    size = [max(round(side * scale), 1) for side in (crop.shape[1], crop.shape[0])]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled = fleeting((size[1], size[0], 3), np.uint8)
    cv2.resize(crop, size, dst=scaled, interpolation=method)
    landmarks: Floats = ((seen.landmarks - [left, top]) * scale).astype(np.float32)
    return scaled, landmarks


def inside(points: Floats, grey: Grey) -> Mask:
    """The pixels within the hull of `points` [N, 2] px."""
    mask = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(points).astype(np.int32), 1)
    return mask.astype(bool)


def _uniformity(grey: Grey, face: Mask, landmarks: Floats) -> float:
    """What the histograms of both halves of the face share: 1 when they are alike."""
    right = np.arange(grey.shape[1]) < landmarks[27:31, 0].mean()
    halves = []
    for half in (face & right, face & ~right):
        counts = np.bincount(grey[half] >> 3, minlength=32)
        halves.append(counts / max(int(counts.sum()), 1))
    return float(np.minimum(*halves).sum())


def _beside_skin(mean_rgb: NDArray[np.float64]) -> float:
    """Distance in CIELAB's a, b from the colours that ISO/IEC 29794-5 takes for skin's."""
    pixel = (mean_rgb / 255).astype(np.float32)[None, None]
    _, a, b = (float(v) for v in cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0])
    return float(np.hypot(max(0.0, 5 - a, a - 25), max(0.0, 5 - b, b - 35)))


_UNDER_THE_EYES = ((36, 39, (2, 3, 4, 48, 31)), (42, 45, (14, 13, 12, 54, 35)))
"""An eye's corners, and the landmarks around the cheek on its side."""


def _eyes_against_cheeks(grey: Grey, landmarks: Floats) -> float:
    """How bright the skin just under the eyes is, by the cheek on its side: dark glasses cover it.

    By side, so that light from one side does not count.
    """
    ratios = []
    for first, last, cheek in _UNDER_THE_EYES:
        corners = landmarks[[first, last]]
        down = np.array([0.0, 0.45 * float(np.linalg.norm(corners[0] - corners[1]))], np.float32)
        under = grey[inside(np.concatenate([corners, corners + down]), grey)]
        beside = grey[inside(landmarks[list(cheek)], grey)]
        if under.size and beside.size:
            ratios.append(float(under.mean()) / max(float(beside.mean()), 1.0))
    return float(np.mean(ratios)) if ratios else 1.0


def _sharpness(grey: Grey, face: Mask) -> float:
    """Energy of the detail 1 to 2 px wide by that of 2 to 4 px: what a blur takes away first.

    A ratio, so that neither light nor contrast counts; single pixels do not, so that noise is no
    sharpness.
    """
    fine, middle, coarse = (
        cv2.GaussianBlur(grey.astype(np.float32), (0, 0), sigma) for sigma in (1.0, 2.0, 4.0)
    )
    small, large = (fine - middle)[face], (middle - coarse)[face]
    return float((small @ small) / max(float(large @ large), 1e-6))
