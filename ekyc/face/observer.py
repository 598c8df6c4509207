"""The face in each frame: found, followed, measured."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.face import openness, quality
from ekyc.face.expression import ExpressionReader
from ekyc.face.shape import head_pose, is_on_face
from ekyc.face.tracker import Tracker, main_face
from ekyc.values import Face, FaceObservation, Floats, Frame, Rgb
from models import Models, facenet_crop

LANDMARK_SIDE_PX = 256
"""The face is brought to this size first: dlib gives whole pixels, too coarse on a small face."""

LANDMARK_MARGIN = 0.35
LEAST_FACE_PX = 40.0


class Observer(Protocol):
    """What a session needs to see a face; a test puts its own in place."""

    def observe(self, frame: Frame) -> FaceObservation | None:
        """The followed face of this frame, or None."""
        ...

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """float32[512] of length 1: who the face is."""
        ...


class FaceObserver:
    """`Observer` on our networks. One per session: it follows one person."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._expressions = ExpressionReader(models.expression, models.expression_fusion)
        self._tracker = Tracker()

    def observe(self, frame: Frame) -> FaceObservation | None:
        """As `Observer.observe`."""
        tracker, t_s = self._tracker, frame.t_s
        height, width = frame.rgb.shape[:2]
        if tracker.wants_detection(t_s):
            face = tracker.detected(t_s, detect_faces(self._models, frame.rgb), (width, height))
        else:
            face = tracker.face
        if face is None:
            return None
        landmarks = self._landmarks(frame.rgb, face)
        if not is_on_face(landmarks, face):
            return None
        tracker.moved(t_s, landmarks)
        return FaceObservation(
            t_s=t_s,
            face=face,
            landmarks=landmarks,
            pose=head_pose(landmarks, face, width, height),
            eye_openness=openness.eye_openness(landmarks),
            mouth_openness=openness.mouth_openness(landmarks),
            track_id=tracker.track_id,
            faces_seen=tracker.faces_seen,
            expression=self._expressions.measure(frame.rgb, landmarks),
            quality=quality.measure(frame.rgb, face),
        )

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """As `Observer.embed`."""
        return embed_face(self._models, rgb, face)

    def _landmarks(self, rgb: Rgb, face: Face) -> Floats:
        to_crop = _upright(face)
        side = int((1 + 2 * LANDMARK_MARGIN) * LANDMARK_SIDE_PX)
        warped = cv2.warpAffine(rgb, to_crop, (side, side), borderMode=cv2.BORDER_REPLICATE)
        least, most = LANDMARK_MARGIN * LANDMARK_SIDE_PX, (1 + LANDMARK_MARGIN) * LANDMARK_SIDE_PX
        box = np.array([least, least, most, most], np.float32)
        points = self._models.landmarks.predict(np.asarray(warped, np.uint8), box)
        back = cv2.invertAffineTransform(to_crop)
        in_frame: Floats = (points @ back[:, :2].T + back[:, 2]).astype(np.float32)
        return in_frame


def _upright(face: Face) -> NDArray[np.float64]:
    """The turn and scale, float64[2, 3], that put a face upright into the landmarks' crop.

    dlib's predictor was made for upright faces; the five points of the detector bear any tilt. The
    line from mouth to eyes is used, not the one between the eyes: it keeps its length in profile.
    """
    eyes, mouth = face.keypoints[:2].mean(axis=0), face.keypoints[3:].mean(axis=0)
    x, y = eyes - mouth
    tilt_deg = float(np.degrees(np.arctan2(x, -y)))
    corner, opposite = face.box_xyxy[:2], face.box_xyxy[2:]
    middle = (corner + opposite) / 2
    scale = LANDMARK_SIDE_PX / float((opposite - corner).mean())
    to_crop = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), tilt_deg, scale)
    centred = np.asarray(to_crop, np.float64)
    centred[:, 2] += (0.5 + LANDMARK_MARGIN) * LANDMARK_SIDE_PX - middle.astype(np.float64)
    return centred


def detect_faces(models: Models, rgb: Rgb, least_px: float = LEAST_FACE_PX) -> list[Face]:
    """Faces of a picture uint8[H, W, 3], at least about `least_px` wide, largest first."""
    found = models.mtcnn.detect(rgb, least_px)
    parts = zip(found.boxes_xyxy, found.scores, found.points, strict=True)
    return [Face(box, float(score), points) for box, score, points in parts]


def find_main_face(models: Models, rgb: Rgb) -> Face | None:
    """The face that a picture is about, or None."""
    return main_face(detect_faces(models, rgb), (rgb.shape[1], rgb.shape[0]))


def embed_face(models: Models, rgb: Rgb, face: Face) -> Floats:
    """float32[512] of length 1 for one face of a picture."""
    embedding: Floats = models.encoder.embed(facenet_crop(rgb, face.box_xyxy)[None])[0]
    return embedding
