"""The movements that are asked for. Each starts from neutral, is reached, and (a blink) left again.

Angles are against `straight`, how this person held the head while the face was captured: cameras
hang higher or lower. Error rates of the thresholds: docs/measured.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from ekyc.face.shape import solidity
from ekyc.liveness.dwell import Dwell
from ekyc.messages import Message
from ekyc.values import FaceObservation, Floats, Pose

NEUTRAL_S = 0.15
NEUTRAL_DEG = 10.0
TURN_DEG = 18.0
TURN_MOST_DEG = 38.0
"""Further round the face cannot be compared with the matched one, so no turn is counted there."""

TURN_SOLIDITY = 0.08
"""Of `ekyc.face.shape.solidity`: under it a flat picture was turned, not a head."""

REACHED_S = 0.1
REACHED_SAMPLES = 2
"""A movement is held this long and seen this often: one bad frame is not taken for one."""

STEADY_PITCH_DEG = 12.0
"""The head is held so still while eyes or mouth move: a photo that is tilted narrows its eyes."""

MOUTH_OPEN = 0.27
MOUTH_CLOSED = 0.15
EYES_CLOSED = 0.68
EYES_OPEN = 0.85
"""Eye openness as a share of the person's own open eyes (`OpenEyes`)."""

BLINK_LEAST_S = 0.06
BLINK_MOST_S = 1.5
OPEN_EYES_WINDOW_S = 3.0
OPEN_EYES_PERCENTILE = 0.75

STRAIGHT = Pose(0.0, 0.0, 0.0)


class Phase(Enum):
    """Where a movement stands."""

    SEEK_NEUTRAL = "seek_neutral"
    MOVE = "move"
    PASSED = "passed"


@dataclass(frozen=True)
class Progress:
    """What one observation did: the phase, how far the movement is (0..1), what to say about it."""

    phase: Phase
    fraction: float = 0.0
    hint: Message | None = None

    @property
    def passed(self) -> bool:
        """True once the movement was seen."""
        return self.phase is Phase.PASSED


class Challenge:
    """One movement: a measure of the observation, its neutral band and the band to be reached."""

    def __init__(self, name: str, straight: Pose = STRAIGHT) -> None:
        """`name` is a key of `CHALLENGES`; raises KeyError otherwise."""
        self.name = name
        self._movement = CHALLENGES[name]
        self._straight = straight
        self._neutral = Dwell(NEUTRAL_S)
        self._reached = Dwell(self._movement.reached_s, self._movement.samples)
        self._eyes = OpenEyes()
        self._neutral_points: list[Floats] = []
        self._phase = Phase.SEEK_NEUTRAL
        self._closed_since: float | None = None

    def step(self, observation: FaceObservation) -> Progress:
        """Take the next observation; times must not run backwards."""
        if self._phase is Phase.PASSED:
            return Progress(self._phase, 1.0)
        t_s, movement = observation.t_s, self._movement
        yaw_deg = observation.pose.yaw_deg - self._straight.yaw_deg
        pitch_deg = observation.pose.pitch_deg - self._straight.pitch_deg
        eyes = self._eyes.step(observation)
        amount = movement.amount(Measures(yaw_deg, observation.mouth_openness, eyes))
        steady_deg = STEADY_PITCH_DEG if movement.steady else math.inf
        still = abs(yaw_deg) <= NEUTRAL_DEG and abs(pitch_deg) <= steady_deg
        if movement.steady and not still and self._phase is Phase.MOVE:
            self._begin_again()
        if self._phase is Phase.SEEK_NEUTRAL:
            level = (yaw_deg, (-NEUTRAL_DEG, NEUTRAL_DEG))
            upright = (pitch_deg, (-steady_deg, steady_deg))
            rest = (amount, (-math.inf, movement.neutral))
            if still and amount <= movement.neutral:
                self._neutral_points = [*self._neutral_points[-7:], observation.landmarks]
            if not self._neutral.step(t_s, level, upright, rest):
                hint = None if still else Message("hint.look_straight")
                return Progress(self._phase, hint=hint)
            self._phase = Phase.MOVE
        solid = (
            solidity(self._rest(), observation.landmarks, yaw_deg) if movement.solid > 0 else 0.0
        )
        held = self._reached.step(
            t_s, (amount, (movement.reach, movement.most)), (solid, (movement.solid, math.inf))
        )
        if self._is_done(t_s, amount, held):
            self._phase = Phase.PASSED
            return Progress(self._phase, 1.0)
        fraction = (amount - movement.neutral) / (movement.reach - movement.neutral)
        fraction = min(max(fraction, 0.0), 0.99)
        hint = Message("hint.a_little_further") if fraction >= 0.5 else None
        if movement.other_way is not None and amount < movement.other_way:
            hint = Message("hint.other_way")
        return Progress(self._phase, fraction, hint)

    def _rest(self) -> Floats:
        """The points of the face at neutral, float32[68, 2] px."""
        mean: Floats = np.mean(self._neutral_points, axis=0, dtype=np.float32)
        return mean

    def _begin_again(self) -> None:
        self._phase, self._closed_since = Phase.SEEK_NEUTRAL, None
        self._neutral = Dwell(NEUTRAL_S)
        self._reached = Dwell(self._movement.reached_s, self._movement.samples)

    def _is_done(self, t_s: float, amount: float, held: bool) -> bool:
        if not self._movement.comes_back:
            return held
        if held and self._closed_since is None:
            self._closed_since = t_s
        if self._closed_since is None or amount > self._movement.neutral:
            return False
        closed_s, self._closed_since = t_s - self._closed_since, None
        return closed_s <= BLINK_MOST_S


