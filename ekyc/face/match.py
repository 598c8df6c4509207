"""Are two faces one person? A similarity, and a threshold that a known share of strangers pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ekyc.errors import KioskFault
from ekyc.memory import fleeting_copy
from ekyc.messages import Message
from ekyc.paths import RESOURCES
from ekyc.policy import Policy
from ekyc.toml import load_toml
from ekyc.values import Check, Floats, Status

CALIBRATION = RESOURCES / "calibration" / "face_match.toml"
LEAST_FRAMES = 3


@dataclass(frozen=True)
class Calibration:
    """Cosine thresholds by false match rate ("1e-4"), and on what they were measured.

    `encoder_sha256` is the network they belong to; another one needs another calibration.
    """

    thresholds: dict[str, float]
    encoder_sha256: str
    measured_on: str

    @classmethod
    def load(cls, encoder_sha256: str, path: Path = CALIBRATION) -> Calibration:
        """Read the file. Raises KioskFault when it is missing, unreadable or of another encoder."""
        try:
            table = load_toml(path)
            values = {str(k): float(v) for k, v in table["cosine_threshold_at_fmr"].items()}
            calibration = cls(values, str(table["encoder_sha256"]), str(table["measured_on"]))
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise KioskFault("fault.calibration_unreadable", file=path.name) from error
        if calibration.encoder_sha256 != encoder_sha256:
            raise KioskFault("fault.calibration_of_other_encoder", file=path.name)
        return calibration

    def threshold(self, fmr: str) -> float:
        """Least cosine at this false match rate. Raises KioskFault when it was not measured."""
        if fmr not in self.thresholds:
            raise KioskFault("fault.fmr_not_measured", fmr=fmr)
        return self.thresholds[fmr]


@dataclass(frozen=True)
class Matcher:
    """Compares under one policy. Embeddings are float32[512] of length 1."""

    calibration: Calibration
    policy: Policy

    def face_match(self, portrait: Floats | None, live: Sequence[Floats]) -> Check:
        """Portrait against several live frames: the median of their similarities.

        The median keeps the scale of a single comparison, on which the threshold was measured.
        """
        if portrait is None:
            return Check("face_match", Status.NOT_ASSESSED, Message("reason.no_portrait"))
        if len(live) < LEAST_FRAMES:
            return Check("face_match", Status.NOT_ASSESSED, Message("reason.no_live_face"))
        cosine = float(np.median(np.stack(live) @ portrait))
        return self._check("face_match", cosine, "reason.face_matches", "reason.face_differs")

    def same_person(self, reference: Floats, seen: Sequence[Floats]) -> Check:
        """The least similar of the frames of the movements against the matched face."""
        if not seen:
            return Check("same_person", Status.NOT_ASSESSED, Message("reason.not_reached"))
        cosine = float(np.min(np.stack(seen) @ reference))
        return self._check("same_person", cosine, "reason.same_person", "reason.other_person")

    def compare(self, a: Floats, b: Floats) -> Check:
        """Two pictures."""
        return self._check("face_match", float(a @ b), "reason.face_matches", "reason.face_differs")

    def _check(self, name: str, cosine: float, good: str, bad: str) -> Check:
        least = self.calibration.threshold(self.policy.match_fmr)
        passed = cosine >= least
        score, threshold = cosine, least
        if self.policy.match_measure == "euclidean":
            score, threshold = distance_of(cosine), distance_of(least)
        reason = Message(good if passed else bad, {"fmr": self.policy.match_fmr})
        status = Status.PASS if passed else Status.FAIL
        return Check(name, status, reason, round(score, 4), round(threshold, 4))


def distance_of(cosine: float) -> float:
    """Euclidean distance of two vectors of length 1 with this cosine: sqrt(2 - 2 cos)."""
    return float(np.sqrt(max(2 - 2 * cosine, 0.0)))


def mean_embedding(embeddings: Sequence[Floats]) -> Floats:
    """The mean direction, float32[512] of length 1."""
    mean = np.mean(np.stack(embeddings), axis=0)
    unit: Floats = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return fleeting_copy(unit)
