"""What the customer is told of the checks: words, never scores."""

from __future__ import annotations

import re

import pytest

from ekyc.messages import Catalogue, Message
from ekyc.session.view import Step, View
from ekyc.values import Check, Decision, Outcome, Status
from gui.findings import findings
from gui.words import Words
from tests.gui.conftest import Show, sample

WHY = Message("reason.not_reached")


def check(name: str, status: Status = Status.PASS) -> Check:
    return Check(name, status, WHY, 0.123, 0.456)


def test_what_failed_stands_first_then_what_is_open() -> None:
    lines = findings(
        (
            check("document_found"),
            check("face_match", Status.NOT_ASSESSED),
            check("active_liveness", Status.FAIL),
        )
    )
    assert [line.status for line in lines] == [Status.FAIL, Status.NOT_ASSESSED, Status.PASS]


def test_a_group_passes_only_whole() -> None:
    (line,) = findings((check("document_found"), check("document_expiry", Status.NOT_ASSESSED)))
    assert line.status is Status.NOT_ASSESSED
    (line,) = findings((check("document_found"), check("document_expiry", Status.FAIL)))
    assert (line.status, line.text.id) == (Status.FAIL, "window.expiry_failed")


def test_who_declined_is_told_just_that() -> None:
    lines = findings((check("consent", Status.NOT_ASSESSED), check("face_match")))
    assert [line.text.id for line in lines] == ["window.declined"]


def test_detectors_speak_only_when_they_fail() -> None:
    assert findings((check("deepfake", Status.NOT_ASSESSED),)) == ()
    twice = (check("deepfake", Status.FAIL), check("presentation_attack", Status.FAIL))
    assert [line.text.id for line in findings(twice)] == ["window.picture_failed"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.PASS, "window.light_passed"),
        (Status.NOT_ASSESSED, "window.light_open"),
        (Status.FAIL, "window.light_failed"),
    ],
)
def test_the_light_of_the_screen_is_told_where_it_was_asked_for(status: Status, said: str) -> None:
    assert [line.text.id for line in findings((check("screen_light", status),))] == [said]


@pytest.mark.parametrize("name", ["07-approved", "08-refused", "08-review"])
def test_no_score_reaches_the_customer(show: Show, name: str) -> None:
    window, _ = show(sample(name).view)
    said = [words.text() for words in window.page.findChildren(Words)]
    assert not [text for text in said if re.search(r"\d[.,]\d|1e-4", text)]


@pytest.mark.parametrize(("valid", "shown"), [(False, True), (True, False)])
def test_a_demonstration_is_called_one(show: Show, valid: bool, shown: bool) -> None:
    checks = (check("face_match"),)
    decision = Decision(Outcome.APPROVED, checks, (), valid_for_onboarding=valid)
    view = View(step=Step.RESULT, outcome=Outcome.APPROVED, decision=decision, checks=checks)
    window, _ = show(view)
    said = [words.text() for words in window.page.findChildren(Words)]
    word = Catalogue("en").text(Message("window.demonstration"))
    assert (word in said) is shown
