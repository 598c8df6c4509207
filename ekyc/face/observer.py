"""The face in each frame: found, followed, measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from ekyc.face.components import measure
from ekyc.face.embedding import embed_face
from ekyc.face.enhance import enhanced
from ekyc.face.expression import ExpressionReader
from ekyc.face.landmarks import landmark_engine
from ekyc.face.tracker import Tracker, main_face
from ekyc.memory import fleeting_copy
from ekyc.values import Face, FaceObservation, Floats, Frame, Rgb
from models import Models, ReadingModels

LEAST_FACE_PX = 40.0


class Observer(Protocol):
    """What a session needs to see a face; a test puts its own in place."""

    def observe(self, frame: Frame) -> FaceObservation | None:
        """The followed face of this frame, or None."""
        ...

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """float32[D] of length 1: who the face is."""
        ...


class FaceObserver:
    """`Observer` on our networks. One per session: it follows one person."""

    def __init__(self, models: Models, engine: str = "both") -> None:
        """`engine` is one of `ENGINES`; raises ValueError as `landmark_engine` does."""
        self._models = models
        self._engine = landmark_engine(models, engine)
        self._expressions = ExpressionReader(models.expression, models.expression_fusion)
        self._tracker = Tracker()

    def observe(self, frame: Frame) -> FaceObservation | None:
        """As `Observer.observe`."""
        tracker, t_s = self._tracker, frame.t_s
        rgb = enhanced(frame.rgb)
        height, width = rgb.shape[:2]
        if tracker.wants_detection(t_s):
            face = tracker.detected(t_s, detect_faces(self._models, rgb), (width, height))
        else:
            face = tracker.face
        if face is None:
            return None
        found = self._engine.measure(rgb, face)
        if found is None:
            return None
        tracker.moved(t_s, found.landmarks)
        seen = FaceObservation(
            t_s=t_s,
            face=face,
            landmarks=found.landmarks,
            pose=found.pose,
            eye_openness=found.eye_openness,
            mouth_openness=found.mouth_openness,
            track_id=tracker.track_id,
            faces_seen=tracker.faces_seen,
            expression=self._expressions.measure(rgb, found.landmarks),
        )
        return replace(seen, quality=measure(frame.rgb, seen))

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """As `Observer.embed`."""
        return fleeting_copy(embed_face(self._models, enhanced(rgb), face))


def detect_faces(
    models: Models | ReadingModels, rgb: Rgb, least_px: float = LEAST_FACE_PX
) -> list[Face]:
    """Faces of a picture uint8[H, W, 3], at least about `least_px` wide, largest first."""
    found = models.mtcnn.detect(rgb, least_px)
    parts = zip(found.boxes_xyxy, found.scores, found.points, strict=True)
    return [Face(box, float(score), points) for box, score, points in parts]


def landmarks_of(models: Models, engine: str) -> Callable[[Rgb], Floats | None]:
    """float32[68, 2] px of the face that a picture is about, by one of the `ENGINES`; None without.

    Raises ValueError as `landmark_engine` does.
    """
    measuring = landmark_engine(models, engine)

    def points(rgb: Rgb) -> Floats | None:
        face = find_main_face(models, rgb)
        found = None if face is None else measuring.measure(rgb, face)
        return None if found is None else found.landmarks

    return points


def find_main_face(models: Models, rgb: Rgb) -> Face | None:
    """The face that a picture is about, or None."""
    return main_face(detect_faces(models, rgb), (rgb.shape[1], rgb.shape[0]))
