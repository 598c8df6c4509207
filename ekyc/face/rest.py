"""What of an expression is more than how this person looks at rest."""

from __future__ import annotations

import math

OF_REST = 0.05
"""Probability of a smile, or of surprise, on a face at rest."""
LEAST = 1e-4


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
