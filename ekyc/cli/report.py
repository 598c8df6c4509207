"""How a session's end is told on the command line, and the exit code it gives."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

from ekyc.cli import FAULT, OK, REJECTED, REVIEW
from ekyc.cli.parts import check_json, print_json
from ekyc.messages import Catalogue, Message
from ekyc.session.record import consent_json
from ekyc.session.session import Session
from ekyc.values import Check, Outcome

EXIT_CODES = {Outcome.APPROVED: OK, Outcome.REJECTED: REJECTED, Outcome.REVIEW: REVIEW}


def report(
    session: Session, args: argparse.Namespace, timings: Mapping[str, float] | None = None
) -> int:
    """Print the decision (`args.json`, `args.language`) and return the exit code."""
    catalogue, decision = Catalogue(args.language), session.decision
    outcome = session.outcome or Outcome.FAULT
    valid = bool(decision and decision.valid_for_onboarding)
    checks = decision.checks if decision else ()
    if args.json:
        print_json(
            {
                "outcome": outcome.value,
                "provenance": session.provenance.value,
                "valid_for_onboarding": valid,
                "reference": session.reference,
                "case": session.case or None,
                "consent": consent_json(session),
                "checks": [check_json(check, catalogue) for check in checks],
                "nonce": session.nonce,
                "challenges": [timeline.as_json() for timeline in session.timelines],
                "timings": dict(timings or {}),
            }
        )
        return EXIT_CODES.get(outcome, FAULT)
    print(f"{catalogue.text(Message(f'outcome.{outcome.value}'))} ({session.reference})")
    if not valid:
        print(catalogue.text(Message("outcome.not_valid_for_onboarding")))
    print_checks(checks, catalogue)
    return EXIT_CODES.get(outcome, FAULT)


def print_checks(checks: Iterable[Check], catalogue: Catalogue) -> None:
    """A line each, for people."""
    for check in checks:
        figures = "" if check.score is None else f"{check.score:g}"
        if check.threshold is not None:
            figures += f" / {check.threshold:g}"
        status = catalogue.text(Message(f"status.{check.status.value}"))
        print(f"  {status:13} {check.name:22} {figures:17} {catalogue.text(check.reason)}")
