"""The few shapes that everything else is built from: frozen, and checked when made.

Coordinates are pixels of the frame they came from, x to the right, y down. Left and right are the
subject's own. Seconds are on a monotonic clock that starts anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.messages import Message

Rgb = NDArray[np.uint8]
"""uint8[H, W, 3], red first."""
Floats = NDArray[np.float32]


class Provenance(Enum):
    """Where frames come from; fixed on the source, never guessed from the pictures."""

    LIVE = "LIVE"  # a physical camera
    REMOTE = "REMOTE"  # a client of the service
    RECORDED = "RECORDED"  # a file
    SIMULATED = "SIMULATED"  # the simulated customer
    VIRTUAL = "VIRTUAL"  # a virtual camera driver

    @property
    def is_staged(self) -> bool:
        """True for frames that nobody stands in front of a camera for, and says so."""
        return self in (Provenance.RECORDED, Provenance.SIMULATED)


class Status(Enum):
    """How a check ended. "Could not assess" is never a low score."""

    PASS = "PASS"  # noqa: S105
    FAIL = "FAIL"
    NOT_ASSESSED = "NOT_ASSESSED"


class Outcome(Enum):
    """How a session ended: the whole vocabulary."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    REVIEW = "REVIEW"
    CANCELLED = "CANCELLED"
    TIMED_OUT = "TIMED_OUT"
    FAULT = "FAULT"


def _require(array: Any, name: str, dtype: type, shape: tuple[int | None, ...]) -> None:
    if not isinstance(array, np.ndarray) or array.dtype != dtype:
        raise ValueError(f"{name} must be an array of {dtype.__name__}")
    if array.ndim != len(shape) or any(
        want is not None and got != want for got, want in zip(array.shape, shape, strict=True)
    ):
        raise ValueError(f"{name} must have shape {shape}, not {array.shape}")
    if dtype != np.uint8 and not np.isfinite(array).all():
        raise ValueError(f"{name} holds values that are not finite")


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a source. `rgb` uint8[H, W, 3]; `t_s` seconds; `index` counts from 0."""

    rgb: Rgb
    t_s: float
    index: int

    def __post_init__(self) -> None:
        _require(self.rgb, "rgb", np.uint8, (None, None, 3))


@dataclass(frozen=True, eq=False)
class Face:
    """A detected face. `box_xyxy` float32[4] px; `score` 0..1.

    `keypoints` float32[5, 2] px: the subject's right eye, left eye, nose tip, right and left mouth
    corner (left to right in an unmirrored picture).
    """

    box_xyxy: Floats
    score: float
    keypoints: Floats

    def __post_init__(self) -> None:
        _require(self.box_xyxy, "box_xyxy", np.float32, (4,))
        _require(self.keypoints, "keypoints", np.float32, (5, 2))

    @property
    def inter_eye_px(self) -> float:
        """Distance between the two eyes' middles."""
        return float(np.linalg.norm(self.keypoints[0] - self.keypoints[1]))

    @property
    def width_px(self) -> float:
        """Width of the box."""
        return float(self.box_xyxy[2] - self.box_xyxy[0])


@dataclass(frozen=True)
class Pose:
    """Head pose in degrees: yaw + to the own left, pitch + up, roll + to the own left shoulder."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, eq=False)
class FaceObservation:
    """What one frame says about the one face in it.

    `landmarks` float32[68, 2] px, dlib's order. `eye_openness` (left, right): eye height over width
    (eye aspect ratio, about 0.3 open, under 0.15 closed). `mouth_openness`: inner lip gap over the
    mouth's width. `embedding` float32[512] of length 1, where one was computed. `quality`: named
    components.
    """

    t_s: float
    face: Face
    landmarks: Floats
    pose: Pose
    eye_openness: tuple[float, float]
    mouth_openness: float
    track_id: int = 0
    faces_seen: int = 1
    expression: dict[str, float] = field(default_factory=dict)
    embedding: Floats | None = None
    quality: dict[str, float] = field(default_factory=dict)
    pad_score: float | None = None

    def __post_init__(self) -> None:
        _require(self.landmarks, "landmarks", np.float32, (68, 2))
        pose = (self.pose.yaw_deg, self.pose.pitch_deg, self.pose.roll_deg)
        numbers = (*self.eye_openness, self.mouth_openness, *pose)
        if not np.isfinite(numbers).all():
            raise ValueError("an observation holds values that are not finite")


@dataclass(frozen=True)
class Check:
    """One thing that was checked. `score` and `threshold` are None where there is no number."""

    name: str
    status: Status
    reason: Message
    score: float | None = None
    threshold: float | None = None


@dataclass(frozen=True)
class Decision:
    """The outcome, every check behind it, and the reasons, worst first."""

    outcome: Outcome
    checks: tuple[Check, ...]
    reasons: tuple[Message, ...]
    valid_for_onboarding: bool = False
