"""How the face can look, and how it looks for each challenge."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Literal

Part = Literal["head", "lids", "brows", "mouth"]
Direction = Literal["left", "right", "up", "down"]


@dataclass(frozen=True)
class PictogramPose:
    """Left is the person's own, which in this mirror is the left of the screen.

    `yaw_deg` positive to the own left, `pitch_deg` positive up; `lids` 1 open, 0 closed, 1.4 wide;
    `mouth` (open), `smile`, `brow` (raised) and `round` (the open mouth) 0..1.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    lids: float = 1.0
    mouth: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    round: float = 0.0

    def towards(self, other: PictogramPose, share: float) -> PictogramPose:
        """The pose `share` 0..1 of the way to `other`."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return PictogramPose(*(a + (b - a) * share for a, b in pairs))


REST = PictogramPose()


@dataclass(frozen=True)
class Movement:
    """What a challenge asks for: the pose, the parts that move, where to, how often in a row."""

    pose: PictogramPose
    moving: frozenset[Part] = frozenset()
    arrows: tuple[Direction, ...] = ()
    times: int = 1


_HEAD: frozenset[Part] = frozenset({"head"})
_LIDS: frozenset[Part] = frozenset({"lids"})
_MOUTH: frozenset[Part] = frozenset({"mouth"})

MOVEMENTS = {
    "blink": Movement(PictogramPose(lids=0), _LIDS),
    "blink_twice": Movement(PictogramPose(lids=0), _LIDS, times=2),
    "turn_left": Movement(PictogramPose(yaw_deg=30), _HEAD, ("left",)),
    "turn_right": Movement(PictogramPose(yaw_deg=-30), _HEAD, ("right",)),
    "look_up": Movement(PictogramPose(pitch_deg=24), _HEAD, ("up",)),
    "look_down": Movement(PictogramPose(pitch_deg=-24, lids=0.8), _HEAD, ("down",)),
    "nod": Movement(PictogramPose(pitch_deg=-20, lids=0.8), _HEAD, ("up", "down")),
    "open_mouth": Movement(PictogramPose(mouth=1), _MOUTH),
    "smile": Movement(PictogramPose(lids=0.85, smile=1), _MOUTH),
    "surprise": Movement(
        PictogramPose(lids=1.4, mouth=0.62, brow=1, round=1), frozenset({"lids", "brows", "mouth"})
    ),
    "hold_still": Movement(REST),
}
