"""Is this picture of a face good enough to be compared, and if not, what is the one thing to do?

Component names follow ISO/IEC 29794-5. The limits let a soft 400 x 300 webcam through (33 px
between the eyes): they keep out what cannot be compared, not what is not beautiful.
"""

from __future__ import annotations

import cv2
import numpy as np

from ekyc.hint import Hint, Tone
from ekyc.messages import Message
from ekyc.values import Face, FaceObservation, Rgb

LEAST_INTER_EYE_PX = 28.0
MOST_FACE_SHARE = 0.75
"""Of the frame's height: nearer than that the chin or the forehead is cut off."""

DARK, BRIGHT = 40.0, 225.0
"""Mean grey of the face, 0..255."""

LEAST_SHARPNESS = 4.0
"""Variance of the Laplacian of the face at 96 px width; 16 is what a soft webcam portrait has."""

MOST_YAW_DEG = 14.0
MOST_PITCH_DEG = 28.0
MOST_ROLL_DEG = 20.0
OUT_OF_MIDDLE = 0.32
"""Of the frame's width: how far beside the middle the face may be."""

_SIDE = 96


def measure(rgb: Rgb, face: Face) -> dict[str, float]:
    """Components of a face: `inter_eye_px`, `sharpness`, `brightness`, `contrast` (grey levels)."""
    height, width = rgb.shape[:2]
    x1, y1, x2, y2 = face.box_xyxy
    left, right = int(np.clip(x1, 0, width - 1)), int(np.clip(x2, 1, width))
    top, bottom = int(np.clip(y1, 0, height - 1)), int(np.clip(y2, 1, height))
    crop = rgb[top : max(bottom, top + 1), left : max(right, left + 1)]
    grey = cv2.resize(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), (_SIDE, _SIDE))
    return {
        "inter_eye_px": face.inter_eye_px,
        "sharpness": float(cv2.Laplacian(grey, cv2.CV_64F).var()),
        "brightness": float(grey.mean()),
        "contrast": float(grey.std()),
    }


def guidance(seen: FaceObservation | None, frame_size: tuple[int, int]) -> Hint | None:
    """The most urgent thing to do before this face can be captured; None when it is good.

    `frame_size` is (width, height) px.
    """
    if seen is None:
        return Hint(Message("hint.no_face"), Tone.NEUTRAL, "face")
    if seen.faces_seen > 1:
        return Hint(Message("hint.one_person"), Tone.STOP, "people")
    width, height = frame_size
    quality, box = seen.quality, seen.face.box_xyxy
    if quality["inter_eye_px"] < LEAST_INTER_EYE_PX:
        return Hint(Message("hint.come_closer"), Tone.ATTENTION, "frame_in")
    if box[3] - box[1] > MOST_FACE_SHARE * height:
        return Hint(Message("hint.move_back"), Tone.ATTENTION, "frame_in")
    if abs((box[0] + box[2]) / 2 - width / 2) > OUT_OF_MIDDLE * width:
        return Hint(Message("hint.to_the_middle"), Tone.ATTENTION, "frame_in")
    if quality["brightness"] < DARK:
        return Hint(Message("hint.too_dark"), Tone.ATTENTION, "sun")
    if quality["brightness"] > BRIGHT:
        return Hint(Message("hint.too_bright"), Tone.ATTENTION, "sun")
    pose = seen.pose
    turned = abs(pose.yaw_deg) > MOST_YAW_DEG or abs(pose.pitch_deg) > MOST_PITCH_DEG
    if turned or abs(pose.roll_deg) > MOST_ROLL_DEG:
        return Hint(Message("hint.look_straight"), Tone.ATTENTION, "face")
    if quality["sharpness"] < LEAST_SHARPNESS:
        return Hint(Message("hint.hold_still"), Tone.ATTENTION, "focus")
    return None
