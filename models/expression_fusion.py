"""An expression from two witnesses: what a network sees, and where the points of the face lie.

One linear layer and a softmax. Trained by `ekyc train expression`; each witness alone and both
together are compared in docs/measured.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LABELS = ("neutral", "happiness", "surprise", "other")
"""`other`: anger, contempt, disgust, fear and sadness, which nobody here is asked for."""

PAIRS = (
    *((17, 26), (18, 25), (19, 24), (20, 23), (21, 22)),  # brows
    *((36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46)),  # eyes
    *((48, 54), (49, 53), (50, 52), (59, 55), (58, 56), (60, 64), (61, 63), (67, 65)),  # lips
)
"""Points that mirror each other, of dlib's 68: the subject's right one, then the left one."""
MIDDLE = (8, 51, 57, 62, 66)
"""Chin and the lips' middles."""
NOSE_OF_EYES = 1.95
"""Distance of the outer eye corners by that from the eyes to the base of the nose, on a straight
face: in these two units a slight turn or nod changes little."""
LEAST_PROBABILITY = 1e-4


class ExpressionFusion:
    """The layer. Holds no state between calls and is safe to call from several threads."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        """`weight` float32[50, 4] and `bias` float32[4]."""
        self._weight, self._bias = arrays["weight"], arrays["bias"]

    def predict(self, landmarks: Floats, probabilities: Floats) -> Floats:
        """Probabilities float32[4] of `LABELS`.

        `landmarks` float32[68, 2] px, dlib's order, of any engine; `probabilities` float32[7] of
        `models.mini_xception`.
        """
        return softmax(features(landmarks, probabilities) @ self._weight + self._bias)


def features(landmarks: Floats, probabilities: Floats) -> Floats:
    """What the layer is given, float32[50]: geometry, and the network's log-probabilities."""
    logs = np.log(np.maximum(probabilities, LEAST_PROBABILITY))
    return np.concatenate([geometry(landmarks), logs]).astype(np.float32)


def geometry(landmarks: Floats) -> Floats:
    """How far apart the pairs are, how low they lie, how low the middle lies: float32[43].

    Measured along and across the eye line; both sides count as one, so that a turned head, or a
    face that is lopsided, is the mean of its halves.
    """
    right, left = landmarks[36:42:3].mean(axis=0), landmarks[42:48:3].mean(axis=0)
    eyes, across = (right + left) / 2, left - right
    along = across / max(float(np.linalg.norm(across)), 1e-3)
    down = np.array([-along[1], along[0]])
    width = max(float(np.linalg.norm(landmarks[45] - landmarks[36])), 1e-3)
    height = max(NOSE_OF_EYES * float(np.linalg.norm(landmarks[33] - eyes)), 1e-3)
    x, y = (landmarks - eyes) @ along / width, (landmarks - eyes) @ down / height
    a, b = np.array(PAIRS).T
    parts = [(x[b] - x[a]) / 2, (y[a] + y[b]) / 2, y[list(MIDDLE)]]
    return np.concatenate(parts).astype(np.float32)


def softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Over the last axis; the dtype stays."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
