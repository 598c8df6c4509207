"""What stays of a session: outcome, checks, hashes and versions. No name, number or picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ekyc import __version__
from ekyc.errors import KioskFault
from ekyc.private import write_private
from ekyc.session.consent import purposes
from ekyc.session.session import Session

VERSION = 2


def session_record(session: Session, versions: Mapping[str, str]) -> dict[str, Any]:
    """JSON values. Reasons are message ids: their parameters may quote what was read."""
    decision = session.decision
    return {
        "record_version": VERSION,
        "reference": session.reference,
        "case": session.case or None,
        "outcome": session.outcome.value if session.outcome else None,
        "provenance": session.provenance.value,
        "valid_for_onboarding": bool(decision and decision.valid_for_onboarding),
        "attempts": session.attempt,
        "consent": consent_json(session),
        "nonce": session.nonce,
        "challenges": [timeline.as_json() for timeline in session.timelines],
        "corrected_fields": list(session.corrected),
        "checks": [
            {
                "name": check.name,
                "status": check.status.value,
                "score": check.score,
                "threshold": check.threshold,
                "reason": check.reason.id,
            }
            for check in (decision.checks if decision else ())
        ],
        "policy": {"name": session.policy.name, "sha256": session.policy.sha256},
        "versions": {"ekyc_kiosk": __version__, **versions},
    }


def consent_json(session: Session) -> dict[str, Any] | None:
    """What the person answered, to which text, when, and for which purposes; None: not asked."""
    consent = session.consent
    if consent is None:
        return None
    return {
        "agreed": consent.agreed,
        "purposes": list(purposes(consent, session.policy)),
        "at": consent.at,
        "language": consent.language,
        "text_version": consent.text_version,
        "text_sha256": consent.text_sha256 or None,
    }


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write the record, readable by its owner alone, whole or not at all. Raises KioskFault."""
    try:
        write_private(path, json.dumps(record, indent=2))
    except OSError as error:
        raise KioskFault("fault.record_not_written", file=str(path)) from error
