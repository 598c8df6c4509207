"""Landmarks by MediaPipe's face mesh and iris networks, whose licence allows commercial use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ekyc.face import openness
from ekyc.face.face_points import FacePoints
from ekyc.face.shape import is_on_face, mesh_pose
from ekyc.values import Face, Rgb
from models import FaceMesh, Iris

MESH_OF_68 = np.array(
    [
        *(127, 234, 93, 215, 138, 136, 149, 176, 152),  # the jaw, from the right ear to the chin
        *(400, 378, 365, 367, 435, 323, 454, 356),  # and on to the left one
        *(70, 63, 105, 66, 55, 285, 296, 334, 293, 300),  # brows
        *(168, 197, 5, 4, 75, 97, 2, 326, 305),  # nose
        *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),  # eyes
        *(61, 39, 37, 0, 267, 269, 291, 321, 314, 17, 84, 91),  # lips, outside
        *(78, 82, 13, 312, 308, 317, 14, 87),  # and inside
    ]
)
"""The mesh's number for each of dlib's points: the nearest one on 234 frontal faces of LFW (median
distance 2 to 7 % of the outer eye corners'), made symmetric; corners and rims where they have one
name."""

_EYE_CORNERS = MESH_OF_68[[[36, 39], [42, 45]]]


@dataclass(frozen=True)
class MeshEngine:
    """`LandmarkEngine` on the mesh, and on the iris network for the lids."""

    mesh: FaceMesh
    iris: Iris

    def measure(self, rgb: Rgb, face: Face) -> FacePoints | None:
        """As `LandmarkEngine.measure`."""
        points = self.mesh.predict(rgb, face.box_xyxy, face.keypoints[:2]).points
        of_68 = points[MESH_OF_68]
        landmarks = np.ascontiguousarray(of_68[:, :2])
        if not is_on_face(landmarks, face):
            return None
        eyes = self.iris.predict(rgb, points[_EYE_CORNERS, :2])
        right, left = (openness.lid_openness(contour) for contour in eyes.contours)
        return FacePoints(
            landmarks, mesh_pose(of_68), (left, right), openness.mouth_openness(landmarks)
        )
