"""The whole journey, as `ekyc verify` takes it, for one variant after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ekyc.attack.footage import Moments, Scene
from ekyc.attack.species import Species
from ekyc.attack.variant import Playing, Variant
from ekyc.camera.source import FrameSource
from ekyc.document.reading import DocumentReading
from ekyc.kiosk import Kiosk
from ekyc.session.drive import drive_recording
from ekyc.values import Check, Outcome, Status

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
    """What all trials share: networks, a document that was read once, and the movements asked."""

    kiosk: Kiosk
    document: DocumentReading
    plan: tuple[str, ...]

    def run(self, variant: Variant, scene: Scene, keep: Wrap | None = None) -> Trial:
        """One journey. `keep` may put itself between the variant and the session."""
        playing = variant.source(scene)
        source = playing if keep is None else keep(playing)
        session = self.kiosk.session(source, self.plan, attended=False)
        try:
            drive_recording(session, source, self.document, self.kiosk.read)
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
    def stops(self) -> tuple[Check | None, ...]:
        """What stopped each of them; None for those that got through."""
        return tuple(trial.stopped_by(self.species.stopped_by) for trial in self.trials)

    @property
    def n_unseen(self) -> int:
        """Nothing looked wrong to any check, whatever the policy made of it."""
        return sum(trial.unseen for trial in self.trials)
