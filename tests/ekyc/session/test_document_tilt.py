"""The card is turned as asked once its front was taken, and read when that has ended."""

from __future__ import annotations

import numpy as np
import pytest

from ekyc.decision import Evidence, decide
from ekyc.document.plane import ID_1_MM, Turn, project
from ekyc.document.reading import CardSighting
from ekyc.document.tilt import TiltChallenge, Tilted
from ekyc.messages import Message
from ekyc.policy import load_policy
from ekyc.session.document_step import DocumentStep
from ekyc.values import Check, Frame, Outcome, Provenance, Rgb, Status

SIZE = (640, 480)


class Turned:
    """A finder that sees the card stand as it is told."""

    turn = Turn(0, 0)

    def find(self, rgb: Rgb) -> CardSighting | None:
        assert rgb.shape == (480, 640, 3)
        quad = project(ID_1_MM, self.turn, 0, (320, 240), 380, SIZE)
        flat = self.turn == Turn(0, 0)
        return CardSighting(quad, flat, Message("document.hint_good"), 12.0, flat)


def watch(step: DocumentStep, finder: Turned, begin: float, seconds: float, turn: Turn) -> float:
    finder.turn = turn
    for index in range(round(seconds * 10)):
        rgb = np.random.default_rng(index).integers(0, 255, (480, 640, 3), dtype=np.uint8)
        rgb[:, :320] //= 3  # half of it is dark, whatever the noise does
        step.feed(Frame(rgb, begin + index / 10, index))
    return begin + seconds


def test_the_reading_waits_for_the_turns() -> None:
    finder = Turned()
    step = DocumentStep(finder, TiltChallenge(("left",), 10.0))
    assert step.view().tilt == ""
    now_s = watch(step, finder, 0.0, 1.0, Turn(0, 0))
    assert not step.wants_reading
    assert (step.view().tilt, step.side) == ("left", "front")
    step.take_now()
    assert not step.wants_reading, "pressing the shutter is no turn"
    now_s = watch(step, finder, now_s, 0.6, Turn(0, 0))
    assert step.hint is not None
    assert step.hint.message.id == "document.tilt_left"
    watch(step, finder, now_s, 0.6, Turn(-25, 0))
    assert step.tilt is not None
    assert step.tilt.state is Tilted.OTHER_WAY
    assert step.wants_reading
    assert step.view().tilt == ""
    assert step.pictures[1] is None


def test_without_the_policys_wish_nothing_is_asked() -> None:
    finder = Turned()
    step = DocumentStep(finder)
    watch(step, finder, 0.0, 1.0, Turn(0, 0))
    assert step.wants_reading


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (Status.PASS, Outcome.APPROVED),
        (Status.NOT_ASSESSED, Outcome.REVIEW),
        (Status.FAIL, Outcome.REJECTED),
        (None, Outcome.REVIEW),
    ],
)
def test_a_policy_that_asks_for_it_is_bound_by_it(status: Status | None, outcome: Outcome) -> None:
    policy = load_policy("kiosk", document_tilt=True)
    reason = Message("reason.not_reached")
    checks = [Check(name, Status.PASS, reason) for name in policy.required]
    if status is not None:
        checks.append(Check("document_tilt", status, reason))
    decision = decide(Evidence(tuple(checks), Provenance.LIVE), policy)
    assert decision.outcome is outcome
    assert decision.valid_for_onboarding is (status is Status.PASS)
