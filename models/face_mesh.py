"""MediaPipe's face mesh: 468 points of a face in space, from one face at a time.

Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs" (2019);
the network of mediapipe 0.10.14 (Apache-2.0), its crop as in mediapipe's graphs
`face_detection_front_detection_to_roi` and `face_landmark_cpu`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.rotated import Floats, Rgb, Square, turn_of
from models.runtime import Network
from models.untracked import ov

POINTS = 468
SIDE_PX = 192
ROOM = 1.5
"""The crop's side by the longer side of the face's box."""

THREADS = 1


@dataclass(frozen=True, eq=False)
class Mesh:
    """`points` float32[468, 3]: x, y px of the picture and depth on the same scale, smaller nearer
    to the camera; numbered as mediapipe does. `presence` 0..1: how surely this is a face."""

    points: Floats
    presence: float


class FaceMesh:
    """The network. Safe to call from several threads.

    Input inside: float32[1, 192, 192, 3] of 0..1, red first.
    """

    def __init__(self, network: ov.Model) -> None:
        """Compile `network` (face_landmark.tflite)."""
        self._network = Network(network, THREADS)

    def predict(self, rgb: Rgb, box_xyxy: Floats, eyes: Floats) -> Mesh:
        """The mesh of the face in `box_xyxy` float32[4] px of `rgb` uint8[H, W, 3].

        `eyes` float32[2, 2] px: the subject's right and left eye, by which the crop is turned
        level. The box may reach beyond the picture. Raises ValueError if `rgb` is no such picture
        or the box is empty.
        """
        corner, opposite = box_xyxy[:2], box_xyxy[2:]
        if not (opposite > corner).all():
            raise ValueError(f"the box is empty: {box_xyxy.tolist()}")
        x, y = (corner + opposite) / 2
        side = ROOM * float((opposite - corner).max())
        square = Square((float(x), float(y)), side, turn_of(eyes[0], eyes[1]))
        points, logit = self._network(square.cut(rgb, SIDE_PX)[None])
        mesh = square.back(points.reshape(POINTS, 3), SIDE_PX)
        return Mesh(mesh, float(1 / (1 + np.exp(-logit.item()))))
