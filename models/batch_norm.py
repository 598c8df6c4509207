"""Batch normalisation folded into the layer before it: the same numbers with one step less."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class BatchNorm(NamedTuple):
    """One normalisation's arrays, float32[out] each."""

    gamma: Floats
    beta: Floats
    mean: Floats
    variance: Floats


def fold(
    weight: Floats, norm: BatchNorm, epsilon: float, bias: Floats | float = 0.0
) -> tuple[Floats, Floats]:
    """Weight [out, ...] and bias [out] of a layer and the normalisation after it.

    Worked out in float64, element by element, so that every machine gets the same bytes.
    """
    gain = norm.gamma.astype(np.float64) / np.sqrt(norm.variance.astype(np.float64) + epsilon)
    scaled = weight * gain.reshape(-1, *[1] * (weight.ndim - 1))
    shift = norm.beta + (bias - norm.mean.astype(np.float64)) * gain
    return scaled.astype(np.float32), shift.astype(np.float32)
