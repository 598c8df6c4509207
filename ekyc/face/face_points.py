"""What a landmark engine says of one face."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.values import Floats, Pose

ENGINES = ("both", "dlib", "mesh")
"""`dlib`: 68 points by regression trees. `mesh`: MediaPipe's face mesh and iris networks."""


@dataclass(frozen=True, eq=False)
class FacePoints:
    """`landmarks` float32[68, 2] px, dlib's order; the rest as in `FaceObservation`."""

    landmarks: Floats
    pose: Pose
    eye_openness: tuple[float, float]
    mouth_openness: float
