"""How many frames a second are looked at."""

from __future__ import annotations

from collections import deque

OVER_S = 1.0


class FrameRate:
    """Of the frames of the last `OVER_S`; those that were dropped before do not count."""

    def __init__(self) -> None:
        self._times_s: deque[float] = deque()

    def step(self, t_s: float) -> None:
        """A frame of that time is looked at."""
        if self._times_s and t_s <= self._times_s[-1]:
            self._times_s.clear()  # another source
        self._times_s.append(t_s)
        while t_s - self._times_s[0] > OVER_S:
            self._times_s.popleft()

    @property
    def fps(self) -> float | None:
        """None until two frames came within `OVER_S`."""
        times_s = self._times_s
        if len(times_s) < 2:
            return None
        return (len(times_s) - 1) / (times_s[-1] - times_s[0])