@dataclass(frozen=True)
class Measures:
    """What the movements are measured by: yaw against straight, mouth and eye openness."""

    yaw_deg: float
    mouth_openness: float
    eyes_of_open: float


@dataclass(frozen=True)
class Movement:
    """`amount` grows with the movement: at most `neutral` before, then `reach` for `reached_s`.

    Beyond `most` it does not count, and `solid` is the least solidity it must have. `samples` are
    seen there. `steady`: the head does not move meanwhile. `comes_back`: passed only when neutral
    again. `other_way`: an amount that says that the person moves the opposite way. `family`: no two
    of a family are needed to see a person move.
    """

    family: str
    amount: Callable[[Measures], float]
    neutral: float
    reach: float
    most: float = math.inf
    solid: float = 0.0
    reached_s: float = REACHED_S
    samples: int = REACHED_SAMPLES
    steady: bool = False
    comes_back: bool = False
    other_way: float | None = None


CHALLENGES: dict[str, Movement] = {
    "turn_left": Movement(
        "head",
        lambda m: m.yaw_deg,
        NEUTRAL_DEG,
        TURN_DEG,
        TURN_MOST_DEG,
        TURN_SOLIDITY,
        other_way=-TURN_DEG,
    ),
    "turn_right": Movement(
        "head",
        lambda m: -m.yaw_deg,
        NEUTRAL_DEG,
        TURN_DEG,
        TURN_MOST_DEG,
        TURN_SOLIDITY,
        other_way=-TURN_DEG,
    ),
    "open_mouth": Movement(
        "mouth", lambda m: m.mouth_openness, MOUTH_CLOSED, MOUTH_OPEN, steady=True
    ),
    "blink": Movement(
        "eyes",
        lambda m: 1 - m.eyes_of_open,
        1 - EYES_OPEN,
        1 - EYES_CLOSED,
        reached_s=BLINK_LEAST_S,
        samples=1,  # at 10 fps a blink of 150 ms is one or two
        steady=True,
        comes_back=True,
    ),
}  # fmt: skip


@dataclass
class OpenEyes:
    """Eye openness as a share of this person's open eyes: the 75th percentile of the last 3 s.

    People's eyes differ by a factor of two in aspect ratio, and glasses or a low camera change it.
    """

    _recent: list[tuple[float, float]] = field(default_factory=list)

    def step(self, observation: FaceObservation) -> float:
        """1.0 is as open as usual, 0 shut; the mean of both eyes."""
        t_s, openness = observation.t_s, sum(observation.eye_openness) / 2
        self._recent = [s for s in self._recent if t_s - s[0] <= OPEN_EYES_WINDOW_S]
        self._recent.append((t_s, openness))
        ordered = sorted(value for _, value in self._recent)
        usual = ordered[int(OPEN_EYES_PERCENTILE * (len(ordered) - 1))]
        return openness / max(usual, 1e-6)
