"""How long something holds, measured in seconds on the straight lines between samples.

Counting frames, or counting only the time between frames that are both inside, would let the
camera's rate decide: at 10 fps a quarter of a second of neutral is two samples, 0.1 s apart.
Crossing times are interpolated instead, so that a movement gives the same verdict at any rate.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_GAP_S = 0.35
"""Samples further apart than this are not joined: nobody knows what happened between them."""

Band = tuple[float, float]
"""Least and greatest value, both inside."""


@dataclass
class Dwell:
    """Watches several signals; true once all were inside their bands for `seconds` on end.

    `samples` of them must have been seen inside: at 10 fps the lines to and from one wild sample
    are as long as a movement.
    """

    seconds: float
    samples: int = 1
    _last: tuple[float, tuple[float, ...]] | None = None
    _since: float | None = None
    _seen: int = 0

    def step(self, t_s: float, *signals: tuple[float, Band]) -> bool:
        """Take one sample of every signal as (value, band); same signals in the same order."""
        values = tuple(value for value, _ in signals)
        inside = all(low <= value <= high for value, (low, high) in signals)
        last, self._last = self._last, (t_s, values)
        if last is None or t_s - last[0] > MAX_GAP_S:
            self._since, self._seen = (t_s, 1) if inside else (None, 0)
            return False
        start, end = 0.0, 1.0
        for before, (value, band) in zip(last[1], signals, strict=True):
            enter, leave = _part_inside(before, value, band)
            start, end = max(start, enter), min(end, leave)
        if start > end:
            self._since, self._seen = None, 0
            return False
        step_s = t_s - last[0]
        if self._since is None or start > 0:
            self._since, self._seen = last[0] + start * step_s, 0
        self._seen += inside
        held = last[0] + end * step_s - self._since >= self.seconds - 1e-9
        held = held and self._seen >= self.samples
        if not inside:
            self._since, self._seen = None, 0
        return held


def _part_inside(before: float, after: float, band: Band) -> tuple[float, float]:
    """The part (from, to), 0..1, of the straight line between two values that is in the band."""
    low, high = band
    if before == after:
        return (0.0, 1.0) if low <= before <= high else (1.0, 0.0)
    crossings = sorted(((low - before) / (after - before), (high - before) / (after - before)))
    return max(0.0, crossings[0]), min(1.0, crossings[1])
