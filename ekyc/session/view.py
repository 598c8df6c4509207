"""What the window draws, as one small value: the page is a pure function of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ekyc.document.reading import DocumentReading
from ekyc.hint import Hint, Tone
from ekyc.liveness.screen_colours import Colour
from ekyc.liveness.timeline import Trace
from ekyc.messages import Message
from ekyc.values import Check, Decision, FaceObservation, Floats, Outcome

__all__ = ["CardView", "ChallengeView", "FaceView", "FaultView", "Hint", "Step", "Tone", "View"]


class Step(Enum):
    """The pages of the wizard, in order."""

    WELCOME = "welcome"
    CONSENT = "consent"
    DOCUMENT = "document"
    CONFIRM = "confirm"
    FACE = "face"
    CHALLENGE = "challenge"
    RESULT = "result"
    FAULT = "fault"


@dataclass(frozen=True, eq=False)
class CardView:
    """The card on the document page: corners in frame px (None: no card seen), the shutter's ring
    0..1, the side that is wanted, whether a picture is being read right now, and which edge is to
    come nearer ("left", "right", "top", "bottom" of the picture; "" none)."""

    side: str = "front"
    quad_xy: Floats | None = None
    fits: bool = False
    shutter: float = 0.0
    reading: bool = False
    tilt: str = ""


@dataclass(frozen=True)
class ChallengeView:
    """The movement that is asked for: `number` of `total` counts from 1; `progress` 0..1;
    `remaining_s` of `deadline_s` (None until it was shown); `passed` while its tick is shown.
    `colours` are those that the screen is to show now."""

    name: str
    number: int
    total: int
    progress: float = 0.0
    remaining_s: float | None = None
    deadline_s: float = 15.0
    passed: bool = False
    colours: tuple[Colour, ...] = ()


@dataclass(frozen=True)
class FaceView:
    """The face in the newest frame, as staff see it in numbers: signs as in `Pose`."""

    yaw_deg: float
    pitch_deg: float
    inter_eye_px: float

    @classmethod
    def of(cls, seen: FaceObservation) -> FaceView:
        """The numbers of an observation."""
        return cls(seen.pose.yaw_deg, seen.pose.pitch_deg, seen.face.inter_eye_px)


@dataclass(frozen=True)
class FaultView:
    """A fault page: what happened, and the id that is also in the log ("F-20261121-7C3A")."""

    message: Message
    fault_id: str


@dataclass(frozen=True, eq=False)
class View:
    """Everything that a page may show of a session, made anew at each change.

    `case` is the bank's number for it, empty where nobody gave one.
    `frame_size` (width, height) px gives the frame for `card`. `face` is the one of the newest
    frame, `fps` how many frames a second are looked at. `ring` 0..1 is the face page's. `reference`
    is the number the person takes along ("K7Q4 2M9D"). `traces` are the movements asked for so far,
    of every attempt.
    """

    step: Step
    frame_size: tuple[int, int] = (640, 480)
    hint: Hint | None = None
    card: CardView = CardView()
    document: DocumentReading | None = None
    face: FaceView | None = None
    fps: float | None = None
    ring: float = 0.0
    ring_waits: bool = True
    challenge: ChallengeView | None = None
    checks: tuple[Check, ...] = ()
    outcome: Outcome | None = None
    decision: Decision | None = None
    reference: str = ""
    case: str = ""
    traces: tuple[Trace, ...] = ()
    demonstration: bool = False
    attempt: int = 1
    attempts: int = 3
    fault: FaultView | None = None
