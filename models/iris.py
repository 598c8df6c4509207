"""MediaPipe's iris network: the contour of an eye and its iris, both eyes at once.

Ablavatski et al., "Real-time Pupil Tracking from Monocular Video for Digital Puppetry" (2020); the
network of mediapipe 0.10.14 (Apache-2.0), its crop as in mediapipe's graphs
`iris_landmark_landmarks_to_roi` and `iris_landmark_cpu`. It was trained on the eye at the left of a
picture (the subject's right one); the other is mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.rotated import Floats, Rgb, Square, turn_of
from models.runtime import Network
from models.untracked import ov

CONTOUR_POINTS, IRIS_POINTS = 71, 5
SIDE_PX = 64
ROOM = 2.3
"""The crop's side by the distance of the eye's corners."""

THREADS = 1


@dataclass(frozen=True, eq=False)
class Eyes:
    """The subject's right and left eye, px of the picture.

    `contours` float32[2, 71, 2]: 0 is the outer corner, 8 the inner one, 1 to 7 and 9 to 15 the
    edges of the lower and upper lid from the outer corner inwards, 16 to 70 lie around, up to the
    brow. `irises` float32[2, 5, 2]: the middle, then four points of the rim.
    """

    contours: Floats
    irises: Floats


class Iris:
    """The network. Safe to call from several threads.

    Input inside: float32[2, 64, 64, 3] of 0..1, red first.
    """

    def __init__(self, network: ov.Model) -> None:
        """Compile `network` (iris_landmark.tflite) for two eyes at once."""
        network.reshape([2, SIDE_PX, SIDE_PX, 3])
        self._network = Network(network, THREADS)

    def predict(self, rgb: Rgb, corners: Floats) -> Eyes:
        """Both eyes in `rgb` uint8[H, W, 3].

        `corners` float32[2, 2, 2] px: of the right and of the left eye, the corner at the left of
        the picture and the one at its right (of an upright face). Raises ValueError if `rgb` is no
        such picture or the corners of an eye fall together.
        """
        squares = [_square(corners[0], mirrored=False), _square(corners[1], mirrored=True)]
        batch = np.stack([square.cut(rgb, SIDE_PX) for square in squares])
        contours, irises = self._network(batch)
        return Eyes(_back(contours, squares), _back(irises, squares))


def _square(corners: Floats, *, mirrored: bool) -> Square:
    x, y = corners.mean(axis=0)
    side = ROOM * float(np.linalg.norm(corners[1] - corners[0]))
    if not side > 0:
        raise ValueError("the corners of an eye fall together")
    return Square((float(x), float(y)), side, turn_of(corners[0], corners[1]), mirrored)


def _back(flat: Floats, squares: list[Square]) -> Floats:
    """The network's points, three numbers each, float32[2, N, 2] px of the picture."""
    points = flat.reshape(len(squares), -1, 3)[..., :2]
    placed = [square.back(one, SIDE_PX) for square, one in zip(squares, points, strict=True)]
    return np.stack(placed)
