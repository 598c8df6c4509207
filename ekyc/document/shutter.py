"""The shutter that needs no finger: it fires when a card that is whole, sharp and well
lit has been held still long enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ekyc.document.reading import CardSighting
from ekyc.values import Floats

HOLD_S = 0.8
MAX_GAP_S = 0.25
"""So long may the card be lost from sight, or be unsharp, without beginning again."""
_MAX_SHIFT = 0.03
"""Movement of a corner since the beginning, by the card's longer side."""


@dataclass(frozen=True)
class Shutter:
    """`progress` 0..1 of the ring; `fired` is True once, in the step that fires."""

    progress: float
    fired: bool


class AutoShutter:
    """Counts seconds, never frames: the same clip at any rate fires at the same time."""

    def __init__(self, *, turn_first: bool = False) -> None:
        """`turn_first`: the card in view is the side that was already taken; only what comes after
        it was turned counts."""
        self.reset(turn_first=turn_first)

    def reset(self, *, turn_first: bool = False) -> None:
        """Begin again, for the next picture."""
        self._turned = not turn_first
        self._anchor: Floats | None = None
        self._since_s = 0.0
        self._good_s = 0.0
        self._fired = False

    def step(self, sighting: CardSighting | None, t_s: float) -> Shutter:
        """What the picture taken at `t_s` means. After it fired, nothing happens until `reset`."""
        if self._fired:
            return Shutter(1.0, False)
        lost = self._anchor is not None and t_s - self._good_s > MAX_GAP_S
        self._turned |= lost
        if sighting is None or not sighting.ready:
            if lost:
                self._anchor = None
            return Shutter(self._progress(self._good_s), False)
        if self._anchor is None or lost:
            self._anchor, self._since_s = sighting.quad_xy, t_s
        elif _shift(sighting.quad_xy, self._anchor) > _MAX_SHIFT:
            # One outline that was seen wrongly is no movement; a moved card stays moved.
            return Shutter(self._progress(self._good_s), False)
        self._good_s = t_s
        progress = self._progress(t_s)
        self._fired = progress >= 1.0
        return Shutter(progress, self._fired)

    def _progress(self, t_s: float) -> float:
        if self._anchor is None or not self._turned:
            return 0.0
        # A clock read in binary fractions must not cost a frame.
        return min(1.0, (t_s - self._since_s + 1e-6) / HOLD_S)


def _shift(quad: Floats, anchor: Floats) -> float:
    long = float(np.linalg.norm(np.roll(anchor, -1, axis=0) - anchor, axis=1).max())
    return float(np.linalg.norm(quad - anchor, axis=1).max()) / max(long, 1.0)
