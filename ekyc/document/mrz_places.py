"""Which character stands at each place of a line, when the line has so many places.

The recogniser gives probabilities along the strip, CTC's way: a character may last for several
steps, blanks lie between. Of all ways to write exactly W characters over the steps, with only those
that the layout allows at each place, these are the exact marginals (forward and backward sums;
Graves et al., "Connectionist Temporal Classification", 2006).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats

LEAST = 1e-8
"""Probability that nothing is denied: the network's own zeros are no proof."""


@dataclass(frozen=True, eq=False)
class Places:
    """`characters` float64[W, 37]: the probability of each character at each place, 1 a row.
    `log_likelihood`: of the strip showing a line of this layout at all."""

    characters: NDArray[np.float64]
    log_likelihood: float


def places(steps: Floats, allowed: NDArray[np.bool_]) -> Places | None:
    """The marginals of `steps` float32[T, 38] for a line of which place i may hold the characters
    `allowed` bool[W, 37]; None where T steps cannot hold W characters."""
    width, last = allowed.shape[0], len(steps) - 1
    if len(steps) < width:
        return None
    chance = np.maximum(steps.astype(np.float64), LEAST)
    characters, blank = chance[:, :-1], chance[:, -1]
    mask = allowed.astype(np.float64)

    # in_[t]: mass of paths that are within place i's character c at step t; between[t]: that are in
    # a blank after i characters. Both are scaled to 1 a step.
    in_ = np.zeros((len(steps), *allowed.shape))
    between = np.zeros((len(steps), width + 1))
    entering = np.zeros_like(in_)
    scales = np.zeros(len(steps))
    in_now, between_now = np.zeros(allowed.shape), np.zeros(width + 1)
    between_now[0] = 1.0
    for t in range(len(steps)):
        totals = in_now.sum(axis=1)
        enter = np.repeat(between_now[:-1, None], allowed.shape[1], axis=1)
        enter[1:] += totals[:-1, None] - in_now[:-1]
        enter *= mask * characters[t]
        in_now = in_now * characters[t] + enter
        between_now = between_now * blank[t]
        between_now[1:] += totals * blank[t]
        scale = in_now.sum() + between_now.sum()
        in_now, between_now = in_now / scale, between_now / scale
        in_[t], between[t], entering[t], scales[t] = in_now, between_now, enter / scale, scale
    whole = in_[last, -1].sum() + between[last, -1]
    if not whole > 0:
        return None

    after_in, after_between = np.zeros(allowed.shape), np.zeros(width + 1)
    after_in[-1], after_between[-1] = 1.0, 1.0
    found = np.zeros(allowed.shape)
    for t in range(last, -1, -1):
        found += entering[t] * after_in
        if t == 0:
            break
        begin = mask * characters[t] * after_in
        totals = begin.sum(axis=1)
        stay = characters[t] * after_in
        after_in = stay + blank[t] * after_between[1:, None]
        after_in[:-1] += totals[1:, None] - begin[1:]
        after_between = blank[t] * after_between
        after_between[:-1] += totals
        after_in, after_between = after_in / scales[t], after_between / scales[t]
    marginals = found / found.sum(axis=1, keepdims=True)
    return Places(marginals, float(np.log(whole) + np.log(scales).sum()))
