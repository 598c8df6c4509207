"""What a person is told of the checks: one line for each thing that was checked, never a score."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.messages import Message
from ekyc.values import Check, Status

_GROUPS = (
    (
        ("document_found", "mrz_check_digits", "document_expiry", "document_portrait"),
        Message("window.document_passed"),
        Message("window.document_open"),
    ),
    (("face_match",), Message("window.face_passed"), Message("window.face_open")),
    (
        ("active_liveness", "same_person", "continuity"),
        Message("window.movements_passed"),
        Message("window.movements_open"),
    ),
    (("screen_light",), Message("window.light_passed"), Message("window.light_open")),
)
_FAILED = {
    "document_found": Message("window.document_failed"),
    "mrz_check_digits": Message("window.digits_failed"),
    "document_expiry": Message("window.expiry_failed"),
    "document_portrait": Message("window.portrait_failed"),
    "document_state": Message("window.document_failed"),
    "document_dates": Message("window.document_failed"),
    "document_age": Message("window.age_failed"),
    "document_genuine": Message("window.document_failed"),
    "face_match": Message("window.face_failed"),
    "active_liveness": Message("window.movements_failed"),
    "same_person": Message("window.person_failed"),
    "screen_light": Message("window.light_failed"),
    "presentation_attack": Message("window.picture_failed"),
    "deepfake": Message("window.picture_failed"),
    "camera_injection": Message("window.picture_failed"),
    "continuity": Message("window.picture_failed"),
}
_DETAIL = {
    "document_expiry": Message("window.expiry_failed_why"),
    "face_match": Message("window.face_failed_why"),
    "active_liveness": Message("window.movements_failed_why"),
}
_ORDER = (Status.FAIL, Status.NOT_ASSESSED, Status.PASS)


@dataclass(frozen=True)
class Finding:
    """One line of the result page."""

    status: Status
    text: Message
    detail: Message | None = None


_DECLINED = Finding(Status.NOT_ASSESSED, Message("window.declined"), Message("window.declined_why"))


def findings(checks: tuple[Check, ...]) -> tuple[Finding, ...]:
    """What did not work first, then what could not be checked, then what did work."""
    by_name = {check.name: check for check in checks}
    if "consent" in by_name:
        return (_DECLINED,)
    lines = []
    for names, passed, open_ in _GROUPS:
        group = [by_name[name] for name in names if name in by_name]
        if not group:
            continue
        if failed := [check.name for check in group if check.status is Status.FAIL]:
            lines.append(Finding(Status.FAIL, _FAILED[failed[0]], _DETAIL.get(failed[0])))
        elif all(check.status is Status.PASS for check in group):
            lines.append(Finding(Status.PASS, passed))
        else:
            lines.append(Finding(Status.NOT_ASSESSED, open_))
    grouped = {name for names, _, _ in _GROUPS for name in names}
    others = {
        _FAILED[check.name].id: _FAILED[check.name]
        for check in checks
        if check.status is Status.FAIL and check.name in _FAILED and check.name not in grouped
    }
    lines.extend(Finding(Status.FAIL, text) for text in others.values())
    return tuple(sorted(lines, key=lambda line: _ORDER.index(line.status)))
