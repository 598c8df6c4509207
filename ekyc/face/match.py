"""Are two faces one person? A similarity, and a threshold that a known share of strangers pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ekyc.errors import KioskFault
from ekyc.face.embedding import SHARES, Encoder, shares
from ekyc.memory import fleeting_copy
from ekyc.messages import Message
from ekyc.paths import RESOURCES
from ekyc.policy import Policy
from ekyc.toml import load_toml
from ekyc.values import Check, Floats, Status

CALIBRATIONS = RESOURCES / "calibration"
CONDITIONS = ("picture", "card")
"""Tables of the calibration file."""
LEAST_FRAMES = 3
SAME_PICTURE = 0.9
"""A card's portrait and a live face so alike are one picture: none of 320 pairs of different
pictures of a person reaches it, 222 of 320 of a picture and its own print do (docs/measured.md)."""
FACE_MATCH = ("reason.face_matches", "reason.face_differs")
SAME_PERSON = ("reason.same_person", "reason.other_person")
SCALE_FMR, AT_THRESHOLD = "1e-4", 95.0
"""Where the scale of 0 to 100 is pinned."""


@dataclass(frozen=True)
class Calibration:
    """Least similarities by false match rate ("1e-4"), and on what they were measured.

    `pictures` holds for two pictures, `cards` for a picture and a document's portrait.
    """

    pictures: dict[str, float]
    cards: dict[str, float]
    measured_on: str

    @classmethod
    def load(cls, weights: Mapping[Encoder, str], path: Path | None = None) -> Calibration:
        """Read `path`, else the file for these encoders; `weights` are their hashes.

        Raises KioskFault when the file is missing, unreadable, or of other encoders or shares.
        """
        path = path or calibration_file(weights)
        try:
            table = load_toml(path)
            encoders = {
                name: (str(one["sha256"]), float(one["share"]))
                for name, one in table["encoder"].items()
            }
            pictures, cards = (_thresholds(table[name]) for name in CONDITIONS)
            calibration = cls(pictures, cards, str(table["measured_on"]))
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise KioskFault("fault.calibration_unreadable", file=path.name) from error
        if encoders != {name: (weights[name], share) for name, share in shares(weights).items()}:
            raise KioskFault("fault.calibration_of_other_encoder", file=path.name)
        calibration.require(SCALE_FMR)
        return calibration

    def require(self, fmr: str) -> None:
        """Raises KioskFault when this false match rate was not measured."""
        if fmr not in self.pictures or fmr not in self.cards:
            raise KioskFault("fault.fmr_not_measured", fmr=fmr)


def calibration_file(encoders: Collection[Encoder]) -> Path:
    """Of all encoders `face_match.toml`; of some, a file that names them."""
    names = "" if set(encoders) == set(SHARES) else "".join(f"_{name}" for name in encoders)
    return CALIBRATIONS / f"face_match{names}.toml"


def _thresholds(condition: dict[str, dict[str, dict[str, float]]]) -> dict[str, float]:
    return {fmr: float(at["threshold"]) for fmr, at in condition["at_fmr"].items()}


@dataclass(frozen=True)
class Matcher:
    """Compares under one policy. Embeddings are float32[D] of length 1."""

    calibration: Calibration
    policy: Policy

    def face_match(self, portrait: Floats | None, live: Sequence[Floats]) -> Check:
        """A document's portrait against several live frames: the median of their similarities.

        The median keeps the scale of a single comparison, on which the threshold was measured.
        """
        if portrait is None:
            return Check("face_match", Status.NOT_ASSESSED, Message("reason.no_portrait"))
        if len(live) < LEAST_FRAMES:
            return Check("face_match", Status.NOT_ASSESSED, Message("reason.no_live_face"))
        cosine = float(np.median(np.stack(live) @ portrait))
        least = self.calibration.cards[self.policy.match_fmr]
        return self._check("face_match", cosine, least, FACE_MATCH)

    def not_reused(self, portrait: Floats, live: Sequence[Floats]) -> Check:
        """Is the live face another picture than the document's portrait?

        Another day's picture of a person is never as much like it as a copy of it is.
        """
        cosine = float(np.median(np.stack(live) @ portrait))
        reused = cosine >= SAME_PICTURE
        reason = Message("reason.portrait_reused" if reused else "reason.portrait_not_reused")
        status = Status.FAIL if reused else Status.PASS
        return Check("portrait_reused", status, reason, round(cosine, 4), SAME_PICTURE)

    def same_person(self, captured: Sequence[Floats], seen: Sequence[Floats]) -> Check:
        """The least similar of the frames of the movements against the captured face.

        So are the captured frames among themselves: of two people who took turns, the median may be
        the one and the mean like both.
        """
        if not captured or not seen:
            return Check("same_person", Status.NOT_ASSESSED, Message("reason.not_reached"))
        faces = np.stack(captured)
        throughout = np.stack(seen) @ mean_embedding(captured)
        cosine = float(min(np.min(throughout), np.min(faces @ faces.T)))
        least = self.calibration.pictures[self.policy.match_fmr]
        return self._check("same_person", cosine, least, SAME_PERSON)

    def compare(self, a: Floats, b: Floats) -> Check:
        """Two pictures."""
        least, cosine = self.calibration.pictures[self.policy.match_fmr], float(a @ b)
        return self._check("face_match", cosine, least, FACE_MATCH)

    def similarity(self, a: Floats, b: Floats) -> float:
        """Two pictures on the scale of `on_scale`."""
        return on_scale(float(a @ b), self.calibration.pictures[SCALE_FMR])

    def _check(self, name: str, cosine: float, least: float, reasons: tuple[str, str]) -> Check:
        passed = cosine >= least
        score, threshold = cosine, least
        if self.policy.match_measure == "euclidean":
            score, threshold = distance_of(cosine), distance_of(least)
        reason = Message(reasons[0 if passed else 1], {"fmr": self.policy.match_fmr})
        status = Status.PASS if passed else Status.FAIL
        return Check(name, status, reason, round(score, 4), round(threshold, 4))


def on_scale(cosine: float, threshold: float) -> float:
    """A similarity as 0..100: 95 at the threshold (of FMR 1e-4), 100 for equal vectors, 0 from a
    right angle on. It never falls where the similarity rises."""
    return float(np.interp(cosine, [0.0, threshold, 1.0], [0.0, AT_THRESHOLD, 100.0]))


def distance_of(cosine: float) -> float:
    """Euclidean distance of two vectors of length 1 with this cosine: sqrt(2 - 2 cos)."""
    return float(np.sqrt(max(2 - 2 * cosine, 0.0)))


def mean_embedding(embeddings: Sequence[Floats]) -> Floats:
    """The mean direction, float32[D] of length 1."""
    mean = np.mean(np.stack(embeddings), axis=0)
    unit: Floats = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return fleeting_copy(unit)
