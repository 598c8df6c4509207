"""One movement as a pure state machine: neutral, reached, left again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ekyc.face.shape import solidity
from ekyc.liveness.challenges import (
    CHALLENGES,
    NEUTRAL_DEG,
    NEUTRAL_S,
    STEADY_DEG,
    STEADY_HEIGHT,
    Movement,
)
from ekyc.liveness.dwell import Band, Dwell
from ekyc.liveness.measures import Gauge, Measures, Rest
from ekyc.messages import Message
from ekyc.values import FaceObservation, Floats

NOBODYS_REST = Rest()
REST_FRAMES = 8
"""The face at rest is the mean of so many: one frame's points tremble."""


class Phase(Enum):
    """Where a movement stands."""

    SEEK_NEUTRAL = "seek_neutral"
    MOVE = "move"
    RETURN = "return"
    PASSED = "passed"


@dataclass(frozen=True)
class Progress:
    """What one observation did: the phase, how far the movement is (0..1), what to say about it.

    `amount` is the movement's own measure, in its unit.
    """

    phase: Phase
    amount: float = 0.0
    fraction: float = 0.0
    hint: Message | None = None

    @property
    def passed(self) -> bool:
        """True once the movement was seen."""
        return self.phase is Phase.PASSED


class Challenge:
    """One movement: a measure of the observation, its neutral band and the band to be reached."""

    def __init__(self, name: str, rest: Rest = NOBODYS_REST) -> None:
        """`name` is a key of `CHALLENGES`; raises KeyError otherwise."""
        self.name = name
        self._movement = CHALLENGES[name]
        self._gauge = Gauge(rest)
        self._done = 0
        self._rest: list[Floats] = []
        self._begin()

    def _begin(self) -> None:
        """From its start; the face at rest is kept, it is the same face."""
        self._phase = Phase.SEEK_NEUTRAL
        self._neutral = Dwell(NEUTRAL_S)
        self._reached = Dwell(self._movement.reached_s, self._movement.samples)
        self._since_s = 0.0

    def step(self, seen: FaceObservation) -> Progress:
        """Take the next observation; times must not run backwards."""
        measures = self._gauge.measure(seen)
        amount = self._movement.amount(measures)
        if self._phase is Phase.PASSED:
            return Progress(self._phase, amount, 1.0)
        if self._movement.steady and not _still(measures) and self._phase is not Phase.SEEK_NEUTRAL:
            self._begin()
        if self._phase is Phase.SEEK_NEUTRAL and not self._is_neutral(seen, measures, amount):
            hint = None if _still(measures) else Message("hint.look_straight")
            return Progress(self._phase, amount, self._fraction(0.0), hint)
        self._phase = self._moved(seen, measures, amount)
        if self._phase is Phase.PASSED:
            return Progress(self._phase, amount, 1.0)
        if self._phase is Phase.RETURN:
            back = Message("hint.and_back") if self._movement.family == "head" else None
            return Progress(self._phase, amount, self._fraction(0.99), back)
        return Progress(self._phase, amount, self._fraction(self.part(amount)), self._hint(amount))

    def _is_neutral(self, seen: FaceObservation, measures: Measures, amount: float) -> bool:
        movement = self._movement
        if movement.neutral is None:
            self._phase = Phase.MOVE
            return True
        if _still(measures) and amount <= movement.neutral:
            self._rest = [*self._rest[1 - REST_FRAMES :], seen.landmarks]
        level = (measures.yaw_deg, (-NEUTRAL_DEG, NEUTRAL_DEG))
        upright = (measures.pitch_deg, (-STEADY_DEG, STEADY_DEG))
        rest = (amount, (-math.inf, movement.neutral))
        if not self._neutral.step(seen.t_s, level, upright, rest):
            return False
        self._phase = Phase.MOVE
        return True

    def _moved(self, seen: FaceObservation, measures: Measures, amount: float) -> Phase:
        movement = self._movement
        solid = self._solidity(seen, measures) if movement.solid > 0 else 0.0
        reach: Band = (movement.reach, movement.most)
        deep: Band = (movement.solid, math.inf)
        low: Band = (-math.inf, movement.highest)
        height = measures.face_height
        held = self._reached.step(seen.t_s, (amount, reach), (solid, deep), (height, low))
        if held and self._phase is Phase.MOVE:
            self._phase, self._since_s = Phase.RETURN, seen.t_s
        if self._phase is not Phase.RETURN or not _is_left(movement, amount):
            return self._phase
        lasted_s = seen.t_s - self._since_s
        self._begin()
        if lasted_s > movement.within_s:
            return self._phase
        self._done += 1
        return Phase.MOVE if self._done < movement.times else Phase.PASSED

    def _solidity(self, seen: FaceObservation, measures: Measures) -> float:
        if not self._rest:
            return 0.0
        rest: Floats = np.mean(self._rest, axis=0, dtype=np.float32)
        return solidity(rest, seen.landmarks, measures.turn_deg)

    def part(self, amount: float) -> float:
        """How much of the way an amount is, 0 up to 1."""
        low = self._movement.neutral or 0.0
        return min(max((amount - low) / (self._movement.reach - low), 0.0), 0.99)

    def _fraction(self, part: float) -> float:
        return (self._done + part) / self._movement.times

    def _hint(self, amount: float) -> Message | None:
        movement = self._movement
        if movement.two_ways and amount < -movement.reach:
            return Message("hint.other_way")
        far = movement.neutral is not None and self.part(amount) >= 0.5
        return Message("hint.a_little_further") if far else None


def _still(measures: Measures) -> bool:
    """The head is straight enough for eyes and mouth to be judged, and seen as straight on."""
    low, high = STEADY_HEIGHT
    straight = abs(measures.yaw_deg) <= NEUTRAL_DEG and abs(measures.pitch_deg) <= STEADY_DEG
    return straight and low <= measures.face_height <= high


def _is_left(movement: Movement, amount: float) -> bool:
    return movement.neutral is None or amount <= movement.left
