from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.decision import Evidence, decide
from ekyc.messages import Message
from ekyc.policy import Policy, load_policy
from ekyc.policy_rules import CHECKS
from ekyc.values import Check, Outcome, Provenance, Status

NAMES = sorted(CHECKS)
POLICY = Policy("kiosk", required=tuple(NAMES))


def check(name: str, status: Status) -> Check:
    return Check(name, status, Message(f"reason.{name}"))


def all_passed(**changes: Status) -> tuple[Check, ...]:
    return tuple(check(name, changes.get(name, Status.PASS)) for name in NAMES)


@given(
    st.lists(st.sampled_from(Status), min_size=len(NAMES), max_size=len(NAMES)),
    st.sampled_from(Provenance),
    st.booleans(),
)
def test_the_rule(statuses: list[Status], provenance: Provenance, specimen: bool) -> None:
    checks = tuple(check(n, s) for n, s in zip(NAMES, statuses, strict=True))
    decision = decide(Evidence(checks, provenance, specimen), POLICY)
    if Status.FAIL in statuses:
        assert decision.outcome is Outcome.REJECTED
    elif Status.NOT_ASSESSED in statuses:
        assert decision.outcome is Outcome.REVIEW
    else:
        assert decision.outcome is Outcome.APPROVED
    valid = decision.outcome is Outcome.APPROVED and provenance is Provenance.LIVE and not specimen
    assert decision.valid_for_onboarding is valid
    assert decision.reasons


def test_a_required_check_that_is_missing_is_not_waved_through() -> None:
    decision = decide(Evidence(all_passed()[1:], Provenance.LIVE), POLICY)
    assert decision.outcome is Outcome.REVIEW
    assert NAMES[0] in {c.name for c in decision.checks}
    assert not decision.valid_for_onboarding


def test_what_is_not_required_does_not_decide() -> None:
    lenient = replace(POLICY, required=("face_match",))
    checks = all_passed(deepfake=Status.FAIL)
    decision = decide(Evidence(checks, Provenance.LIVE), lenient)
    assert decision.outcome is Outcome.APPROVED
    assert not decision.valid_for_onboarding, "a policy that does not require all opens nothing"


def test_remote_frames_are_valid_by_policy_only() -> None:
    evidence = Evidence(all_passed(), Provenance.REMOTE)
    assert not decide(evidence, POLICY).valid_for_onboarding
    assert decide(evidence, replace(POLICY, remote_is_valid=True)).valid_for_onboarding


@pytest.mark.parametrize("provenance", Provenance)
@pytest.mark.parametrize("specimen", [False, True])
def test_the_demo_profile_decides_about_shows_only(provenance: Provenance, specimen: bool) -> None:
    decision = decide(Evidence(all_passed(), provenance, specimen), load_policy("demo"))
    staged = provenance in (Provenance.RECORDED, Provenance.SIMULATED) or specimen
    assert decision.outcome is (Outcome.APPROVED if staged else Outcome.REVIEW)
    assert not decision.valid_for_onboarding


def test_the_reasons_are_those_of_the_worst_checks() -> None:
    checks = all_passed(face_match=Status.FAIL, deepfake=Status.NOT_ASSESSED)
    decision = decide(Evidence(checks, Provenance.LIVE), POLICY)
    assert [reason.id for reason in decision.reasons] == ["reason.face_match"]


def test_no_kiosk_is_valid_before_all_detectors_exist() -> None:
    """Detectors that are missing are not assessed, so the kiosk's own policy cannot approve."""
    from ekyc.session.passive import passive_checks

    passive = passive_checks(Provenance.LIVE)
    active = tuple(c for c in all_passed() if c.name not in {p.name for p in passive})
    decision = decide(Evidence(active + passive, Provenance.LIVE), load_policy("kiosk"))
    assert decision.outcome is Outcome.REVIEW
    assert not decision.valid_for_onboarding


def test_of_two_checks_with_one_name_the_worst_counts() -> None:
    for pair in ((Status.FAIL, Status.PASS), (Status.PASS, Status.FAIL)):
        checks = (*all_passed()[1:], *(check(NAMES[0], status) for status in pair))
        decision = decide(Evidence(checks, Provenance.LIVE), POLICY)
        assert decision.outcome is Outcome.REJECTED
        assert not decision.valid_for_onboarding
