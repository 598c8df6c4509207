"""How a movement went, in numbers: enough to plot it later without a video."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ekyc.liveness.challenges import CHALLENGES
from ekyc.liveness.machine import Phase, Progress
from ekyc.messages import Message
from ekyc.policy_rules import SCREEN_LIGHT

SAMPLE_EVERY_S = 0.1
"""Closer samples are kept only when they are the highest so far."""


@dataclass(frozen=True)
class Trace:
    """What a timeline holds so far, for drawing: seconds since the instruction was shown, `samples`
    of (t_s, amount) with `reach` in the movement's unit."""

    name: str
    attempt: int
    reach: float
    reached_s: float | None
    passed_s: float | None
    samples: tuple[tuple[float, float], ...]


@dataclass
class Timeline:
    """One movement that was asked for in one attempt. Seconds are the session's.

    `samples` are (t_s, amount in the movement's unit). `failure` says why it was not seen.
    """

    name: str
    attempt: int
    shown_s: float | None = None
    neutral_s: float | None = None
    reached_s: float | None = None
    passed_s: float | None = None
    peak: float | None = None
    peak_s: float | None = None
    failure: Message | None = None
    samples: list[tuple[float, float]] = field(default_factory=list)

    def step(self, t_s: float, progress: Progress) -> None:
        """Take what an observation did to the movement."""
        if progress.phase is Phase.SEEK_NEUTRAL:  # begun anew: what was seen before does not count
            self.neutral_s = self.reached_s = self.peak = self.peak_s = None
        elif self.neutral_s is None:
            self.neutral_s = t_s
        if progress.phase in (Phase.RETURN, Phase.PASSED) and self.reached_s is None:
            self.reached_s = t_s
        if progress.passed:
            self.passed_s = t_s
        highest = self.neutral_s is not None and (self.peak is None or progress.amount > self.peak)
        if highest:
            self.peak, self.peak_s = progress.amount, t_s
        if highest or not self.samples or t_s - self.samples[-1][0] >= SAMPLE_EVERY_S:
            self.samples.append((t_s, progress.amount))

    def trace(self) -> Trace:
        """As it is now; it does not change any more."""
        start_s = self.shown_s or 0.0
        return Trace(
            self.name,
            self.attempt,
            _scale(self.name)[2],
            None if self.reached_s is None else self.reached_s - start_s,
            None if self.passed_s is None else self.passed_s - start_s,
            tuple((t_s - start_s, amount) for t_s, amount in self.samples),
        )

    def as_json(self) -> dict[str, Any]:
        """JSON values; times in seconds since the instruction was shown."""
        unit, neutral, reach = _scale(self.name)
        start_s = self.shown_s or 0.0

        def since(t_s: float | None) -> float | None:
            return None if t_s is None else round(t_s - start_s, 3)

        return {
            "name": self.name,
            "attempt": self.attempt,
            "shown_s": None if self.shown_s is None else round(self.shown_s, 3),
            "neutral_after_s": since(self.neutral_s),
            "reached_after_s": since(self.reached_s),
            "passed_after_s": since(self.passed_s),
            "unit": unit,
            "neutral": neutral,
            "reach": reach,
            "peak": None if self.peak is None else round(self.peak, 4),
            "peak_after_s": since(self.peak_s),
            "failure": self.failure.id if self.failure else None,
            "samples": [[since(t_s), round(amount, 4)] for t_s, amount in self.samples],
        }


def _scale(name: str) -> tuple[str, float | None, float]:
    """Unit, neutral and reach of a movement; of the screen's light, the share that was shown."""
    if name == SCREEN_LIGHT:
        return "share", None, 1.0
    movement = CHALLENGES[name]
    return movement.unit, movement.neutral, movement.reach
