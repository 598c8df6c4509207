"""The tilt challenge: the card is turned as it is asked, while the camera watches.

What it proves: that something flat with a card's shape turns, now, the way that was drawn for this
session, and that what is printed on it turns with its outline. A recording does not follow. It does
not tell a card from a flat print of one, which turns as a card does; that is for the checks of
whether it is a document.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from ekyc.document.plane import ratio_of, turn_of
from ekyc.liveness.dwell import Dwell
from ekyc.messages import Message
from ekyc.policy_rules import DOCUMENT_TILT
from ekyc.values import Check, Floats, Rgb, Status

DIRECTIONS = ("left", "right", "top", "bottom")
"""The edge that comes nearer to the camera, as the picture shows it."""
SAID = {
    "left": "document.tilt_left",
    "right": "document.tilt_right",
    "top": "document.tilt_top",
    "bottom": "document.tilt_bottom",
}
COUNT = 2
FLAT_DEG, REACH_DEG = 9.0, 15.0
"""The turn is measured with a field of view that was guessed: one of 55 or 78 degrees makes 15
degrees look like 17 or 11."""
FLAT_S, REACH_S, REACH_SAMPLES = 0.2, 0.15, 2
SAME_RATIO = 0.12
"""A rigid card keeps its ratio of sides (logarithm); one that is squeezed in the picture does
not."""
SAME_CONTENT = 0.4
"""Correlation of what is printed on it, flat and turned, at least."""
REST_FRAMES = 8
"""Of the card lying flat with which the turned one is compared: now and then a part of the card is
taken for all of it."""
_THUMB = (48, 32)


def draw_tilts(nonce: str) -> tuple[str, ...]:
    """`COUNT` directions, none twice; an auditor who knows the session's nonce draws the same."""
    seed = hashlib.sha256(f"{nonce}/tilt".encode()).digest()
    rng = random.Random(seed)  # noqa: S311 (as unpredictable as the nonce)
    return tuple(rng.sample(DIRECTIONS, COUNT))


@dataclass(frozen=True, eq=False)
class _Flat:
    """The card before it was turned: float32[4, 2] px, its ratio of sides, `_content`."""

    quad_xy: Floats
    ratio: float
    content: Floats


class Tilted(Enum):
    """How the challenge stands, or ended."""

    ASKED = "reason.not_reached"
    PASSED = "reason.tilt_seen"
    TOO_LATE = "reason.tilt_not_seen"
    OTHER_WAY = "reason.tilt_other_way"
    NOT_RIGID = "reason.tilt_not_rigid"


@dataclass
class TiltChallenge:
    """Watches the card's outline; `wanted` are directions, in order, each within `deadline_s`.

    Times are those of the frames; the first deadline starts with `shown`.
    """

    wanted: tuple[str, ...]
    deadline_s: float
    state: Tilted = Tilted.ASKED
    done: int = 0
    hint: Message | None = None

    def __post_init__(self) -> None:
        self._since_s: float | None = None
        self._begin()

    def _begin(self) -> None:
        self._is_flat = False
        self._flat = Dwell(FLAT_S)
        self._reached = Dwell(REACH_S, REACH_SAMPLES)
        self._wrong = Dwell(REACH_S, REACH_SAMPLES)
        self._rest: list[_Flat] = []

    @property
    def asked(self) -> str:
        """The edge that is to come nearer; "" when nothing is asked for any more."""
        return self.wanted[self.done] if self.state is Tilted.ASKED else ""

    def shown(self, t_s: float) -> None:
        """The instruction is on the screen since `t_s`."""
        if self._since_s is None:
            self._since_s = t_s

    def step(self, rgb: Rgb, quad_xy: Floats | None, t_s: float) -> Tilted:
        """Take the next frame, uint8[H, W, 3], with the card's outline in it, if it was found."""
        if self.state is not Tilted.ASKED:
            return self.state
        self.shown(t_s)
        if self._since_s is not None and t_s - self._since_s > self.deadline_s:
            self.state = Tilted.TOO_LATE
        elif quad_xy is not None:
            self._look(rgb, quad_xy, t_s)
        return self.state

    def _look(self, rgb: Rgb, quad_xy: Floats, t_s: float) -> None:
        size = (rgb.shape[1], rgb.shape[0])
        turn = turn_of(quad_xy, size)
        level = (-FLAT_DEG, FLAT_DEG)
        if max(abs(turn.left_deg), abs(turn.top_deg)) <= FLAT_DEG:
            flat = _Flat(quad_xy, ratio_of(quad_xy, size), _content(rgb, quad_xy))
            self._rest = [*self._rest, flat][-REST_FRAMES:]
        if not self._is_flat:
            self.hint = Message("document.tilt_flat")
            self._is_flat = self._flat.step(t_s, (turn.left_deg, level), (turn.top_deg, level))
            return
        self.hint = Message(SAID[self.asked])
        way = {"left": turn.left_deg, "top": turn.top_deg}
        way |= {"right": -turn.left_deg, "bottom": -turn.top_deg}
        amount = way.pop(self.asked)
        others = max(way.values())
        far = (REACH_DEG, np.inf)
        if self._wrong.step(t_s, (others, far), (amount, (-np.inf, others))):
            self.state = Tilted.OTHER_WAY
        elif self._reached.step(t_s, (amount, far), (others, (-np.inf, 0.8 * amount))):
            self._judge(rgb, quad_xy, t_s)

    def _judge(self, rgb: Rgb, quad_xy: Floats, t_s: float) -> None:
        """Is it the card that was flat, as a rigid whole?"""
        now = ratio_of(quad_xy, (rgb.shape[1], rgb.shape[0]))
        if not any(_is_turned(flat, rgb, quad_xy, now) for flat in self._rest):
            self.state = Tilted.NOT_RIGID
            return
        self.done += 1
        self._since_s = t_s
        self._begin()
        if self.done == len(self.wanted):
            self.state, self.hint = Tilted.PASSED, None

    def check(self) -> Check:
        """`document_tilt`. A person who did not manage is sent to staff, not refused."""
        status = {
            Tilted.PASSED: Status.PASS,
            Tilted.NOT_RIGID: Status.FAIL,
        }.get(self.state, Status.NOT_ASSESSED)
        reason = Message(self.state.value, {"n": len(self.wanted)})
        return Check(DOCUMENT_TILT, status, reason, float(self.done), float(len(self.wanted)))


def _is_turned(flat: _Flat, rgb: Rgb, quad_xy: Floats, ratio: float) -> bool:
    ways = (np.roll(quad_xy, -turn, axis=0) for turn in range(4))
    same = min(ways, key=lambda way: float(np.linalg.norm(way - flat.quad_xy)))
    alike = float((flat.content * _content(rgb, same)).sum())
    return abs(float(np.log(ratio / flat.ratio))) <= SAME_RATIO and alike >= SAME_CONTENT


def _content(rgb: Rgb, quad_xy: Floats) -> Floats:
    """What is printed within the outline, small, without its mean and of length 1."""
    width, height = _THUMB
    ends = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad_xy.astype(np.float32), ends * 4)
    flat = cv2.warpPerspective(rgb, matrix, (width * 4, height * 4))
    small = cv2.resize(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), _THUMB, interpolation=cv2.INTER_AREA)
    cells = small.astype(np.float32)
    # Light changes slowly over a card as it turns, print does not.
    cells -= cv2.GaussianBlur(cells, (0, 0), 8)
    length = float(np.linalg.norm(cells))
    return np.asarray(cells / np.float32(max(length, 1e-3)), dtype=np.float32)
