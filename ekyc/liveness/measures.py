"""What the movements are measured by: one observation against how this person looks at rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ekyc.face.rest import against_rest
from ekyc.face.shape import face_height
from ekyc.liveness.dwell import MAX_GAP_S
from ekyc.values import FaceObservation, Floats, Pose

OPEN_EYES_WINDOW_S = 2.5
OPEN_EYES_PERCENTILE = 0.75
LOWERED = 0.9
"""A face lower than this share of its usual height is tilted; above it the points tremble."""

STILL_DEG = 5.0
STILL_OF_WIDTH = 0.12
"""A head that turns less than this, and moves less than this part of the face's width, is still."""

STRAIGHT = Pose(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Rest:
    """How this person looks at rest: held the head, was taken to smile or be surprised (0..1), and
    how high the face was (`ekyc.face.shape.face_height`; None: not known), while it was captured.
    Cameras hang higher or lower, and some mouths smile at rest."""

    pose: Pose = STRAIGHT
    happiness: float = 0.0
    surprise: float = 0.0
    face_height: float | None = None

    @classmethod
    def of(cls, seen: Sequence[FaceObservation]) -> Rest:
        """The medians of at least one observation."""
        poses = [one.pose for one in seen]
        pose = Pose(
            median(pose.yaw_deg for pose in poses),
            median(pose.pitch_deg for pose in poses),
            median(pose.roll_deg for pose in poses),
        )
        return cls(
            pose,
            median(one.expression.get("happiness", 0.0) for one in seen),
            median(one.expression.get("surprise", 0.0) for one in seen),
            median(face_height(one.landmarks) for one in seen),
        )


@dataclass(frozen=True)
class Measures:
    """Angles and probabilities against those at rest, openness as in `FaceObservation`, eyes as a
    share of this person's open eyes, the face's height as a share of that at rest, and for how many
    seconds the head has been still."""

    yaw_deg: float
    pitch_deg: float
    mouth_openness: float
    eyes_of_open: float
    happiness: float
    surprise: float
    face_height: float
    still_s: float

    @property
    def turn_deg(self) -> float:
        """How far the head is turned, whichever way."""
        return math.hypot(self.yaw_deg, self.pitch_deg)


class Gauge:
    """Takes observations in the order of time and measures each against the ones before."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._eyes, self._stillness = OpenEyes(), Stillness()

    def measure(self, seen: FaceObservation) -> Measures:
        """One observation."""
        rest, shown = self._rest, seen.expression
        height = face_height(seen.landmarks)
        return Measures(
            yaw_deg=seen.pose.yaw_deg - rest.pose.yaw_deg,
            pitch_deg=seen.pose.pitch_deg - rest.pose.pitch_deg,
            mouth_openness=seen.mouth_openness,
            eyes_of_open=self._eyes.step(seen),
            happiness=against_rest(shown.get("happiness", 0.0), rest.happiness),
            surprise=against_rest(shown.get("surprise", 0.0), rest.surprise),
            face_height=1.0 if rest.face_height is None else height / max(rest.face_height, 1e-6),
            still_s=self._stillness.step(seen),
        )


@dataclass
class OpenEyes:
    """Eye openness as a share of this person's open eyes: the 75th percentile of the last 2.5 s.

    People's eyes differ by a factor of two in aspect ratio, and glasses or a low camera change it.
    Of the two eyes the one that is less open counts: of what was tried it told closures best. Where
    the whole face is lower than usual, because the head bows or a photo is tilted, its eyes may be
    as much lower without being less open.
    """

    _recent: list[tuple[float, float, float]] = field(default_factory=list)

    def step(self, seen: FaceObservation) -> float:
        """1.0 is as open as usual, 0 shut."""
        now = (seen.t_s, min(seen.eye_openness), face_height(seen.landmarks))
        self._recent = [one for one in self._recent if seen.t_s - one[0] <= OPEN_EYES_WINDOW_S]
        self._recent.append(now)
        usual = [_usual([one[i] for one in self._recent]) for i in (1, 2)]
        share, height = now[1] / max(usual[0], 1e-6), now[2] / max(usual[1], 1e-6)
        return share / max(height, 1e-6) if height < LOWERED else share


def _usual(values: list[float]) -> float:
    return sorted(values)[int(OPEN_EYES_PERCENTILE * (len(values) - 1))]


@dataclass
class Stillness:
    """For how long a head has stayed where it is."""

    _since_s: float = 0.0
    _last_s: float | None = None
    _pose: Pose | None = None
    _middle: Floats | None = None

    def step(self, seen: FaceObservation) -> float:
        """Seconds, 0 when it has just moved."""
        t_s, last_s, self._last_s = seen.t_s, self._last_s, seen.t_s
        gap = last_s is None or t_s - last_s > MAX_GAP_S
        if gap or self._has_moved(seen):
            self._since_s, self._pose, self._middle = t_s, seen.pose, _middle(seen)
        return t_s - self._since_s

    def _has_moved(self, seen: FaceObservation) -> bool:
        if self._pose is None or self._middle is None:
            return True
        a, b = seen.pose, self._pose
        angles = (a.yaw_deg - b.yaw_deg, a.pitch_deg - b.pitch_deg, a.roll_deg - b.roll_deg)
        away = float(abs(_middle(seen) - self._middle).max())
        turned = max(map(abs, angles)) > STILL_DEG
        return turned or away > STILL_OF_WIDTH * seen.face.width_px


def _middle(seen: FaceObservation) -> Floats:
    middle: Floats = seen.landmarks.mean(axis=0)
    return middle
