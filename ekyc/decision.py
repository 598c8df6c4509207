"""From checks to an outcome: pure, closed, and explained by the checks themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ekyc.messages import Message
from ekyc.policy import Policy
from ekyc.policy_rules import CHECKS
from ekyc.values import Check, Decision, Outcome, Provenance, Status

SAID = ("consent", "document_confirmed", "document_corrected")
"""Checks that are there only when the person says no, or staff typed what was not read. They bind
under every policy: no machine approves who would rather have staff, nor what it did not read."""
_WORST_FIRST = (Status.FAIL, Status.NOT_ASSESSED, Status.PASS)


@dataclass(frozen=True)
class Evidence:
    """What is known at the end of a session. `specimen`: the document is one of ICAO's Utopia."""

    checks: tuple[Check, ...]
    provenance: Provenance
    specimen: bool = False


def decide(evidence: Evidence, policy: Policy) -> Decision:
    """A required FAIL rejects; else a required NOT_ASSESSED needs a person; else it is approved.

    A required check that is missing altogether counts as not assessed; of several with one name the
    worst counts. A policy that may not serve
    this evidence (the demo profile on a live camera and a real document) never approves.
    """
    checks = {check.name: check for check in sorted(evidence.checks, key=_goodness)}
    said = [checks[name] for name in SAID if name in checks]
    required = said + [checks.get(name, _missing(name)) for name in policy.binding]
    failed = [check for check in required if check.status is Status.FAIL]
    open_ = [check for check in required if check.status is Status.NOT_ASSESSED]
    if failed:
        outcome, reasons = Outcome.REJECTED, _reasons(failed)
    elif open_:
        outcome, reasons = Outcome.REVIEW, _reasons(open_)
    elif not policy.may_serve(evidence.provenance, evidence.specimen):
        outcome, reasons = Outcome.REVIEW, (Message("reason.demo_policy_refused"),)
    else:
        outcome, reasons = Outcome.APPROVED, _reasons(required)
    known = evidence.checks + tuple(check for check in open_ if check.name not in checks)
    return Decision(outcome, known, reasons, _is_valid(evidence, policy, checks))


def _goodness(check: Check) -> int:
    """Best first, so that the worst of one name stays."""
    return -_WORST_FIRST.index(check.status)


def _is_valid(evidence: Evidence, policy: Policy, checks: dict[str, Check]) -> bool:
    real = evidence.provenance is Provenance.LIVE or (
        evidence.provenance is Provenance.REMOTE and policy.remote_is_valid
    )
    passed = {name for name, check in checks.items() if check.status is Status.PASS}
    return (
        real
        and not evidence.specimen
        and set(policy.required) >= set(CHECKS)
        and set(policy.binding) <= passed
        and not (set(SAID) & set(checks)) - passed
    )


def _missing(name: str) -> Check:
    return Check(name, Status.NOT_ASSESSED, Message("reason.not_reached"))


def _reasons(checks: Iterable[Check]) -> tuple[Message, ...]:
    return tuple(check.reason for check in checks)
