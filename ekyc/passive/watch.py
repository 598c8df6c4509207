"""Watches a session's frames for attacks, beside everything else that is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ekyc.messages import Message
from ekyc.passive.calibration import AttackCalibration
from ekyc.policy import Policy
from ekyc.values import Check, FaceObservation, Floats, Frame, Rgb, Status
from models.attack_detector import Attack, AttackDetector

LOOK_EVERY_S = 0.4
"""Each detector looks at one frame in that time; a look costs as much as a few frames otherwise."""
LEAST_LOOKS = 3
"""Of a face that was there for less than about a second nothing is said."""
SAID_FROM = 0.5
"""A species is named from this probability on."""
_SPECIES = {
    "print": "reason.attack_print",
    "cut_print": "reason.attack_print",
    "mask": "reason.attack_mask",
    "phone": "reason.attack_screen",
    "tablet": "reason.attack_screen",
    "laptop": "reason.attack_screen",
    "monitor": "reason.attack_screen",
    "tv": "reason.attack_screen",
}


@dataclass(frozen=True)
class Judge:
    """A detector, and the name of the check that it makes."""

    name: str
    detector: AttackDetector
    calibration: AttackCalibration


@dataclass
class _Looks:
    judge: Judge
    said: list[Attack] = field(default_factory=list)

    def look(self, rgb: Rgb, box_xyxy: Floats) -> None:
        detector = self.judge.detector
        self.said.append(detector.detect(detector.crops(rgb, box_xyxy)))


class PassiveWatch:
    """One person's face, from the first frame on in which it is followed.

    Keeps what the detectors said, and no picture.
    """

    def __init__(self, judges: Sequence[Judge] = (), least_looks: int = LEAST_LOOKS) -> None:
        """Of less than `least_looks` by a detector nothing is said."""
        self._least_looks = least_looks
        self._looks = [_Looks(judge) for judge in judges]
        self._turn = 0
        self._looked_s = float("-inf")

    def feed(self, frame: Frame, seen: FaceObservation | None) -> None:
        """Look at the frame, when it is time to; the detectors take turns."""
        if not self._looks or seen is None or seen.faces_seen != 1:
            return
        if frame.t_s - self._looked_s < LOOK_EVERY_S / len(self._looks):
            return
        self._looked_s = frame.t_s
        self._looks[self._turn % len(self._looks)].look(frame.rgb, seen.face.box_xyxy)
        self._turn += 1

    def look(self, rgb: Rgb, box_xyxy: Floats) -> None:
        """All detectors at a face in a picture uint8[H, W, 3], float32[4] px, that stands alone."""
        for looks in self._looks:
            looks.look(rgb, box_xyxy)

    def checks(self, policy: Policy) -> tuple[Check, ...]:
        """One of each detector, so far."""
        return tuple(_check(looks, policy, self._least_looks) for looks in self._looks)


def _check(looks: _Looks, policy: Policy, least_looks: int) -> Check:
    """A PASS where the policy's share of attacks would look as harmless at most, a FAIL where its
    share of bona fide people would look as suspicious; between the two a person has to look. The
    check's threshold is the one for a PASS.
    """
    name, calibration = looks.judge.name, looks.judge.calibration
    if len(looks.said) < least_looks:
        return Check(name, Status.NOT_ASSESSED, Message("reason.face_seen_too_shortly"))
    score = calibration.probability(float(np.mean([one.logit for one in looks.said])))
    passes = calibration.at_apcer[policy.attack_apcer]
    fails = calibration.at_bpcer[policy.attack_bpcer]
    if score < passes:
        reason = Message("reason.no_attack_seen")
        return Check(name, Status.PASS, reason, round(score, 4), round(passes, 4))
    if score < fails:
        doubt = Message("reason.attack_not_ruled_out")
        return Check(name, Status.NOT_ASSESSED, doubt, round(score, 4), round(passes, 4))
    return Check(name, Status.FAIL, _reason(looks), round(score, 4), round(passes, 4))


def _reason(looks: _Looks) -> Message:
    """What it looks like."""
    if looks.judge.name == "deepfake":
        return Message("reason.attack_deepfake")
    said: dict[str, float] = {}
    for one in looks.said:
        for species, probability in one.species.items():
            text = _SPECIES.get(species, "reason.attack_some")
            said[text] = said.get(text, 0.0) + probability / len(looks.said)
    text = max(said, key=lambda one: said[one])
    return Message(text if said[text] >= SAID_FROM else "reason.attack_some")
