"""How a face's picture changes from frame to frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ekyc.liveness.dwell import MAX_GAP_S
from ekyc.messages import Message
from ekyc.passive.instant import Instant
from ekyc.passive.signal import Signal

LEAST_S = 2.0
USUAL = 0.9
"""Of the changes, by which the others are measured: the strong ones, for of a slow recording that
is fed fast most are none."""
NO_CHANGE = 0.05
"""Of a usual change. What recorders store of a picture that they repeat differs by 0.01 to 0.04 of
one."""


def repeats(series: Sequence[Instant]) -> Signal:
    """For which share of the time was the picture the one before, stored again?

    A sensor's noise never repeats (Wang and Farid, "Exposing digital forgeries in video by
    detecting duplication", 2007). Continuity asks for pictures that are exactly the same, and
    longer. AUC 1.0 on pictures that are each shown three times (docs/measured.md).
    """
    name = "repeats"
    steps = [
        (one.t_s - before.t_s, one.change)
        for before, one in pairwise(series)
        if one.change is not None and one.t_s - before.t_s <= MAX_GAP_S
    ]
    if not steps or sum(gap_s for gap_s, _ in steps) < LEAST_S:
        return Signal(name, None, Message("signal.too_short"))
    limit = NO_CHANGE * float(np.quantile([change for _, change in steps], USUAL))
    repeated_s = sum(gap_s for gap_s, change in steps if change <= limit)
    share = repeated_s / sum(gap_s for gap_s, _ in steps)
    return Signal(name, share, Message("signal.repeats"))
