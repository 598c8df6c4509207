"""What stays of a session: outcome, checks, hashes and versions. No name, number or picture."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ekyc import __version__
from ekyc.errors import KioskFault
from ekyc.policy import Policy
from ekyc.session.session import Session

VERSION = 1


def session_record(session: Session, policy: Policy, versions: Mapping[str, str]) -> dict[str, Any]:
    """JSON values. Reasons are message ids: their parameters may quote what was read."""
    decision = session.decision
    consent = session.consent
    return {
        "record_version": VERSION,
        "reference": session.reference,
        "outcome": session.outcome.value if session.outcome else None,
        "provenance": session.provenance.value,
        "valid_for_onboarding": bool(decision and decision.valid_for_onboarding),
        "attempts": session.attempt,
        "consent": {
            "agreed": bool(consent and consent.agreed),
            "language": consent.language if consent else None,
            "text_version": consent.text_version if consent else None,
        },
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
        "policy": {"name": policy.name, "sha256": policy.sha256},
        "versions": {"ekyc_kiosk": __version__, **versions},
    }


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write the record, readable by its owner alone, whole or not at all. Raises KioskFault."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".record-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(record, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KioskFault("fault.record_not_written", file=str(path)) from error
