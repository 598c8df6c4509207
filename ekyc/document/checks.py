"""What is checked about a reading, each with its sentence.

A check FAILs only where what speaks against the document is certain. What may be a misreading is
NOT_ASSESSED: a person then looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ekyc.document.merge import agree
from ekyc.document.mrz.zone import Mrz
from ekyc.document.numbers import is_plausible
from ekyc.document.reading import Field, FieldStatus
from ekyc.document.states import SPECIMEN, state_codes
from ekyc.messages import Message, Param
from ekyc.values import Check, Status

Fields = Mapping[str, Field]

_COMPARED = (("surname", "full_name"), ("document_number",), ("date_of_birth",))
"""Who it is and which document: each must be said by two sources. Other fields may be."""
_OF_BOTH_SIDES = ("document_number", "surname", "given_names", "full_name", "date_of_birth")


@dataclass(frozen=True, eq=False)
class Read:
    """What the checks look at. `fields` are merged, `all_fields` are those of every source and
    side. `clock_is_sure`: `today` can be believed."""

    mrz: Mrz | None
    fields: Fields
    all_fields: Sequence[Field]
    today: date
    clock_is_sure: bool
    sides: int


def document_checks(read: Read, holder: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of one document that was found, in the order in which they are shown; `holder`
    are those of its pictures of the holder."""
    return (
        _passed("document_found", "check.document_found"),
        _digits(read.mrz),
        _agreement(read.fields),
        _state(read.fields.get("issuing_state")),
        _number(read.fields),
        _dates(read.fields),
        _expiry(read),
        _sides(read),
        *holder,
    )


def age_years(read: Read) -> int | None:
    """The holder's age today; None where birth or today are not certain."""
    born = read.fields.get("date_of_birth")
    if not _is_sure(born) or born is None or not read.clock_is_sure:
        return None
    # A birth that leaves day or month open counts as on the last day that it can be.
    known = [int(part) for part in born.untrusted_value.split("-")]
    year, month, day = (*known, *(0, 12, 31)[len(known) :])
    today = read.today
    return today.year - year - ((today.month, today.day) < (month, day))


def age_check(age: int | None, minimum: int) -> Check:
    """Whether somebody of `age` years (None: not known) is old enough."""
    name, params = "document_age", {"age": minimum}
    if minimum == 0:
        return _passed(name, "check.age_not_asked")
    if age is None:
        return _open(name, "check.age_unknown", params)
    if age < minimum:
        return _failed(name, "check.too_young", params)
    return _passed(name, "check.old_enough", params)


def _digits(mrz: Mrz | None) -> Check:
    name = "mrz_check_digits"
    if mrz is None:
        return _open(name, "check.mrz_missing")
    if not mrz.digits:
        return _open(name, "check.mrz_without_digits")
    hold, count = mrz.digits_holding, len(mrz.digits)
    if mrz.all_digits_hold:
        reason = Message("check.mrz_digits_hold")
        return Check(name, Status.PASS, reason, float(hold), float(count))
    reason = Message("check.mrz_digits_fail", {"n": count - hold, "count": count})
    return Check(name, Status.FAIL, reason, float(hold), float(count))


def _agreement(fields: Fields) -> Check:
    name = "document_fields_agree"
    differing = sum(field.disagrees for field in fields.values())
    if differing:
        return _open(name, "check.fields_differ", {"n": differing})
    said_twice = [any(_said_twice(one, fields) for one in names) for names in _COMPARED]
    if all(said_twice):
        return _passed(name, "check.fields_agree")
    return _open(name, "check.fields_not_compared")


def _said_twice(name: str, fields: Fields) -> bool:
    field = fields.get(name)
    if field is None or field.status is FieldStatus.DOUBTFUL:
        return False
    if name == "full_name" and "surname" in fields:
        return fields["surname"].source != field.source
    return any(
        other.source != field.source and other.status is not FieldStatus.DOUBTFUL
        for other in field.others
    )


def _state(field: Field | None) -> Check:
    name = "document_state"
    if field is None or field.status is FieldStatus.DOUBTFUL:
        return _open(name, "check.state_unknown")
    code = {"state": field.untrusted_value}
    if field.untrusted_value == SPECIMEN:
        # Whether a specimen may be shown at all is for the policy; it never opens an account.
        return _open(name, "check.state_specimen")
    if field.untrusted_value not in state_codes():
        return _failed(name, "check.state_none", code)
    return _passed(name, "check.state_known", code)


def _number(fields: Fields) -> Check:
    name = "document_number"
    number, state = fields.get("document_number"), fields.get("issuing_state")
    if number is None or number.status is FieldStatus.DOUBTFUL:
        return _open(name, "check.number_unknown")
    kind = fields.get("document_type")
    issuer = state.untrusted_value if state is not None else ""
    if is_plausible(number.untrusted_value, issuer, kind.untrusted_value if kind else ""):
        return _passed(name, "check.number_plausible")
    return _open(name, "check.number_unusual")


def _dates(fields: Fields) -> Check:
    """Birth, issue, expiry follow each other; ISO dates compare as text."""
    name = "document_dates"
    order = [fields.get(one) for one in ("date_of_birth", "date_of_issue", "date_of_expiry")]
    known = [one for one in order if one is not None and one.status is not FieldStatus.DOUBTFUL]
    values = [one.untrusted_value for one in known]
    if sorted(values) != values or len(set(values)) != len(values):
        if all(map(_is_sure, known)):
            return _failed(name, "check.dates_contradict")
        return _open(name, "check.dates_contradict")
    if order[0] not in known or len(known) < 2:
        return _open(name, "check.dates_unknown")
    return _passed(name, "check.dates_in_order")


def _expiry(read: Read) -> Check:
    name = "document_expiry"
    field = read.fields.get("date_of_expiry")
    if not _is_sure(field) or field is None:
        return _open(name, "check.expiry_unknown")
    if not read.clock_is_sure:
        return _open(name, "check.clock_doubtful")
    # One that leaves day or month open ends with that month or year.
    known = field.untrusted_value
    if known < read.today.isoformat()[: len(known)]:
        return _failed(name, "check.expired", {"date": known})
    return _passed(name, "check.not_expired", {"date": known})


def _sides(read: Read) -> Check:
    """Front and back are of one document, as far as both say the same things."""
    name = "document_sides"
    if read.sides < 2:
        return _passed(name, "check.sides_one")
    compared = 0
    for field_name in _OF_BOTH_SIDES:
        sides = [
            [
                one
                for one in read.all_fields
                if one.name == field_name
                and one.side == side
                and one.status is not FieldStatus.DOUBTFUL
            ]
            for side in ("front", "back")
        ]
        pairs = [(one, other) for one in sides[0] for other in sides[1]]
        compared += bool(pairs)
        if any(not agree(one, other) for one, other in pairs):
            return _open(name, "check.sides_differ")
    if not compared:
        return _open(name, "check.sides_not_compared")
    return _passed(name, "check.sides_agree")


def _is_sure(field: Field | None) -> bool:
    return field is not None and field.status is FieldStatus.CHECKED


def _passed(name: str, reason: str, params: Mapping[str, Param] | None = None) -> Check:
    return Check(name, Status.PASS, Message(reason, params or {}))


def _failed(name: str, reason: str, params: Mapping[str, Param] | None = None) -> Check:
    return Check(name, Status.FAIL, Message(reason, params or {}))


def _open(name: str, reason: str, params: Mapping[str, Param] | None = None) -> Check:
    return Check(name, Status.NOT_ASSESSED, Message(reason, params or {}))
