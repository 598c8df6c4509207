"""What the points of a face say, by one of two engines or by both.

Whatever the engine, the points are dlib's 68 in dlib's order (iBUG 300-W).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ekyc.face.dlib_engine import DlibEngine
from ekyc.face.face_points import ENGINES, FacePoints
from ekyc.face.mesh_engine import MeshEngine
from ekyc.face.shape import agrees_with
from ekyc.values import Face, Pose, Rgb
from models import Models


class LandmarkEngine(Protocol):
    """Measures one face of a picture. Holds nothing of it."""

    def measure(self, rgb: Rgb, face: Face) -> FacePoints | None:
        """Points of `face` in `rgb` uint8[H, W, 3], and what they say; None: no face has such."""
        ...


@dataclass(frozen=True)
class BothEngines:
    """dlib's points, and the mean of what both engines make of the face.

    Their errors have little to do with each other, so that the mean is nearer than either. Where
    dlib's points have slid off the face, the mesh speaks alone.
    """

    dlib: DlibEngine
    mesh: MeshEngine

    def measure(self, rgb: Rgb, face: Face) -> FacePoints | None:
        """As `LandmarkEngine.measure`."""
        one, other = self.dlib.measure(rgb, face), self.mesh.measure(rgb, face)
        if one is None or other is None or not agrees_with(one.landmarks, face):
            return one and other
        a, b = one.pose, other.pose
        left, right = (
            _mean(x, y) for x, y in zip(one.eye_openness, other.eye_openness, strict=True)
        )
        return FacePoints(
            one.landmarks,
            Pose(
                _mean(a.yaw_deg, b.yaw_deg),
                _mean(a.pitch_deg, b.pitch_deg),
                _mean(a.roll_deg, b.roll_deg),
            ),
            (left, right),
            _mean(one.mouth_openness, other.mouth_openness),
        )


def landmark_engine(models: Models, name: str) -> LandmarkEngine:
    """The engine of one of the `ENGINES`.

    Raises ValueError for another name, and for one whose networks were not loaded.
    """
    mesh = MeshEngine(models.mesh, models.iris)
    if name == "mesh":
        return mesh
    if name not in ENGINES or models.landmarks is None:
        raise ValueError(f"there is no landmark engine {name!r} among the loaded networks")
    dlib = DlibEngine(models.landmarks)
    return dlib if name == "dlib" else BothEngines(dlib, mesh)


def _mean(a: float, b: float) -> float:
    return (a + b) / 2
