"""What is checked about a reading, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ekyc.document.mrz.zone import Mrz
from ekyc.document.reading import FieldStatus
from ekyc.messages import Message
from ekyc.values import Check, Status


def document_checks(mrz: Mrz | None, today: date, holder: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of one document that was found, in the order in which they are shown; `holder`
    are those of its pictures of the holder."""
    found = Check("document_found", Status.PASS, Message("check.document_found"))
    return (found, _digits(mrz), _expiry(mrz, today), *holder)


def _digits(mrz: Mrz | None) -> Check:
    name = "mrz_check_digits"
    if mrz is None:
        return Check(name, Status.NOT_ASSESSED, Message("check.mrz_missing"))
    if not mrz.digits:
        return Check(name, Status.NOT_ASSESSED, Message("check.mrz_without_digits"))
    hold, count = mrz.digits_holding, len(mrz.digits)
    if mrz.all_digits_hold:
        reason = Message("check.mrz_digits_hold")
        return Check(name, Status.PASS, reason, float(hold), float(count))
    reason = Message("check.mrz_digits_fail", {"n": count - hold, "count": count})
    return Check(name, Status.FAIL, reason, float(hold), float(count))


def _expiry(mrz: Mrz | None, today: date) -> Check:
    name = "document_expiry"
    field = mrz.fields.get("date_of_expiry") if mrz is not None else None
    if field is None or field.status is not FieldStatus.CHECKED:
        return Check(name, Status.NOT_ASSESSED, Message("check.expiry_unknown"))
    # ISO dates compare as text; one that leaves day or month open ends with that month or year.
    known = field.untrusted_value
    if known < today.isoformat()[: len(known)]:
        return Check(name, Status.FAIL, Message("check.expired", {"date": known}))
    return Check(name, Status.PASS, Message("check.not_expired", {"date": known}))
