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
MOST_LOG = 600.0
"""A strip whose paths differ by more than this, as logarithms, shows no such line at all."""


@dataclass(frozen=True, eq=False)
class Places:
    """`characters` float64[W, 37]: the probability of each character at each place, 1 a row.
    `log_likelihood`: of the strip showing a line of this layout at all."""

    characters: NDArray[np.float64]
    log_likelihood: float


def places(steps: Floats, allowed: NDArray[np.bool_]) -> Places | None:
    """The marginals of `steps` float32[T, 38] for a line whose place i may hold the characters
    `allowed` bool[W, 37]; None where T steps cannot hold W characters, or nothing like them."""
    width = len(allowed)
    if len(steps) < width:
        return None
    chance = np.maximum(steps.astype(np.float64), LEAST)
    characters, blank = chance[:, :-1], chance[:, -1]
    mask = allowed.astype(np.float64)

    # Masses are kept near 1, their logarithms apart: `entering[t]` of paths that begin place i's
    # character c at step t, `in_now` of those that are within it, `between` of those that are in a
    # blank after i characters.
    entering = np.zeros((len(steps), *allowed.shape))
    forward = np.zeros(len(steps))
    in_now, between = np.zeros(allowed.shape), np.zeros(width + 1)
    between[0] = 1.0
    log_mass = 0.0
    for t in range(len(steps)):
        totals = in_now.sum(axis=1)
        enter = np.repeat(between[:-1, None], allowed.shape[1], axis=1)
        enter[1:] += totals[:-1, None] - in_now[:-1]
        enter *= mask * characters[t]
        in_now = in_now * characters[t] + enter
        between = between * blank[t]
        between[1:] += totals * blank[t]
        scale = in_now.sum() + between.sum()
        in_now, between, entering[t] = in_now / scale, between / scale, enter / scale
        log_mass += np.log(scale)
        forward[t] = log_mass
    whole = in_now[-1].sum() + between[-1]
    if not whole > 0:
        return None
    log_likelihood = float(np.log(whole) + log_mass)

    after_in, after_between = np.zeros(allowed.shape), np.zeros(width + 1)
    after_in[-1], after_between[-1] = 1.0, 1.0
    log_mass = 0.0
    found = np.zeros(allowed.shape)
    for t in range(len(steps) - 1, -1, -1):
        log_share = forward[t] + log_mass - log_likelihood
        found += entering[t] * after_in * np.exp(min(log_share, MOST_LOG))
        begin = mask * characters[t] * after_in
        totals = begin.sum(axis=1)
        after_in = characters[t] * after_in + blank[t] * after_between[1:, None]
        after_in[:-1] += totals[1:, None] - begin[1:]
        after_between = blank[t] * after_between
        after_between[:-1] += totals
        scale = after_in.sum() + after_between.sum()
        after_in, after_between = after_in / scale, after_between / scale
        log_mass += np.log(scale)
    shares = found.sum(axis=1, keepdims=True)
    return Places(found / shares, log_likelihood) if (shares > 0).all() else None
