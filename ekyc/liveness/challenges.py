"""The movements that may be asked for, and what counts as each.

Angles and expressions are against how this person looked while the face was captured
(`measures.Rest`). Error rates of the thresholds: docs/measured.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ekyc.liveness.blink import SHUT
from ekyc.liveness.measures import Measures

NEUTRAL_S = 0.15
NEUTRAL_DEG = 10.0
TURN_DEG = 18.0
TURN_MOST_DEG = 38.0
"""Further round the face cannot be compared with the matched one, so no turn is counted there."""

SOLID = 0.08
"""Of `ekyc.face.shape.solidity`: under it a flat picture was turned, not a head."""

LOOK_REST_DEG = 7.0
LOOK_DEG = 13.0
NOD_DEG = 9.0
NOD_MOST_S = 2.0

REACHED_S = 0.1
REACHED_SAMPLES = 2
"""A movement is held this long and seen this often: one bad frame is not taken for one."""

STEADY_DEG = 12.0
"""The head is held so still while eyes or mouth move: a photo that is tilted narrows its eyes."""

STEADY_HEIGHT = (0.8, 1.2)
"""And the face keeps its height by so much of that at rest: 0.84 to 1.11 on 99.8 % of the frames of
34 people whose heads were that straight. A photo that is turned or tilted by 40 degrees does not,
which both engines take for straight."""

MOUTH_OPEN = 0.27
MOUTH_CLOSED = 0.15
EYES_CLOSED = SHUT
EYES_OPEN = 0.85
"""Eye openness as a share of the person's own open eyes (`Measures.eyes_of_open`)."""

BLINK_LEAST_S = 0.06
BLINK_MOST_S = 1.5

SHOWN = 0.7
NOT_SHOWN = 0.35
"""Probability of an expression, against rest."""
EXPRESSION_S = 0.2
EXPRESSION_SAMPLES = 3

STILL_S = 2.0


@dataclass(frozen=True)
class Movement:
    """`amount` grows with the movement: at most `neutral` before, then `reach` for `reached_s`,
    then left again; `neutral` None begins at once and is not left.

    `samples` are seen at `reach`; beyond `most` it does not count; `solid` is the least solidity it
    must have, `highest` the face's height at most, as a share of that at rest. `within_s` is the
    longest that it may last. `times` it is done. `steady`: the head does not move meanwhile.
    `two_ways`: minus the amount is the opposite movement. `family`: a plan has one of each. `unit`
    of the amount, for the record.
    """

    family: str
    unit: str
    amount: Callable[[Measures], float]
    neutral: float | None
    reach: float
    most: float = math.inf
    solid: float = 0.0
    highest: float = math.inf
    reached_s: float = REACHED_S
    samples: int = REACHED_SAMPLES
    within_s: float = math.inf
    times: int = 1
    steady: bool = False
    two_ways: bool = False

    @property
    def left(self) -> float:
        """Under this amount a movement that was reached is over: half the way back."""
        return -math.inf if self.neutral is None else (self.neutral + self.reach) / 2


_TURN = partial(
    Movement,
    "head",
    "deg",
    neutral=NEUTRAL_DEG,
    reach=TURN_DEG,
    most=TURN_MOST_DEG,
    solid=SOLID,
    two_ways=True,
)
_LOOK = partial(
    Movement,
    "head",
    "deg",
    neutral=LOOK_REST_DEG,
    reach=LOOK_DEG,
    most=TURN_MOST_DEG,
    solid=SOLID,
    highest=STEADY_HEIGHT[1],
    two_ways=True,
)
_BLINK = partial(
    Movement,
    "eyes",
    "share",
    lambda m: 1 - m.eyes_of_open,
    1 - EYES_OPEN,
    1 - EYES_CLOSED,
    reached_s=BLINK_LEAST_S,
    samples=1,  # at 10 fps a blink of 150 ms is one or two
    within_s=BLINK_MOST_S,
    steady=True,
)
_EXPRESSION = partial(
    Movement,
    "mouth",
    "probability",
    neutral=NOT_SHOWN,
    reach=SHOWN,
    reached_s=EXPRESSION_S,
    samples=EXPRESSION_SAMPLES,
    steady=True,
)

CHALLENGES: dict[str, Movement] = {
    "blink": _BLINK(),
    "blink_twice": _BLINK(times=2),
    "turn_left": _TURN(amount=lambda m: m.yaw_deg),
    "turn_right": _TURN(amount=lambda m: -m.yaw_deg),
    "look_up": _LOOK(amount=lambda m: m.pitch_deg),
    "look_down": _LOOK(amount=lambda m: -m.pitch_deg),
    "nod": _LOOK(amount=lambda m: -m.pitch_deg, reach=NOD_DEG, within_s=NOD_MOST_S),
    "open_mouth": Movement(
        "mouth", "ratio", lambda m: m.mouth_openness, MOUTH_CLOSED, MOUTH_OPEN, steady=True
    ),
    "smile": _EXPRESSION(amount=lambda m: m.happiness),
    "surprise": _EXPRESSION(amount=lambda m: m.surprise),
    "hold_still": Movement(
        "still", "s", lambda m: m.still_s, None, STILL_S, reached_s=0.0, samples=1
    ),
}

NEEDED_FAMILIES = ("eyes", "head", "mouth")
"""A person is asked for one of each: a photo can hold still."""
