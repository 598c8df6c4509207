"""SFace: a face as 128 numbers, near for the same person, far for another.

Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition" (2021); the
weights are OpenCV Zoo's of December 2021.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder, Identity
from models.sface_graph import LENGTH, SIDE, build

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]

TEMPLATE = np.array(
    [
        [38.2946, 51.6963],
        [73.5318, 51.5014],
        [56.0252, 71.7366],
        [41.5493, 92.3655],
        [70.7299, 92.2041],
    ]
)
"""Where the five points lie in the crop: ArcFace's, as OpenCV's FaceRecognizerSF aligns."""


class SFace(Encoder):
    """The encoder. Safe to call from several threads.

    Input: `crops` uint8[N, 112, 112, 3], red first, as `sface_crop` makes them; normalised inside
    to (x - 127.5) / 128. Embeddings are float32[N, 128].
    """

    def __init__(
        self, arrays: Mapping[str, Floats], identity: Identity, threads: int | None = None
    ) -> None:
        """Take the arrays of `sface_weights`; raises ValueError if they do not fit."""
        super().__init__(build(arrays), SIDE, LENGTH, identity, threads)


def sface_crop(rgb: Rgb, points: Floats) -> Rgb:
    """The face upright with its five points near `TEMPLATE`: uint8[112, 112, 3].

    `points` [5, 2] px: the subject's right eye, left eye, nose tip, right and left mouth corner. A
    large face is drawn larger first and then averaged down, because bilinear sampling skips pixels.
    What lies outside the picture is black. Raises ValueError if the points fall together.
    """
    to_crop = similarity(points, TEMPLATE)
    shrinks = 1 / np.hypot(to_crop[0, 0], to_crop[1, 0])
    over = int(np.clip(round(shrinks), 1, 8))
    to_crop = np.diag([over, over]) @ to_crop
    to_crop[:, 2] += (over - 1) / 2  # a pixel's middle stays its middle
    large = cv2.warpAffine(rgb, to_crop, (SIDE * over, SIDE * over), flags=cv2.INTER_LINEAR)
    if over > 1:
        large = cv2.resize(large, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(large, dtype=np.uint8)


def similarity(points: Floats, target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn, scale and shift, float64[2, 3], that bring `points` [N, 2] nearest to `target` [N, 2].

    Least squares without reflection: on complex numbers the turn and scale are one factor. Raises
    ValueError if the points fall together.
    """
    z, w = (at.astype(np.float64) @ (1, 1j) for at in (points, target))
    zc, wc = z - z.mean(), w - w.mean()
    spread = float(np.vdot(zc, zc).real)
    if not spread > 0:
        raise ValueError("the points fall together")
    factor = np.vdot(zc, wc) / spread
    shift = w.mean() - factor * z.mean()
    return np.array(
        [[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]]
    )
