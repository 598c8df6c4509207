"""The face in each frame: found, followed, measured."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from ekyc.face import openness, quality
from ekyc.face.shape import head_pose
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
        tracker.moved(t_s, landmarks)
        return FaceObservation(
            t_s=t_s,
            face=face,
            landmarks=landmarks,
            pose=head_pose(landmarks, width, height),
            eye_openness=openness.eye_openness(landmarks),
            mouth_openness=openness.mouth_openness(landmarks),
            track_id=tracker.track_id,
            faces_seen=tracker.faces_seen,
            quality=quality.measure(frame.rgb, face),
        )

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """As `Observer.embed`."""
        return embed_face(self._models, rgb, face)

    def _landmarks(self, rgb: Rgb, face: Face) -> Floats:
        x1, y1, x2, y2 = face.box_xyxy
        side = float(max(x2 - x1, y2 - y1))
        scale = LANDMARK_SIDE_PX / side
        margin = LANDMARK_MARGIN * side
        to_crop = np.array([[scale, 0, (margin - x1) * scale], [0, scale, (margin - y1) * scale]])
        size = int((1 + 2 * LANDMARK_MARGIN) * LANDMARK_SIDE_PX)
        warped = cv2.warpAffine(rgb, to_crop, (size, size), borderMode=cv2.BORDER_REPLICATE)
        crop = np.asarray(warped, np.uint8)
        box = np.array([x1, y1, x2, y2]) * scale + np.tile(to_crop[:, 2], 2)
        points = self._models.landmarks.predict(crop, box.astype(np.float32))
        in_frame: Floats = ((points - to_crop[:, 2]) / scale).astype(np.float32)
        return in_frame


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
