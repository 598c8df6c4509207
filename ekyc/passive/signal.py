"""What one analyser makes of a presentation."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.messages import Message


@dataclass(frozen=True)
class Signal:
    """`score` in the analyser's own unit, higher is more like an attack; None: could not be
    assessed, and `reason` says why. Else `reason` says what a high score speaks of.

    No score is a verdict: what scores mean together is learned (docs/measured.md has what each of
    them tells alone).
    """

    name: str
    score: float | None
    reason: Message
