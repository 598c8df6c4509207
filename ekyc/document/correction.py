"""A value that staff type instead of the one that was read. It is never silent: what was read stays
beside it, and a person has to look at the case (`document_corrected`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ekyc.document.reading import DocumentReading, Field, FieldStatus
from ekyc.errors import SubjectError
from ekyc.messages import Message
from ekyc.untrusted import plain
from ekyc.values import Check, Status

CORRECTABLE: Mapping[str, Message] = {
    "full_name": Message("document.field_full_name"),
    "surname": Message("document.field_surname"),
    "given_names": Message("document.field_given_names"),
    "document_number": Message("document.field_document_number"),
    "date_of_birth": Message("document.field_date_of_birth"),
    "nationality": Message("document.field_nationality"),
    "date_of_expiry": Message("document.field_date_of_expiry"),
}
"""What people call each, in the order in which they are shown."""
SOURCE = "staff"
_MOST = 60
"""Characters of a value that is typed: names have 39 in the longest zone."""
_DAY_FIRST = re.compile(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})")


@dataclass(frozen=True)
class Correction:
    """A field's name (one of `CORRECTABLE`) and its value, spelt as fields are spelt: capitals,
    dates ISO 8601. Raises SubjectError, with what to type, for one that cannot be a value of it.

    >>> Correction("date_of_birth", "3.9.1974").untrusted_value
    '1974-09-03'
    """

    name: str
    untrusted_value: str

    def __post_init__(self) -> None:
        if self.name not in CORRECTABLE:
            raise ValueError(f"{self.name} is no field that is corrected")
        object.__setattr__(self, "untrusted_value", _spelt(self.name, self.untrusted_value))


def shown(reading: DocumentReading) -> tuple[str, ...]:
    """Names of the fields that are shown of `reading`, read or not: the whole name only where
    surname and given names are not told apart."""
    whole = "full_name" in reading.fields and "surname" not in reading.fields
    return tuple(name for name in CORRECTABLE if whole or name != "full_name")


def corrected(reading: DocumentReading, correction: Correction) -> DocumentReading:
    """`reading` with one more value typed by staff. What was read is kept in `Field.others`; the
    value that was read, typed again, takes the correction back."""
    field = reading.fields.get(correction.name) or Field(
        correction.name, "", SOURCE, FieldStatus.DOUBTFUL
    )
    read = field
    if field.status is FieldStatus.CORRECTED:
        read = replace(field.others[0], others=field.others[1:])
    if correction.untrusted_value == read.untrusted_value:
        return replace(reading, fields={**reading.fields, field.name: read})
    typed = replace(
        read,
        untrusted_value=correction.untrusted_value,
        source=SOURCE,
        status=FieldStatus.CORRECTED,
        confidence=None,
        others=(replace(read, others=()), *read.others),
        disagrees=False,
    )
    return replace(reading, fields={**reading.fields, field.name: typed})


def corrections(reading: DocumentReading) -> tuple[str, ...]:
    """Names of the fields whose value was typed."""
    fields = reading.fields.values()
    return tuple(field.name for field in fields if field.status is FieldStatus.CORRECTED)


def correction_check(reading: DocumentReading) -> Check | None:
    """Present when a value was typed; then no machine decides alone."""
    count = len(corrections(reading))
    if not count:
        return None
    reason = Message("check.corrected_by_staff", {"n": count})
    return Check("document_corrected", Status.NOT_ASSESSED, reason, float(count))


def _spelt(name: str, untrusted_typed: str) -> str:
    value = plain(untrusted_typed, _MOST).upper()
    if not value:
        raise SubjectError("document.correction_empty")
    if name.startswith("date_of_"):
        return _date(value)
    if name == "document_number":
        value = "".join(value.split())
        if not re.fullmatch(r"[A-Z0-9-]+", value):
            raise SubjectError("document.correction_number")
    if name == "nationality" and not re.fullmatch(r"[A-Z]{1,3}", value):
        raise SubjectError("document.correction_state")
    if name in ("surname", "given_names", "full_name") and any(
        letter.isdigit() for letter in value
    ):
        raise SubjectError("document.correction_name")
    return value


def _date(value: str) -> str:
    day_first = _DAY_FIRST.fullmatch(value)
    try:
        if day_first is not None:
            day, month, year = map(int, day_first.groups())
            return date(year, month, day).isoformat()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise SubjectError("document.correction_date")
