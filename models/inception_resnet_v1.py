"""InceptionResnetV1: a face as 512 numbers, near for the same person, far for another.

Schroff et al., "FaceNet" (2015); the network and weights are in `inception_graph` and the
manifest.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder, Identity
from models.inception_graph import LENGTH, SIDE, build

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]


MARGIN = 32
"""Of the crop's 160 px, round the detector's box, as in the network's training (FaceNet's recipe
for 20180408-102900). Without it 18 % of LFW's pairs of one person fail at FMR 1e-3, with it 5 %."""


class InceptionResnetV1(Encoder):
    """The encoder. Safe to call from several threads.

    Input: `crops` uint8[N, 160, 160, 3], red first, as `facenet_crop` makes them; normalised inside
    to (x - 127.5) / 128. Embeddings are float32[N, 512].
    """

    def __init__(
        self, arrays: Mapping[str, Floats], identity: Identity, threads: int | None = None
    ) -> None:
        """Take the arrays of `inception_weights`; raises ValueError if they do not fit."""
        super().__init__(build(arrays), SIDE, LENGTH, identity, threads)


def facenet_crop(rgb: Rgb, box_xyxy: Floats) -> Rgb:
    """The face in `box_xyxy` [4] px as the encoder wants it: uint8[160, 160, 3].

    facenet-pytorch's `extract_face` of an array, with margin 32: the widened box is cut off at the
    picture's edge and its corners truncated to whole pixels, then the crop is resized by area, its
    aspect not kept. Raises ValueError if nothing of the box is in the picture.
    """
    height, width = rgb.shape[:2]
    corner, opposite = (box_xyxy.astype(np.float64)[i : i + 2] for i in (0, 2))
    wider = (opposite - corner) * MARGIN / (SIDE - MARGIN) / 2
    x0, y0 = (int(max(side, 0)) for side in corner - wider)
    x1, y1 = (int(min(*ends)) for ends in zip(opposite + wider, (width, height), strict=True))
    if x1 <= x0 or y1 <= y0:
        raise ValueError(f"nothing of the box is in the picture: {[x0, y0, x1, y1]}")
    resized = cv2.resize(rgb[y0:y1, x0:x1], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(resized, dtype=np.uint8)
