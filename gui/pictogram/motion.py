"""Which pose the face has at a moment of its loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gui.pictogram.pose import MOVEMENTS, REST, PictogramPose

_BY_TURNS_MS = 1000.0


@dataclass(frozen=True)
class Motion:
    """Milliseconds to the pose, held there, back, at rest; `reduced`: rest and pose by turns."""

    loop: tuple[int, int, int, int]
    blink: tuple[int, int, int, int]
    reduced: bool = False

    @classmethod
    def of(cls, tokens: Mapping[str, Any], reduced: bool = False) -> Motion:
        """From the theme's `[motion]`; raises KeyError where an entry is missing."""
        return cls(tuple(tokens["loop"]), tuple(tokens["blink"]), reduced)


def pose_at(challenge: str, elapsed_ms: float, motion: Motion) -> PictogramPose:
    """The pose `elapsed_ms` into the endless loop; raises KeyError for an unknown challenge."""
    phases = list(_phases(challenge, motion))
    left_ms = elapsed_ms % sum(length for length, _, _ in phases)
    for length, start, end in phases:
        if left_ms < length:
            return start.towards(end, _ease_out(left_ms / length))
        left_ms -= length
    return REST


def _phases(challenge: str, motion: Motion) -> Iterator[tuple[float, PictogramPose, PictogramPose]]:
    movement = MOVEMENTS[challenge]
    pose = movement.pose
    if motion.reduced:
        yield _BY_TURNS_MS, REST, REST
        yield _BY_TURNS_MS, pose, pose
        return
    to, held, back, rest = motion.blink if movement.moving == {"lids"} else motion.loop
    for _ in range(movement.times):
        yield to, REST, pose
        yield held, pose, pose
        yield back, pose, REST
    yield rest, REST, REST


def _ease_out(share: float) -> float:
    """The theme's OutCubic."""
    return 1 - (1 - share) ** 3
