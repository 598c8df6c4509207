"""A session before which an attacker stands: scripted faces, real machinery."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ekyc.document.reading import DocumentReading, Field, FieldStatus, Page
from ekyc.face.match import Calibration, Matcher
from ekyc.messages import Message
from ekyc.policy import load_policy
from ekyc.session import commands as say
from ekyc.session.events import Challenged
from ekyc.session.session import Session
from ekyc.session.view import Step
from ekyc.values import Check, Frame, Outcome, Provenance, Status
from tests.ekyc.conftest import Actor, actor, embedding, film, observation, observe

__all__ = ["actor", "embedding", "film", "observe"]

Acts = dict[str, Any]
Script = Callable[[float], Acts | None]
FMR = "1e-4"
DOCUMENT = ("document_found", "mrz_check_digits", "document_expiry", "document_portrait")


CALIBRATION = Calibration(pictures={FMR: 0.6}, cards={FMR: 0.6}, measured_on="a test")


def held(**acts: tuple[float, float, Acts]) -> Script:
    """Each named act is shown from, to; neutral otherwise."""

    def script(t_s: float) -> Acts | None:
        return next((act for start, end, act in acts.values() if start <= t_s < end), {})

    return script


def document(portrait: bool = True) -> DocumentReading:
    """A specimen that was read well; without `portrait`, no face was found on it."""
    picture = np.zeros((8, 8, 3), np.uint8)
    fine = Message("reason.not_reached")
    checks = [Check(name, Status.PASS, fine) for name in DOCUMENT]
    if not portrait:
        checks[-1] = Check("document_portrait", Status.NOT_ASSESSED, Message("reason.no_portrait"))
    return DocumentReading(
        front=Page(picture, np.zeros((4, 2), np.float32)),
        back=None,
        mrz_format="TD1",
        untrusted_mrz_lines=(),
        fields={"issuing_state": Field("issuing_state", "UTO", "mrz", FieldStatus.READ)},
        portrait=picture if portrait else None,
        portrait_face=observation().face if portrait else None,
        checks=tuple(checks),
    )


class Stage:
    """One session under the demo policy, with one attempt if not more, at its face page."""

    def __init__(
        self,
        script: Script,
        plan: tuple[str, ...] | None,
        portrait: bool = True,
        attempts: int = 1,
    ) -> None:
        self.person = Actor(script)  # type: ignore[arg-type]
        policy = replace(load_policy("demo"), challenge_attempts=attempts)
        self.session = Session(
            Matcher(CALIBRATION, policy),
            Provenance.RECORDED,
            lambda: self.person,
            None,  # type: ignore[arg-type]
            plan=plan,
        )
        self.session.command(say.Start())
        self.session.command(say.Consent(True, "en", "1"))
        self.session.command(say.DocumentRead(document(portrait)))
        self.session.command(say.Confirm())
        assert self.session.step is Step.FACE

    def play(
        self, frames: Iterable[Frame], on_frame: Callable[[Frame], None] | None = None
    ) -> Stage:
        """Feed a film to its end; instructions are on the screen at once."""
        self.play_until(frames, on_frame)
        self.session.finish()
        return self

    def play_until(
        self, frames: Iterable[Frame], on_frame: Callable[[Frame], None] | None = None
    ) -> None:
        """Feed a film that is not the whole of it."""
        for frame in frames:
            if on_frame is not None:
                on_frame(frame)
            for event in self.session.feed(frame):
                if isinstance(event, Challenged):
                    self.session.command(say.InstructionShown(event.number, frame.t_s))

    @property
    def outcome(self) -> Outcome | None:
        return self.session.outcome

    def reason(self, name: str) -> str | None:
        """Why this check did not pass; None when it did."""
        assert self.session.decision is not None
        check = next(c for c in self.session.decision.checks if c.name == name)
        return None if check.status is Status.PASS else check.reason.id


@pytest.fixture
def stage() -> type[Stage]:
    return Stage
