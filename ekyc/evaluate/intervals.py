"""How far error rates might lie from the truth, when people and not pairs are drawn by chance.

Pairs of one person fail together, so intervals that count pairs as independent are too narrow. Here
the people are drawn anew, with replacement, and every rate is worked out again (Bolle et al.,
"Error analysis of pattern recognition systems - the subsets bootstrap", 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ekyc.evaluate.rates import Scores, wilson

DRAWS = 1000
TAIL = 4.0
"""Impostors kept are those of so many times the highest rate asked for: no draw reaches further."""
LEAST_TAIL = 2000

People = NDArray[np.int32]
Interval = tuple[float, float] | None
"""Lower and upper end; None where a draw cannot show it."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Scores float64[N] of pairs of one class, and the number of the person on each side."""

    scores: Scores
    a: People
    b: People

    def __len__(self) -> int:
        return len(self.scores)


@dataclass(frozen=True)
class Spread:
    """95 % intervals: of the threshold at a false match rate and the FNMR there, and of the FMR at
    the threshold as it was measured."""

    threshold: Interval
    fnmr: Interval
    fmr: Interval


def bootstrap(
    genuine: Compared,
    impostor: Compared,
    thresholds: Sequence[tuple[float, float]],
    draws: int = DRAWS,
) -> list[Spread]:
    """For each (fmr, threshold as measured) the spread over `draws` of people; always the same."""
    sides = (genuine.a, genuine.b, impostor.a, impostor.b)
    people = 1 + max(int(side.max()) for side in sides)
    random = np.random.default_rng(0)
    drawn = random.multinomial(people, np.full(people, 1 / people), draws).astype(np.float32)
    totals = _totals(impostor, drawn, people)
    highest = max((fmr for fmr, _ in thresholds), default=0.0)
    kept = int(max(TAIL * highest * len(impostor), LEAST_TAIL))
    top, rest = _best(impostor, kept), _sorted(genuine)
    found = np.empty((draws, len(thresholds), 3))
    for draw, (weights, total) in enumerate(zip(drawn, totals, strict=True)):
        false = np.cumsum(_weights(top, weights))
        missed = np.concatenate([[0.0], np.cumsum(_weights(rest, weights))])
        for k, (fmr, threshold) in enumerate(thresholds):
            place = int(np.searchsorted(false, fmr * total, side="right"))
            at = top.scores[place] if place < len(top) else -np.inf  # the highest one too many
            accepted = int(np.searchsorted(-top.scores, -threshold, side="right"))
            found[draw, k] = (
                at,
                missed[np.searchsorted(rest.scores, at, side="right")] / max(missed[-1], 1),
                false[accepted - 1] / max(total, 1) if accepted else 0.0,
            )
    by_threshold = np.moveaxis(found, 0, -1)
    return [Spread(*(_interval(values) for values in each)) for each in by_threshold]


def rate_interval(
    wrong: NDArray[np.bool_], a: People, b: People, draws: int = DRAWS
) -> tuple[float, float]:
    """95 % interval of the share `wrong` bool[N] of comparisons of the people `a` and `b` int32[N],
    the people drawn anew; where one person's alone count, `b` is `a`.

    Where none or all are wrong, drawing shows no spread: then Wilson's, people counted instead of
    comparisons.
    """
    who, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    people = len(who)
    if not wrong.any() or wrong.all():
        return wilson(people if wrong.any() else 0, people)
    a, b = (side.astype(np.int32) for side in np.split(places, 2))
    random = np.random.default_rng(0)
    drawn = random.multinomial(people, np.full(people, 1 / people), draws).astype(np.float32)
    total = _weight(a, b, drawn)
    shares = _weight(a[wrong], b[wrong], drawn)[total > 0] / total[total > 0]
    low, high = np.percentile(shares, [2.5, 97.5])
    return float(low), float(high)


def _weight(a: People, b: People, drawn: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of all these comparisons together, in each draw; weights as those of `_weights`."""
    people, own = drawn.shape[1], a == b
    alone = np.bincount(a[own], minlength=people).astype(np.float32)
    pairs = a[~own].astype(np.int64) * people + b[~own]
    table = np.bincount(pairs, minlength=people * people).reshape(people, people)
    met = ((drawn @ table.astype(np.float32)) * drawn).sum(axis=1)
    weight: NDArray[np.float64] = (met + drawn @ alone).astype(np.float64)
    return weight


def _totals(pairs: Compared, drawn: NDArray[np.float32], people: int) -> NDArray[np.float32]:
    """The weight of all pairs in each draw, from how many pairs any two people have."""
    table = np.zeros((people, people), np.float32)
    np.add.at(table, (pairs.a, pairs.b), 1)
    totals: NDArray[np.float32] = ((drawn @ table) * drawn).sum(axis=1)
    return totals


def _weights(pairs: Compared, drawn: NDArray[np.float32]) -> NDArray[np.float32]:
    """How often each pair is there in a draw; a person's own pairs as often as the person."""
    other = np.where(pairs.a == pairs.b, 1, drawn[pairs.b])
    weights: NDArray[np.float32] = drawn[pairs.a] * other
    return weights


def _best(pairs: Compared, count: int) -> Compared:
    """The `count` highest, highest first."""
    kept = min(count, len(pairs))
    at = np.argpartition(-pairs.scores, kept - 1)[:kept]
    at = at[np.argsort(-pairs.scores[at], kind="stable")]
    return Compared(pairs.scores[at], pairs.a[at], pairs.b[at])


def _sorted(pairs: Compared) -> Compared:
    at = np.argsort(pairs.scores, kind="stable")
    return Compared(pairs.scores[at], pairs.a[at], pairs.b[at])


def _interval(values: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5], method="inverted_cdf")
    return (float(low), float(high)) if np.isfinite([low, high]).all() else None
