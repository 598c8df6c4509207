"""Error rates of a score, from the scores of both classes.

Terms of ISO/IEC 19795-1: a false match is an impostor accepted, a false non-match a genuine pair
refused. A pair is accepted when its score is at least the threshold. A pair that could not be
compared is an error of its class at every threshold: its score is `REFUSED` or `ACCEPTED`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

REFUSED, ACCEPTED = -np.inf, np.inf
"""Scores of a genuine pair and of an impostor pair that could not be compared."""


def auc(genuine: Scores, impostor: Scores) -> float:
    """Area under the ROC curve: how often a genuine score beats an impostor's; ties count half."""
    ordered = np.sort(impostor)
    below = np.searchsorted(ordered, genuine, side="left")
    upto = np.searchsorted(ordered, genuine, side="right")
    return float((below + upto).sum() / 2 / (len(genuine) * len(impostor)))


def eer(genuine: Scores, impostor: Scores) -> float:
    """Equal error rate: the mean of both rates where they are closest."""
    thresholds = np.unique(np.concatenate([genuine, impostor]))
    fnmr = np.searchsorted(np.sort(genuine), thresholds, side="left") / len(genuine)
    fmr = 1 - np.searchsorted(np.sort(impostor), thresholds, side="left") / len(impostor)
    nearest = int(np.argmin(np.abs(fnmr - fmr)))
    return float((fnmr[nearest] + fmr[nearest]) / 2)


def threshold_at_fmr(impostor: Scores, fmr: float) -> float | None:
    """The least threshold at which at most `fmr` of the impostors are accepted.

    None where the data cannot show that rate: with fewer than 1 / `fmr` impostors, or when more of
    them than that could not be compared.
    """
    allowed = int(np.floor(fmr * len(impostor) + 1e-9))
    if allowed == 0:
        return None
    highest = np.partition(impostor, -(allowed + 1))[-(allowed + 1)]
    return None if highest == ACCEPTED else float(np.nextafter(highest, np.inf))


def fnmr_at(genuine: Scores, threshold: float) -> float:
    """Share of genuine pairs under the threshold."""
    return float(np.mean(genuine < threshold))


def wilson(errors: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """95 % confidence interval of a rate (Wilson, 1927)."""
    if total == 0:
        return 0.0, 1.0
    rate, spread = errors / total, z * z / total
    middle = (rate + spread / 2) / (1 + spread)
    half = z * np.sqrt(rate * (1 - rate) / total + spread / (4 * total)) / (1 + spread)
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))
