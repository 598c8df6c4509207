"""The challenge of the screen's light: colours are shown, and the light on the face is watched."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ekyc.liveness.machine import Phase, Progress
from ekyc.liveness.screen_colours import COUNT, SLOT_S, Colour
from ekyc.liveness.screen_light import LAGS_S, MOST_CHANCE, Reflection, Sample, Verdict, judge
from ekyc.liveness.skin_light import around, on_face
from ekyc.messages import Message
from ekyc.policy_rules import SCREEN_LIGHT
from ekyc.values import Check, FaceObservation, Rgb, Status

LASTS_S = COUNT * SLOT_S + LAGS_S[-1]
"""From the first colour to the verdict."""

_STATUS = {
    Verdict.FOLLOWS: Status.PASS,
    Verdict.OTHER: Status.FAIL,
    Verdict.AROUND: Status.FAIL,
    Verdict.UNSEEN: Status.NOT_ASSESSED,
}
_REASON = {
    Verdict.FOLLOWS: "reason.light_follows",
    Verdict.OTHER: "reason.light_other",
    Verdict.AROUND: "reason.light_around",
    Verdict.UNSEEN: "reason.light_unseen",
}


@dataclass
class LightChallenge:
    """Takes what the screen shows and what the camera sees, in the order of time; judges once."""

    colours: tuple[Colour, ...]
    reflection: Reflection | None = None
    _shown_s: list[float] = field(default_factory=list)
    _samples: list[Sample] = field(default_factory=list)

    def colour_shown(self, number: int, t_s: float) -> bool:
        """Colour `number`, from 1, is on the screen since `t_s`; one more than there are: they have
        gone. True when it was its turn, and not before the one before; else nothing happens."""
        last_s = self._shown_s[-1] if self._shown_s else -math.inf
        follows = number == len(self._shown_s) + 1 <= COUNT + 1 and t_s > last_s
        if follows:
            self._shown_s.append(t_s)
        return follows

    def step(self, t_s: float, rgb: Rgb, seen: FaceObservation | None) -> None:
        """Take the next picture, with the face in it if it can be judged."""
        if self._shown_s and self.reflection is None:
            on = on_face(rgb, seen) if seen is not None else None
            off = around(rgb, seen) if seen is not None else None
            self._samples.append(Sample(t_s, on, off))
        self.tick(t_s)

    def forget_seen(self) -> None:
        """Another face: what was seen until now does not count, and has gone by."""
        self._samples.clear()

    def tick(self, now_s: float) -> None:
        """Time goes on: once the last colour can have been seen, it is judged."""
        gone = len(self._shown_s) == COUNT + 1
        if gone and self.reflection is None and now_s >= self._shown_s[-1] + LAGS_S[-1]:
            self.reflection = judge(self.colours, self._shown_s, self._samples)
            self._samples.clear()

    @property
    def colour(self) -> str:
        """The one that is shown, "#00cd00"; "" when there is none."""
        number = len(self._shown_s)
        if not 1 <= number <= COUNT:
            return ""
        return "#{:02x}{:02x}{:02x}".format(*self.colours[number - 1])

    @property
    def progress(self) -> Progress:
        """How many of the colours were shown; passed once the light was seen to follow them."""
        verdict = self.reflection and self.reflection.verdict
        if verdict is Verdict.FOLLOWS:
            return Progress(Phase.PASSED, 1.0, 1.0)
        if not self._shown_s:
            return Progress(Phase.SEEK_NEUTRAL)
        part = min((len(self._shown_s) - 1) / COUNT, 0.99)
        return Progress(Phase.MOVE, part, part)


def light_check(reflection: Reflection) -> Check:
    """`screen_light`: the score is how many bits of the sequence were told."""
    verdict = reflection.verdict
    reason = Message(_REASON[verdict], {"n": round(1 / MOST_CHANCE)})
    bits, least = round(reflection.bits, 2), round(-math.log2(MOST_CHANCE), 2)
    return Check(SCREEN_LIGHT, _STATUS[verdict], reason, bits, least)
