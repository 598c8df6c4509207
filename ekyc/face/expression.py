"""What a face expresses, and what of it is more than how this person looks at rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ekyc.values import Floats, Rgb
from models import (
    EXPRESSIONS,
    NETWORK_EXPRESSIONS,
    ExpressionFusion,
    MiniXception,
    expression_crop,
)

OF_REST = 0.05
"""Probability of a smile, or of surprise, on a face at rest."""
LEAST = 1e-4


@dataclass(frozen=True)
class ExpressionReader:
    """Reads one face of a picture. Without `fusion`, the network alone decides: less surely, but
    its licence does not exclude commercial use."""

    network: MiniXception
    fusion: ExpressionFusion | None

    def measure(self, rgb: Rgb, landmarks: Floats) -> dict[str, float]:
        """Probabilities, 1 together: neutral, happiness, surprise and other.

        `landmarks` float32[68, 2] px of the face in `rgb` uint8[H, W, 3].
        """
        seen = self.network.predict(expression_crop(rgb, landmarks)[None])[0]
        if self.fusion is not None:
            fused = self.fusion.predict(landmarks, seen)
            return {name: float(p) for name, p in zip(EXPRESSIONS, fused, strict=True)}
        known = dict(zip(NETWORK_EXPRESSIONS, seen, strict=True))
        alone = {name: float(known[name]) for name in EXPRESSIONS[:-1]}
        return {**alone, EXPRESSIONS[-1]: max(1 - sum(alone.values()), 0.0)}


def against_rest(probability: float, rest: float) -> float:
    """The probability of an expression, against what this person's face at rest is taken for.

    Some mouths smile at rest, and must smile all the more. The odds are lowered by as much as those
    of the rest stand over `OF_REST`; a face that rests more soberly than that gains nothing.
    """
    return _share(_odds(probability) - max(_odds(rest) - _odds(OF_REST), 0.0))


def _odds(probability: float) -> float:
    """Logarithm of the odds."""
    inside = min(max(probability, LEAST), 1 - LEAST)
    return math.log(inside / (1 - inside))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
