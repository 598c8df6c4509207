"""The last half minute of a face, as numbers: what the analysers look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ekyc.passive.changes import repeats
from ekyc.passive.instant import Instant
from ekyc.passive.looks import screen_colour, shifted_grid, smooth_texture, uneven_colour
from ekyc.passive.shapes import flat_face, still_face
from ekyc.passive.signal import Signal
from ekyc.values import FaceObservation, Frame, Rgb

KEPT_S = 30.0
LOOK_EVERY_S = 0.25
"""What changes slowly is looked at so often: it takes most of the time."""

Analyser = Callable[[Sequence[Instant]], Signal]
ANALYSERS: tuple[Analyser, ...] = (
    smooth_texture,
    uneven_colour,
    screen_colour,
    still_face,
    flat_face,
    repeats,
    shifted_grid,
)


@dataclass
class Series:
    """Takes every frame with what was observed in it, in the order of time.

    Numbers are kept for `KEPT_S`, and of pictures the newest one. Frames without a face only let
    time pass; another face that is followed (`track_id`) begins anew.
    """

    _instants: deque[Instant] = field(default_factory=deque)
    _picture: Rgb | None = None
    _track_id: int | None = None
    _looked_s: float = float("-inf")

    def add(self, frame: Frame, seen: FaceObservation | None) -> None:
        """The next frame."""
        before, self._picture = self._picture, frame.rgb
        if seen is None:
            return
        if seen.track_id != self._track_id:
            self._instants.clear()
            self._track_id, self._looked_s = seen.track_id, float("-inf")
        look = frame.t_s - self._looked_s >= LOOK_EVERY_S - 1e-6
        if look:
            self._looked_s = frame.t_s
        self._instants.append(Instant.of(seen, frame.rgb, before, look=look))
        while frame.t_s - self._instants[0].t_s > KEPT_S:
            self._instants.popleft()

    @property
    def instants(self) -> tuple[Instant, ...]:
        """Oldest first."""
        return tuple(self._instants)


def signals(series: Series) -> tuple[Signal, ...]:
    """What every analyser makes of it."""
    instants = series.instants
    return tuple(analyse(instants) for analyse in ANALYSERS)
