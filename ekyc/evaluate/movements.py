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


def summary(labels: Mapping[str, str], counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """By kind: how many clips' labels name it, in how many of them it passes and in which it does
    not, and in which others it passes, whose label may just not name it. Keys are files."""
    result = {}
    for kind, told in KINDS.items():
        named = {file for file, label in labels.items() if told.words.search(label.lower())}
        seen = {file for file, its in counts.items() if any(its[name] for name in told.names)}
        result[kind] = {
            "labelled": len(named),
            "found": len(named & seen),
            "missed_in": sorted(named - seen),
            "elsewhere_in": sorted(seen - named),
        }
    return result
