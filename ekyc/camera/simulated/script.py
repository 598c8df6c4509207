"""When the simulated customer does what: every movement with its exact times, from a seed."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from ekyc.camera.simulated.pose import CustomerPose


@dataclass(frozen=True)
class Move:
    """One channel of the face goes to `amount` and back.

    Seconds from the gesture's start: it sets out at `start_s`, is there from `reach_s` to `leave_s`
    and is neutral again at `end_s`.
    """

    channel: str
    amount: float
    start_s: float
    reach_s: float
    leave_s: float
    end_s: float

    def at(self, t_s: float) -> float:
        """The amount at `t_s` seconds after the gesture's start."""
        if t_s <= self.start_s or t_s >= self.end_s:
            return 0.0
        if t_s < self.reach_s:
            return self.amount * _smooth((t_s - self.start_s) / (self.reach_s - self.start_s))
        if t_s > self.leave_s:
            return self.amount * _smooth((self.end_s - t_s) / (self.end_s - self.leave_s))
        return self.amount


GESTURES: Mapping[str, tuple[Move, ...]] = MappingProxyType(
    {
        "blink": (Move("eyes", 1.0, 0.0, 0.09, 0.25, 0.39),),
        "blink_twice": (
            Move("eyes", 1.0, 0.0, 0.09, 0.25, 0.39),
            Move("eyes", 1.0, 0.70, 0.79, 0.95, 1.09),
        ),
        "turn_left": (Move("yaw_deg", 26.0, 0.0, 0.60, 1.50, 2.10),),
        "turn_right": (Move("yaw_deg", -26.0, 0.0, 0.60, 1.50, 2.10),),
        "look_up": (Move("pitch_deg", 18.0, 0.0, 0.55, 1.45, 2.00),),
        "look_down": (Move("pitch_deg", -18.0, 0.0, 0.55, 1.45, 2.00),),
        "nod": (
            Move("pitch_deg", -15.0, 0.0, 0.28, 0.34, 0.62),
            Move("pitch_deg", 5.0, 0.62, 0.78, 0.80, 0.96),
            Move("pitch_deg", -13.0, 0.96, 1.24, 1.30, 1.60),
        ),
        "open_mouth": (Move("mouth_open", 1.0, 0.0, 0.40, 1.30, 1.70),),
        "smile": (Move("smile", 1.0, 0.0, 0.40, 1.70, 2.20),),
        "surprise": (
            Move("brow", 1.0, 0.0, 0.25, 1.40, 1.80),
            Move("mouth_open", 0.8, 0.05, 0.35, 1.35, 1.75),
        ),
        "hold_still": (),
    }
)
"""What an obedient customer does for each challenge of the vocabulary."""

OPPOSITE: Mapping[str, str] = MappingProxyType(
    {
        "turn_left": "turn_right",
        "turn_right": "turn_left",
        "look_up": "look_down",
        "look_down": "look_up",
        "nod": "turn_left",
        "blink": "",
        "blink_twice": "",
        "open_mouth": "",
        "smile": "open_mouth",
        "surprise": "smile",
        "hold_still": "nod",
    }
)
"""What a disobedient one does instead; "" is nothing at all."""

NOTHING: Mapping[str, str] = MappingProxyType(dict.fromkeys(GESTURES, ""))
"""A customer who does not move, whatever is asked."""

_NATURAL_BLINK = (Move("eyes", 1.0, 0.0, 0.07, 0.12, 0.24),)
_BLINKS_ASKED = ("blink", "blink_twice")
_CARD_UP_S, _CARD_DOWN_S = 0.8, 0.6


@dataclass(frozen=True)
class Event:
    """Something that the customer does.

    `name`: a challenge's, "natural_blink", or the side of the card that is shown. `asked`:
    what was asked for at that time.
    """

    name: str
    asked: str
    start_s: float
    end_s: float
    moves: tuple[Move, ...] = ()


