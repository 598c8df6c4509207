"""A machine-readable zone, read field by field with its check digits (ICAO Doc 9303)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ekyc.document.mrz.grammar import (
    ALPHABET,
    DIGITS,
    FILLER,
    CheckPlace,
    Format,
    Slot,
    Span,
    check_digit,
    identify,
)
from ekyc.document.reading import FieldStatus
from ekyc.errors import SubjectError


@dataclass(frozen=True)
class MrzField:
    """One value as a person would write it: spaces for fillers, dates ISO (shorter where the
    document leaves day or month open). `spans` are its places in the lines."""

    name: str
    untrusted_value: str
    status: FieldStatus
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class CheckDigit:
    """One check digit: which field it guards, where it stands, and whether it holds."""

    name: str
    span: Span
    holds: bool


@dataclass(frozen=True)
class Mrz:
    """What `parse` makes of the lines. `fields` are keyed by name, in reading order."""

    format: str
    untrusted_lines: tuple[str, ...]
    fields: Mapping[str, MrzField]
    digits: tuple[CheckDigit, ...]

    @property
    def digits_holding(self) -> int:
        """How many check digits hold."""
        return sum(digit.holds for digit in self.digits)

    @property
    def no_digit_fails(self) -> bool:
        """True when every check digit of the format holds, also where it has none."""
        return self.digits_holding == len(self.digits)

    @property
    def all_digits_hold(self) -> bool:
        """True when the format has check digits and every one of them holds."""
        return bool(self.digits) and self.no_digit_fails


def parse(lines: Sequence[str], today: date) -> Mrz:
    """Read the lines of one document.

    `today` decides the century of two-digit years: a birth lies in the past, an expiry within 50
    years of today. Raises `SubjectError` when the lines are of no ICAO format.
    """
    format_ = identify(lines)
    if format_ is None or not all(set(line) <= ALPHABET for line in lines):
        raise SubjectError("document.mrz_not_icao")
    long = _long_number(lines, format_)
    digits = check_digits(lines, format_)
    holds = {digit.name: digit.holds for digit in digits}

    def status(slot: Slot, readable: bool = True) -> FieldStatus:
        guard = format_.guard(slot)
        if not readable or (guard is not None and not holds[guard.name]):
            return FieldStatus.DOUBTFUL
        return FieldStatus.CHECKED if guard is not None else FieldStatus.READ

    fields: dict[str, MrzField] = {}

    def add(name: str, value: str, how: FieldStatus, *spans: Span) -> None:
        fields[name] = MrzField(name, value, how, spans)

    for slot in format_.slots:
        raw = slot.span.of(lines)
        if slot.name == "names":
            for name, value, span in _names(raw, slot.span):
                well = not DIGITS & set(value) and (bool(value) or name == "given_names")
                add(name, value, status(slot, well), span)
        elif slot.name == "document_number" and long is not None:
            add(slot.name, long.number, status(slot), slot.span, long.rest)
        elif slot.name in ("date_of_birth", "date_of_expiry"):
            iso = iso_date(raw, today, future=slot.name == "date_of_expiry")
            add(slot.name, iso or raw, status(slot, iso is not None), slot.span)
        elif slot.name == "sex":
            value = "X" if raw == FILLER else raw
            add(slot.name, value, status(slot, value in ("F", "M", "X")), slot.span)
        elif slot.name in ("issuing_state", "nationality", "document_type"):
            well = re.fullmatch(r"[A-Z][A-Z0-9]*<*", raw) is not None
            add(slot.name, raw.rstrip(FILLER), status(slot, well), slot.span)
        elif slot.name.startswith("optional_data"):
            span = slot.span
            if long is not None and span.line == long.rest.line and slot.name == "optional_data":
                span = Span(span.line, long.rest.end + 1, span.end)
            add(slot.name, _plain(span.of(lines)), status(slot), span)
        else:
            add(slot.name, _plain(raw), status(slot), slot.span)
    return Mrz(format_.name, tuple(lines), fields, digits)


def check_digits(lines: Sequence[str], format_: Format) -> tuple[CheckDigit, ...]:
    """Every check digit of lines of this format."""
    long = _long_number(lines, format_)
    return tuple(_digit(lines, place, long) for place in format_.checks)


def _plain(raw: str) -> str:
    return " ".join(part for part in raw.split(FILLER) if part)


def _names(raw: str, span: Span) -> list[tuple[str, str, Span]]:
    """Primary and secondary identifier, parted by two fillers (Doc 9303-3, 4.6)."""
    primary, _, secondary = raw.partition(FILLER * 2)
    middle = span.start + len(primary)
    after = min(middle + 2, span.end)
    end = after + len(secondary.rstrip(FILLER))
    return [
        ("surname", _plain(primary), Span(span.line, span.start, middle)),
        ("given_names", _plain(secondary), Span(span.line, after, max(end, after))),
    ]


@dataclass(frozen=True)
class _LongNumber:
    number: str
    digit: Span
    rest: Span


def _long_number(lines: Sequence[str], format_: Format) -> _LongNumber | None:
    """A number of more than 9 characters: a filler instead of its digit; the rest, then the digit,
    begin the optional data and end at a filler (Doc 9303-5 and -6, 4.2.2.2 note)."""
    if format_.name not in ("TD1", "TD2"):
        return None
    slot, optional = format_.slot("document_number").span, format_.slot("optional_data").span
    place = next(check for check in format_.checks if check.name == "document_number")
    head, tail = slot.of(lines), optional.of(lines).split(FILLER)[0]
    if place.span.of(lines) != FILLER or FILLER in head or len(tail) < 2:
        return None
    end = optional.start + len(tail)
    rest = Span(optional.line, optional.start, end - 1)
    return _LongNumber(head + tail[:-1], Span(optional.line, end - 1, end), rest)


def _digit(lines: Sequence[str], place: CheckPlace, long: _LongNumber | None) -> CheckDigit:
    if place.name == "document_number" and long is not None:
        holds = long.digit.of(lines) == check_digit(long.number)
        return CheckDigit(place.name, long.digit, holds)
    text = "".join(span.of(lines) for span in place.covers)
    found = place.span.of(lines)
    empty = place.may_be_filler and not text.strip(FILLER) and found == FILLER
    return CheckDigit(place.name, place.span, empty or found == check_digit(text))


def iso_date(raw: str, today: date, *, future: bool) -> str | None:
    """YYMMDD as ISO 8601; None if it is no date. Day, or month and day, may be fillers.

    A date of birth takes the latest century that does not lie after today; a date of expiry the one
    within 50 years of today.

    >>> iso_date("740812", date(2026, 1, 1), future=False)
    '1974-08-12'
    """
    known = raw.rstrip(FILLER)
    if len(raw) != 6 or len(known) not in (2, 4, 6) or not set(known) <= DIGITS:
        return None
    parts = [int(known[i : i + 2]) for i in range(0, len(known), 2)]
    century = today.year // 100 * 100
    year = century + parts[0]
    if future:
        year += 100 if year < today.year - 50 else -100 if year >= today.year + 50 else 0
    elif (year, *parts[1:]) > (today.year, today.month, today.day)[: len(parts)]:
        year -= 100
    try:
        date(year, *[*parts[1:], 1, 1][:2])
    except ValueError:
        return None
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in parts[1:])])
