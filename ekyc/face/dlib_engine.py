"""Landmarks by dlib's 68-point predictor. Its weights exclude commercial use."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.face import openness
from ekyc.face.face_points import FacePoints
from ekyc.face.shape import head_pose, is_on_face
from ekyc.values import Face, Floats, Rgb
from models import Landmarks68

SIDE_PX = 256
"""The face is brought to this size first: dlib gives whole pixels, too coarse on a small face."""

MARGIN = 0.35


@dataclass(frozen=True)
class DlibEngine:
    """`LandmarkEngine` on dlib's regression trees."""

    predictor: Landmarks68

    def measure(self, rgb: Rgb, face: Face) -> FacePoints | None:
        """As `LandmarkEngine.measure`."""
        landmarks = self._landmarks(rgb, face)
        if not is_on_face(landmarks, face):
            return None
        return FacePoints(
            landmarks,
            head_pose(landmarks, face, rgb.shape[1], rgb.shape[0]),
            openness.eye_openness(landmarks),
            openness.mouth_openness(landmarks),
        )

    def _landmarks(self, rgb: Rgb, face: Face) -> Floats:
        to_crop = _upright(face)
        side = int((1 + 2 * MARGIN) * SIDE_PX)
        warped = cv2.warpAffine(rgb, to_crop, (side, side), borderMode=cv2.BORDER_REPLICATE)
        least, most = MARGIN * SIDE_PX, (1 + MARGIN) * SIDE_PX
        box = np.array([least, least, most, most], np.float32)
        points = self.predictor.predict(np.asarray(warped, np.uint8), box)
        back = cv2.invertAffineTransform(to_crop)
        in_frame: Floats = (points @ back[:, :2].T + back[:, 2]).astype(np.float32)
        return in_frame


def _upright(face: Face) -> NDArray[np.float64]:
    """The turn and scale, float64[2, 3], that put a face upright into the predictor's crop.

    The predictor was made for upright faces; the five points of the detector bear any tilt. The
    line from mouth to eyes is used, not the one between the eyes: it keeps its length in profile.
    """
    eyes, mouth = face.keypoints[:2].mean(axis=0), face.keypoints[3:].mean(axis=0)
    x, y = eyes - mouth
    tilt_deg = float(np.degrees(np.arctan2(x, -y)))
    corner, opposite = face.box_xyxy[:2], face.box_xyxy[2:]
    middle = (corner + opposite) / 2
    scale = SIDE_PX / float((opposite - corner).mean())
    to_crop = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), tilt_deg, scale)
    centred = np.asarray(to_crop, np.float64)
    centred[:, 2] += (0.5 + MARGIN) * SIDE_PX - middle.astype(np.float64)
    return centred