class Script:
    """Decides what happens, and tells what happened, in seconds of the source's own clock."""

    def __init__(self, seed: int, performs: Mapping[str, str]) -> None:
        """`performs` names what is done for each challenge that is asked."""
        self._random = np.random.default_rng(seed)
        self._phases = self._random.uniform(0, 2 * math.pi, 10)
        self._performs = performs
        self._asked = self._gesture = ""
        self._next_gesture_s = math.inf
        self._next_blink_s = self._between(1.5, 3.5)
        self._busy_until_s = 0.0
        self._events: deque[Event] = deque(maxlen=4096)  # hours of a demonstration

    @property
    def events(self) -> tuple[Event, ...]:
        """All that was done so far, oldest first."""
        return tuple(self._events)

    def advance(self, t_s: float, asked: str) -> None:
        """Live up to `t_s`, at which `asked` is on the screen."""
        if asked != self._asked:
            self._asked = asked
            reacted_s = t_s + self._between(0.5, 0.9)
            self._change_card(reacted_s)
            self._gesture = self._performs.get(asked, "")
            starts_s = max(reacted_s, self._busy_until_s)
            self._next_gesture_s = starts_s if self._gesture else math.inf
        if t_s >= self._next_gesture_s:
            self._begin(self._gesture, t_s, GESTURES[self._gesture])
            self._next_gesture_s = self._busy_until_s + self._between(3.6, 4.4)
        if t_s >= self._next_blink_s:
            # Nobody can tell a natural blink from one that was asked for, so there is none then.
            has_time = self._busy_until_s <= t_s < self._next_gesture_s - _NATURAL_BLINK[-1].end_s
            if has_time and asked not in _BLINKS_ASKED:
                self._begin("natural_blink", t_s, _NATURAL_BLINK)
            self._next_blink_s = t_s + self._between(3.0, 5.0)

    def pose_at(self, t_s: float) -> CustomerPose:
        """The ground truth at a time that `advance` has reached."""
        amounts = dict.fromkeys(
            ("yaw_deg", "pitch_deg", "eyes", "mouth_open", "smile", "brow"), 0.0
        )
        for event in self._events:
            if event.start_s <= t_s <= event.end_s:
                for move in event.moves:
                    amounts[move.channel] += move.at(t_s - event.start_s)
        wave = self._wave
        eyes = min(amounts["eyes"], 1.0)
        return CustomerPose(
            yaw_deg=amounts["yaw_deg"] + 0.7 * wave(t_s, 5.3, 0) + 0.3 * wave(t_s, 1.9, 1),
            pitch_deg=amounts["pitch_deg"] + 0.6 * wave(t_s, 4.1, 2) + 0.2 * wave(t_s, 1.7, 3),
            roll_deg=0.05 * amounts["yaw_deg"] + 0.6 * wave(t_s, 6.7, 4),
            eye_closed=(eyes, eyes),
            mouth_open=amounts["mouth_open"],
            smile=amounts["smile"],
            brow=amounts["brow"],
            distance=1.0 + 0.006 * wave(t_s, 8.9, 5),
            shift_xy=(
                2.0 * wave(t_s, 7.3, 6) + 0.7 * wave(t_s, 2.9, 7),
                1.1 * wave(t_s, 3.9, 8) + 0.5 * wave(t_s, 6.1, 9),
            ),
        )

    def card_at(self, t_s: float) -> tuple[str, float]:
        """Which side of the card is shown ("" for none) and how far it is up, 0..1."""
        for event in reversed(self._events):
            if event.name.startswith("document") and event.start_s <= t_s <= event.end_s:
                up = _smooth((t_s - event.start_s) / _CARD_UP_S)
                down = _smooth((event.end_s - t_s) / _CARD_DOWN_S)
                return event.name, min(up, down)
        return "", 0.0

    def _change_card(self, t_s: float) -> None:
        for place, event in enumerate(self._events):
            if event.name.startswith("document") and event.end_s == math.inf:
                down_s = max(t_s, event.start_s) + _CARD_DOWN_S
                self._events[place] = replace(event, end_s=down_s)
                t_s = down_s
        if self._asked.startswith("document"):
            self._events.append(Event(self._asked, self._asked, t_s, math.inf))

    def _begin(self, name: str, t_s: float, moves: tuple[Move, ...]) -> None:
        end_s = t_s + max((move.end_s for move in moves), default=0.0)
        self._events.append(Event(name, self._asked, t_s, end_s, moves))
        self._busy_until_s = end_s

    def _between(self, low: float, high: float) -> float:
        return float(self._random.uniform(low, high))

    def _wave(self, t_s: float, period_s: float, phase: int) -> float:
        return math.sin(2 * math.pi * t_s / period_s + float(self._phases[phase]))


def _smooth(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * part * (3.0 - 2.0 * part)
