"""The kiosk without a window: networks and policy loaded once, a session for each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ekyc.camera.source import FrameSource
from ekyc.clock import is_believable
from ekyc.document.holder import compared
from ekyc.document.locate import DocumentFinder
from ekyc.document.reader import DocumentReader, default_reader
from ekyc.document.reading import DocumentReading
from ekyc.face.embedding import weights_of
from ekyc.face.match import Calibration, Matcher
from ekyc.face.observer import FaceObserver, detect_faces
from ekyc.face.still import StillFaces
from ekyc.logs import state_folder
from ekyc.passive.calibration import AttackCalibration
from ekyc.passive.watch import Judge, PassiveWatch
from ekyc.policy import Policy
from ekyc.session.record import session_record, write_record
from ekyc.session.session import Session
from ekyc.values import Face, Rgb
from ekyc.weights import fault_of
from models import Models, WeightsError, runtime


def load_models(threads: int | None = None, commercial_only: bool = False) -> Models:
    """Every network, or those that may be used commercially; `threads` as in `Models.load`.

    Raises KioskFault naming the file that is missing or corrupt.
    """
    try:
        return Models.load(threads=threads, commercial_only=commercial_only)
    except WeightsError as error:
        raise fault_of(error) from error


def models_under(policy: Policy) -> Models:
    """The networks that this policy lets be used. Raises KioskFault as `load_models` does."""
    return load_models(commercial_only=policy.commercial_weights_only)


@dataclass(frozen=True)
class Kiosk:
    """What all sessions of a run share. It holds nothing of a person."""

    policy: Policy
    models: Models
    matcher: Matcher
    reader: DocumentReader
    judges: tuple[Judge, ...] = ()
    today: Callable[[], date] = date.today

    @classmethod
    def load(cls, policy: Policy, models: Models | None = None) -> Kiosk:
        """Raises KioskFault when weights, calibration or text recognition are missing."""
        models = models or models_under(policy)
        calibration = Calibration.load(weights_of(models))
        calibration.require(policy.match_fmr)
        judges = judges_of(models, policy)
        return cls(policy, models, Matcher(calibration, policy), default_reader(models), judges)

    def under(self, policy: Policy) -> Kiosk:
        """The same networks under another policy.

        Raises KioskFault as `load` does, and ValueError where it wants other networks.
        """
        if policy.commercial_weights_only != self.policy.commercial_weights_only:
            raise ValueError("the networks were loaded under a policy that wants others")
        calibration = self.matcher.calibration
        calibration.require(policy.match_fmr)
        for judge in self.judges:
            judge.calibration.require(policy.attack_apcer, policy.attack_bpcer)
        return replace(self, policy=policy, matcher=Matcher(calibration, policy))

    def session(
        self,
        source: FrameSource,
        plan: tuple[str, ...] | None = None,
        success_hold_s: float = 0.0,
        attended: bool = True,
        case: str = "",
    ) -> Session:
        """A session for the next person in front of `source`, with the bank's number for it."""
        return Session(
            self.matcher,
            source.provenance,
            lambda: FaceObserver(self.models, self.policy.landmarks),
            DocumentFinder(),
            lambda: PassiveWatch(self.judges),
            plan=plan,
            success_hold_s=success_hold_s,
            attended=attended,
            case=case,
        )

    def read(self, front: Rgb, back: Rgb | None = None) -> DocumentReading:
        """A document from pictures of its sides, uint8[H, W, 3]. Raises SubjectError."""
        today = self.today()
        sure = is_believable(today)
        reading = self.reader.read(front, back, today=today, clock_is_sure=sure)
        return compared(reading, StillFaces(self.models))

    def forget(self) -> None:
        """Overwrite what the networks still hold of the last pictures that this thread saw."""
        runtime.forget()

    def record(self, session: Session) -> dict[str, Any]:
        """What stays of a session."""
        return session_record(session, self.models.versions())

    def keep_record(self, session: Session) -> None:
        """Write it to the user's state folder. Raises KioskFault when it cannot be written."""
        name = session.reference.replace(" ", "-")
        write_record(state_folder() / "records" / f"{name}.json", self.record(session))


def detector(models: Models) -> Callable[[Rgb], list[Face]]:
    """Faces of a picture, largest first."""
    return lambda rgb: detect_faces(models, rgb)


def judges_of(models: Models, policy: Policy) -> tuple[Judge, ...]:
    """The detectors of attacks that this policy lets be used, each with its calibration.

    Raises KioskFault as `AttackCalibration` does.
    """
    detectors = {"presentation_attack": models.presentation_attack}
    judges = []
    for name, found in detectors.items():
        if found is not None:
            calibration = AttackCalibration.load(name, models.weights_sha256[name])
            calibration.require(policy.attack_apcer, policy.attack_bpcer)
            judges.append(Judge(name, found, calibration))
    return tuple(judges)
