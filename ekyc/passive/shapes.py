"""How the shape of a face changes: a photo's does not, and turns as a sheet does.

A picture that is held, moved and tilted changes by an affinity, nearly: what an affinity cannot
undo is a face that speaks, blinks and turns (De Marsico et al., "Moving face spoofing detection via
3D projective invariants", 2012; Bao et al., "A liveness detection method for face recognition based
on optical flow field", 2009). The landmarks tremble by about 1 % of the distance between the eyes,
whatever is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ekyc.face.shape import HEAD
from ekyc.messages import Message
from ekyc.passive.instant import Instant
from ekyc.passive.signal import Signal
from ekyc.values import Floats

Matrix = NDArray[np.float64]

PITCH_S = 0.25
"""Instants closer than this are left out: the same at 10 and at 30 frames a second."""
APART_S, MOST_APART_S = 1.0, 6.0
"""Of two instants that are compared: the first that is so much later, if it is not too late."""
LEAST_S = 2.0

LEAST_FORESHORTENING = 0.06
"""Natural logarithm of how much narrower than high a shape becomes: 20 degrees of a sheet."""

_JAW = 17
"""Landmarks before this one lie on the jaw, where they slide along it."""
_RIGID = list(HEAD)
_TREMBLE = 0.01
_MOST = 0.9


def still_face(series: Sequence[Instant]) -> Signal:
    """Does the face stay as it is but for how it is held? Minus the natural logarithm of the middle
    change within a second or more that no affinity undoes, in distances between the eyes.
    AUC .69 and .75 on prints of two sets, .98 on simulated ones (docs/measured.md)."""
    name = "still_face"
    if not _long(series):
        return Signal(name, None, Message("signal.too_short"))
    changes = [_size(_affinity(*pair)[1]) for pair in _pairs(series)]
    if not changes:
        return Signal(name, None, Message("signal.too_short"))
    return Signal(name, -float(np.log(np.median(changes) + 1e-3)), Message("signal.still_face"))


def flat_face(series: Sequence[Instant]) -> Signal:
    """Does the face turn as a sheet does? How much of its change is foreshortening, over what no
    affinity undoes, natural logarithm: when a head turns, the nose moves first against the eyes.

    Each of the places that do not move when a face speaks, against their medians; nine of ten
    instants are less foreshortened, and less changed otherwise. Not assessed of who does not turn.
    AUC .96 on simulated prints that are turned (docs/measured.md).
    """
    name = "flat_face"
    if not _long(series):
        return Signal(name, None, Message("signal.too_short"))
    shapes = np.array([one.shape[_RIGID] for one in _thinned(series)], np.float32)
    usual = np.asarray(np.median(shapes, axis=0), np.float32)
    fits = [_affinity(usual, shape) for shape in shapes]
    sizes = [np.linalg.svd(affinity[:2], compute_uv=False) for affinity, _ in fits]
    foreshortened = float(np.quantile([np.log(size[0] / size[1]) for size in sizes], _MOST))
    if foreshortened < LEAST_FORESHORTENING:
        return Signal(name, None, Message("signal.not_turned"))
    beyond = float(np.quantile([_size(residual) for _, residual in fits], _MOST))
    score = float(np.log(foreshortened / (beyond + _TREMBLE)))
    return Signal(name, score, Message("signal.flat_face"))


def _long(series: Sequence[Instant]) -> bool:
    return bool(series) and series[-1].t_s - series[0].t_s >= LEAST_S


def _pairs(series: Sequence[Instant]) -> Iterator[tuple[Floats, Floats]]:
    """Shapes without the jaw, first the earlier one."""
    thinned = list(_thinned(series))
    for number, one in enumerate(thinned):
        later = (other for other in thinned[number:] if other.t_s - one.t_s >= APART_S)
        other = next(later, None)
        if other is not None and other.t_s - one.t_s <= MOST_APART_S:
            yield one.shape[_JAW:], other.shape[_JAW:]


def _thinned(series: Sequence[Instant]) -> Iterator[Instant]:
    kept_s = float("-inf")
    for one in series:
        if one.t_s - kept_s >= PITCH_S - 1e-6:
            kept_s = one.t_s
            yield one


def _affinity(shape: Floats, other: Floats) -> tuple[Matrix, Matrix]:
    """float64[3, 2] that best takes `shape` to `other`, and what it leaves, float64[N, 2]."""
    places = np.column_stack([shape, np.ones(len(shape))]).astype(np.float64)
    affinity, *_ = np.linalg.lstsq(places, other.astype(np.float64), rcond=None)
    return np.asarray(affinity), np.asarray(other - places @ affinity)


def _size(residual: Matrix) -> float:
    return float(np.sqrt((residual**2).sum(axis=1).mean()))
