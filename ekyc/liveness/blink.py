"""When eyes close and open again, in seconds and as the frames come.

The thresholds stand on 53 closures in 34 clips. They find all of these and one that is none; chosen
on all clips but the one that is judged, 52 and two that are none: see docs/measured.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ekyc.liveness.dwell import MAX_GAP_S
from ekyc.liveness.measures import OpenEyes
from ekyc.values import FaceObservation

SHUT, OPEN = 0.64, 0.75
"""Of how open the eyes usually are: a closure goes under the one, and is over above the other."""


@dataclass(frozen=True)
class Closure:
    """Eyes were shut from the first to the last such frame; `depth` is how open they were at
    least, as a share of their usual openness."""

    start_s: float
    end_s: float
    depth: float


@dataclass
class BlinkDetector:
    """Feeds on the observations of one person in the order of time.

    A closure is told with the frame that opens it again, so without any delay of its own. One that
    nobody watched whole, because frames are missing for longer than `MAX_GAP_S`, is not told.
    """

    shut: float = SHUT
    open: float = OPEN
    _eyes: OpenEyes = field(default_factory=OpenEyes)
    _now: Closure | None = None
    _last_s: float | None = None

    @property
    def closed(self) -> Closure | None:
        """The closure that has not ended yet, if there is one: a film may end in it."""
        return self._now

    def step(self, seen: FaceObservation) -> Closure | None:
        """Take the next observation; the closure that it ends, if it ends one."""
        return self.take(seen.t_s, self._eyes.step(seen))

    def take(self, t_s: float, share: float) -> Closure | None:
        """The same for eyes of which it is known how open they are, as `OpenEyes` tells it."""
        last_s, self._last_s = self._last_s, t_s
        if last_s is not None and t_s - last_s > MAX_GAP_S:
            self._now = None
        now = self._now
        if share <= self.shut:
            start_s, depth = (t_s, share) if now is None else (now.start_s, min(now.depth, share))
            self._now = Closure(start_s, t_s, depth)
            return None
        if now is not None and share >= self.open:
            self._now = None
            return now
        return None
