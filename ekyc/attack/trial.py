"""The whole journey, as `ekyc verify` takes it, for one variant after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ekyc.attack.footage import Moments, Scene
from ekyc.attack.species import Species
from ekyc.attack.variant import Playing, Variant
from ekyc.camera.source import FrameSource
from ekyc.document.reading import DocumentReading
from ekyc.document.specimen import SpecimenFields, render
from ekyc.kiosk import Kiosk, detector
from ekyc.policy_rules import CHECKS, DOCUMENT_CHECKS
from ekyc.session.drive import drive_recording
from ekyc.values import Check, Outcome, Rgb, Status

PAD_CHECKS = tuple(name for name in CHECKS if name not in DOCUMENT_CHECKS)
"""What tells an attack from a living person before the camera; a document is another matter."""
Wrap = Callable[[Playing], FrameSource]


@dataclass(frozen=True)
class Trial:
    """One journey: how it ended, every check, and when which movement was seen."""

    variant: str
    outcome: Outcome
    checks: tuple[Check, ...]
    required: tuple[str, ...]
    moments: Moments

    @property
    def approved(self) -> bool:
        """The policy let it through."""
        return self.outcome is Outcome.APPROVED

    @property
    def failed(self) -> tuple[Check, ...]:
        """Checks that saw something wrong, whether the policy requires them or not."""
        return tuple(check for check in self.checks if check.status is Status.FAIL)

    @property
    def responded(self) -> bool:
        """A check that tells attacks came to a result. ISO/IEC 30107-3 counts the others apart."""
        return any(
            check.name in PAD_CHECKS and check.status is not Status.NOT_ASSESSED
            for check in self.checks
        )

    @property
    def taken_for_bona_fide(self) -> bool:
        """It responded, and no check that tells attacks saw one, required or not."""
        return self.responded and not any(check.name in PAD_CHECKS for check in self.failed)

    @property
    def unseen(self) -> bool:
        """No check saw anything wrong."""
        return not self.failed

    def stopped_by(self, meant: str = "") -> Check | None:
        """The check that decided, in the order of the policy; None when it was approved.

        Several fail of one cause: the one that is `meant` to stop it comes first, and
        `active_liveness`, which also ends when another check breaks it off, last.
        """
        by_name = {check.name: check for check in self.checks}
        order = sorted(self.required, key=lambda name: (name != meant, name == "active_liveness"))
        required = [by_name[name] for name in order if name in by_name]
        for status in (Status.FAIL, Status.NOT_ASSESSED):
            for check in required:
                if check.status is status and not self.approved:
                    return check
        return None


@dataclass(frozen=True)
class Bench:
    """What all trials share: networks, a document that was read once, and the movements asked.

    `other_document`: of the other person, for attacks that claim to be them.
    """

    kiosk: Kiosk
    document: DocumentReading
    plan: tuple[str, ...]
    other_document: DocumentReading | None = None

    def run(self, variant: Variant, scene: Scene, keep: Wrap | None = None) -> Trial:
        """One journey. `keep` may put itself between the variant and the session.

        Raises ValueError for a variant that claims to be the other person without their document.
        """
        document = self.other_document if variant.claims_other else self.document
        if document is None:
            raise ValueError(f"{variant.name} needs another person's document")
        playing = variant.source(scene)
        source = playing if keep is None else keep(playing)
        session = self.kiosk.session(source, self.plan, attended=False)
        try:
            drive_recording(session, source, document, self.kiosk.read)
        finally:
            source.close()
        decision = session.decision
        return Trial(
            variant.name,
            session.outcome or Outcome.FAULT,
            decision.checks if decision else (),
            self.kiosk.policy.required,
            Moments.of(session.timelines),
        )


def specimen_of(kiosk: Kiosk, photo: Rgb) -> DocumentReading:
    """A specimen card drawn around the photo uint8[H, W, 3], as the kiosk reads it.

    Raises SubjectError: no face is there, or too small a one.
    """
    card = render(photo, detector(kiosk.models), SpecimenFields.until(kiosk.today()))
    return kiosk.read(card.front)


@dataclass(frozen=True)
class Tally:
    """The trials of one species."""

    species: Species
    trials: tuple[Trial, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.trials)

    @property
    def n_approved(self) -> int:
        """The policy let through."""
        return sum(trial.approved for trial in self.trials)

    @property
    def n_responded(self) -> int:
        """A check that tells attacks came to a result in."""
        return sum(trial.responded for trial in self.trials)

    @property
    def n_taken_for_bona_fide(self) -> int:
        """Of those, in which none of these checks saw an attack."""
        return sum(trial.taken_for_bona_fide for trial in self.trials)

    @property
    def apcer(self) -> float | None:
        """Attack presentation classification error rate of the species; None: none responded."""
        return self.n_taken_for_bona_fide / self.n_responded if self.n_responded else None

    @property
    def stops(self) -> tuple[Check | None, ...]:
        """What stopped each of them; None for those that got through."""
        return tuple(trial.stopped_by(self.species.stopped_by) for trial in self.trials)

    @property
    def n_unseen(self) -> int:
        """Nothing looked wrong to any check, whatever the policy made of it."""
        return sum(trial.unseen for trial in self.trials)
