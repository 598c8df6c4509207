"""Is this picture of a face good enough to be compared, and if not, what is the one thing to do?

The limits keep out what cannot be matched or judged, not what is not beautiful. Each stands where
the false non-match rate was measured to rise (docs/measured.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ekyc.hint import Hint, Tone
from ekyc.messages import Message
from ekyc.values import FaceObservation

_STOP = Tone.STOP
_ASK = Tone.ATTENTION
NO_FACE = Hint(Message("hint.no_face"), Tone.NEUTRAL, "face")
ONE_PERSON = Hint(Message("hint.one_person"), _STOP, "people")
COME_CLOSER = Hint(Message("hint.come_closer"), _ASK, "frame_in")
MOVE_BACK = Hint(Message("hint.move_back"), _ASK, "frame_in")
TO_THE_MIDDLE = Hint(Message("hint.to_the_middle"), _ASK, "frame_in")
TOO_DARK = Hint(Message("hint.too_dark"), _ASK, "sun")
TOO_BRIGHT = Hint(Message("hint.too_bright"), _ASK, "sun")
PALE = Hint(Message("hint.pale"), _ASK, "contrast")
LOOK_STRAIGHT = Hint(Message("hint.look_straight"), _ASK, "face")
SHOW_EYES = Hint(Message("hint.show_eyes"), _ASK, "eye")
HOLD_STILL = Hint(Message("hint.hold_still"), _ASK, "focus")


@dataclass(frozen=True)
class Limit:
    """What a component must keep to, and what the person can do when it does not.

    Once `hint` was given it stays until the value is better by `slack`: a value at the limit does
    not make sentences flicker. `framing`: asked of a camera's frames only, where the person can
    still move; a picture from outside may have been cut out of a larger one.
    """

    component: str
    hint: Hint
    least: float = -math.inf
    most: float = math.inf
    slack: float = 0.0
    framing: bool = False

    def holds(self, value: float, slack: float = 0.0) -> bool:
        """True within the limit, narrowed by `slack`; never for a NaN."""
        return self.least + slack <= value <= self.most - slack


LIMITS = (
    Limit("single_face_present", ONE_PERSON, most=1),
    Limit("inter_eye_distance", COME_CLOSER, least=14),
    Limit("inter_eye_distance", COME_CLOSER, least=24, slack=1, framing=True),
    Limit("camera_subject_distance", COME_CLOSER, most=109, slack=5, framing=True),
    Limit("head_size", MOVE_BACK, most=0.75, slack=0.03, framing=True),
    Limit("crop_of_the_face_image", TO_THE_MIDDLE, least=-0.1),
    Limit("crop_of_the_face_image", TO_THE_MIDDLE, least=0.0, slack=0.03, framing=True),
    Limit("under_exposure_prevention", TOO_DARK, least=0.3, slack=0.03),
    Limit("over_exposure_prevention", TOO_BRIGHT, least=0.7, slack=0.03),
    Limit("dynamic_range", PALE, least=2.0, slack=0.1),
    Limit("head_pose_yaw", LOOK_STRAIGHT, -50, 50),
    Limit("head_pose_yaw", LOOK_STRAIGHT, -14, 14, slack=1, framing=True),
    Limit("head_pose_pitch", LOOK_STRAIGHT, -30, 30, slack=1),
    Limit("head_pose_roll", LOOK_STRAIGHT, -35, 35),
    Limit("head_pose_roll", LOOK_STRAIGHT, -20, 20, slack=1, framing=True),
    Limit("eyes_visible", SHOW_EYES, least=0.35, slack=0.02),
    Limit("sharpness", HOLD_STILL, least=0.19, slack=0.01),
)
"""Most urgent first."""

PICTURE_LIMITS = tuple(limit for limit in LIMITS if not limit.framing)


@dataclass(frozen=True)
class Report:
    """The gate's answer on one picture: its components, and what speaks against it, worst first."""

    components: Mapping[str, float]
    reasons: tuple[Message, ...]

    @property
    def quality_pass(self) -> bool:
        """True when nothing speaks against it."""
        return not self.reasons


def gate(seen: FaceObservation | None) -> Report:
    """May this picture be compared? `seen` is what was observed in it, None without a face."""
    if seen is None:
        return Report({}, (NO_FACE.message,))
    refused = [limit.hint.message for limit in PICTURE_LIMITS if not limit.holds(_of(seen, limit))]
    return Report(seen.quality, tuple({message.id: message for message in refused}.values()))


def guidance(seen: FaceObservation | None, said: Hint | None = None) -> Hint | None:
    """The most urgent thing to do before this face can be captured; None when it is good.

    `said` is the answer to the frame before.
    """
    if seen is None:
        return NO_FACE
    for limit in LIMITS:
        if not limit.holds(_of(seen, limit), limit.slack if limit.hint is said else 0.0):
            return limit.hint
    return None


def _of(seen: FaceObservation, limit: Limit) -> float:
    """What was not measured is not good."""
    return seen.quality.get(limit.component, math.nan)
