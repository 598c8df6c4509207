"""A threshold set on one half of the people or documents and judged on the other, both ways."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ekyc.evaluate.rates import wilson

SHARE = 0.02
"""Of one half's honest ones that may be refused where its threshold is set."""


class Scored(NamedTuple):
    """`half` 0 or 1: of the person or document, never of the picture."""

    half: int
    score: float


def told(
    honest: Sequence[Scored], attacks: Sequence[Scored], threshold: float, *, low_fails: bool
) -> dict[str, Any]:
    """How many honest ones are refused and attacks missed: at `threshold`, and in each half at the
    one that the other half sets. `low_fails`: a score below it is refused, else one from it on.

    Raises ValueError where a half has no honest one.
    """
    halves = []
    for half in (0, 1):
        limit = _limit([one.score for one in honest if one.half != half], low_fails)
        own, others = ([one for one in group if one.half == half] for group in (honest, attacks))
        halves.append(_counts(own, others, limit, low_fails))
    return {**_counts(honest, attacks, threshold, low_fails), "by_other_half": halves}


def _limit(scores: list[float], low_fails: bool) -> float:
    """The strictest threshold that refuses at most `SHARE` of these."""
    if not scores:
        raise ValueError("a half without honest ones")
    allowed = math.floor(SHARE * len(scores))
    return (
        sorted(scores)[allowed]
        if low_fails
        else math.nextafter(sorted(scores, reverse=True)[allowed], math.inf)
    )


def _counts(
    honest: Sequence[Scored], attacks: Sequence[Scored], threshold: float, low_fails: bool
) -> dict[str, Any]:
    def failed(group: Sequence[Scored]) -> int:
        return sum((one.score < threshold) is low_fails for one in group)

    refused, missed = failed(honest), len(attacks) - failed(attacks)
    return {
        "threshold": round(threshold, 4),
        "honest": len(honest),
        "refused": refused,
        "refused_95": _interval(refused, len(honest)),
        "attacks": len(attacks),
        "missed": missed,
        "missed_95": _interval(missed, len(attacks)),
    }


def _interval(count: int, of: int) -> list[float]:
    low, high = wilson(count, of)
    return [round(low, 4), round(high, 4)]
