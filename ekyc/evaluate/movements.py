"""Which movements the challenge machines see in a clip, beside those that its label names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ekyc.liveness.machine import Challenge
from ekyc.liveness.measures import Rest
from ekyc.values import FaceObservation

NAMES = ("turn_left", "turn_right", "look_up", "look_down", "open_mouth", "smile", "surprise")


@dataclass(frozen=True)
class Kind:
    """What a label says in words: found when one of `names` passes as often as once."""

    words: re.Pattern[str]
    names: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    "head_turn": Kind(re.compile(r"head (turns|left|right)"), ("turn_left", "turn_right")),
    "open_mouth": Kind(re.compile(r"mouth (wide )?open"), ("open_mouth",)),
    "smile": Kind(re.compile(r"smil|grin|laugh"), ("smile",)),
}
"""As the words are used in the data's labels."""


def passes(seen: Sequence[FaceObservation], names: Sequence[str] = NAMES) -> dict[str, int]:
    """How often each movement passes; whoever has made one may begin the next.

    Straight is the median pose of the clip: no face was captured before it.
    """
    if not seen:
        return dict.fromkeys(names, 0)
    rest = Rest(Rest.of(seen).pose)
    counts = {}
    for name in names:
        machine, counts[name] = Challenge(name, rest), 0
        for one in seen:
            if machine.step(one).passed:
                machine, counts[name] = Challenge(name, rest), counts[name] + 1
    return counts


def summary(labels: Sequence[str], counts: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    """By kind: clips whose label names it, those of them in which it passes, and other clips in
    which it passes, whose label just does not name it or in which it is none."""
    result = {}
    for kind, told in KINDS.items():
        named = [told.words.search(label.lower()) is not None for label in labels]
        seen = [any(its[name] for name in told.names) for its in counts]
        result[kind] = {
            "labelled": sum(named),
            "found": sum(a and b for a, b in zip(named, seen, strict=True)),
            "elsewhere": sum(b and not a for a, b in zip(named, seen, strict=True)),
        }
    return result
