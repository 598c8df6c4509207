"""What stands where in a machine-readable zone: ICAO Doc 9303 parts 4 to 7, eighth edition, and the
cards that follow rules of their own.

Columns count from 0. A digit covers the text of its spans in order, weights 7 3 1 (part 3, 4.9).

The French identity card of 1988 to 2021 (FR-ID) has two lines of 36: its last digit covers all 71
characters before it, and there is no date of expiry. The French driving licence (EU-DL) has one
line of 30; each of its two digits covers the line from its very beginning, the document code
included. The Swiss driving licence (CH-DL) has two lines of 30 under a short one of 9, which is the
blank card's number and is not read; it has no check digits at all. (Layouts: decree 2012-497 and
specimens of the three cards; each digit's coverage was found out by reckoning on the specimens.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

FILLER = "<"
DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
ALPHABET = DIGITS | LETTERS | {FILLER}
WEIGHTS = (7, 3, 1)
"""Of the characters that a check digit covers, in turn (Doc 9303-3, 4.9)."""


class Kind(Enum):
    """What may stand in a slot, fillers aside."""

    LETTERS = "letters"
    DIGITS = "digits"
    MIXED = "mixed"
    SEX = "sex"


class Span(NamedTuple):
    """Columns `start` up to but not `end` of line `line`."""

    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        """The text that stands there."""
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True)
class Slot:
    """A field's place."""

    name: str
    span: Span
    kind: Kind


@dataclass(frozen=True)
class CheckPlace:
    """A check digit's place and what it covers. `may_be_filler`: `<` will do over an empty field
    (TD3's personal number, part 4, 4.2.2.2)."""

    name: str
    span: Span
    covers: tuple[Span, ...]
    may_be_filler: bool = False


def _within(inner: Span, outer: Span) -> bool:
    return inner.line == outer.line and outer.start <= inner.start and inner.end <= outer.end


@dataclass(frozen=True)
class Format:
    """One layout. `name` as in ICAO's parts: TD1, TD2, TD3, MRVA, MRVB; FR-ID, EU-DL and CH-DL as
    above. `prefix`: what the first line always begins with, where a state has its own rules."""

    name: str
    rows: int
    width: int
    initials: frozenset[str]
    slots: tuple[Slot, ...]
    checks: tuple[CheckPlace, ...]
    prefix: str = ""

    def begins(self, line: str) -> bool:
        """Whether the first line of a zone of this layout may be `line`."""
        return line[0] in self.initials and line.startswith(self.prefix)

    def guard(self, slot: Slot) -> CheckPlace | None:
        """The check digit of a slot: its own, else the composite one if that covers it."""
        for check in self.checks:
            own = check.name == slot.name
            if own or (
                check.name == "composite" and any(_within(slot.span, c) for c in check.covers)
            ):
                return check
        return None

    def slot(self, name: str) -> Slot:
        """The slot of that name; KeyError if there is none."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise KeyError(name)

    def kind_at(self, line: int, column: int) -> Kind:
        """What may stand at one place."""
        for check in self.checks:
            if check.span.line == line and check.span.start == column:
                return Kind.DIGITS
        for slot in self.slots:
            if slot.span.line == line and slot.span.start <= column < slot.span.end:
                # The second letter of a document code is a digit on some cards (C1 of the USA).
                code = slot.name == "document_type" and column == 1
                return Kind.MIXED if code else slot.kind
        raise IndexError((line, column))


def check_digit(text: str) -> str:
    """The check digit of `text` over A-Z, 0-9 and `<` (Doc 9303-3, 4.9).

    >>> check_digit("D23145890")
    '7'
    """
    total = sum(check_value(char) * WEIGHTS[i % 3] for i, char in enumerate(text))
    return str(total % 10)


def check_value(char: str) -> int:
    """What a character counts in a check digit; ValueError for one that no zone has."""
    if char == FILLER:
        return 0
    if char in DIGITS:
        return int(char)
    if char in LETTERS:
        return ord(char) - ord("A") + 10
    raise ValueError(f"{char!r} does not occur in a machine-readable zone")


_HEAD = (
    Slot("document_type", Span(0, 0, 2), Kind.LETTERS),
    Slot("issuing_state", Span(0, 2, 5), Kind.LETTERS),
)
"""How the first line begins in nearly every format."""


def _second_line(line: int, optional_end: int) -> tuple[Slot, ...]:
    """Line 2 of every two-line format."""
    return (
        Slot("document_number", Span(line, 0, 9), Kind.MIXED),
        Slot("nationality", Span(line, 10, 13), Kind.LETTERS),
        Slot("date_of_birth", Span(line, 13, 19), Kind.DIGITS),
        Slot("sex", Span(line, 20, 21), Kind.SEX),
        Slot("date_of_expiry", Span(line, 21, 27), Kind.DIGITS),
        Slot("optional_data", Span(line, 28, optional_end), Kind.MIXED),
    )


def _first_line(width: int) -> tuple[Slot, ...]:
    return (
        *_HEAD,
        Slot("names", Span(0, 5, width), Kind.LETTERS),
    )


def _two_line_checks(line: int) -> tuple[CheckPlace, ...]:
    return (
        CheckPlace("document_number", Span(line, 9, 10), (Span(line, 0, 9),)),
        CheckPlace("date_of_birth", Span(line, 19, 20), (Span(line, 13, 19),)),
        CheckPlace("date_of_expiry", Span(line, 27, 28), (Span(line, 21, 27),)),
    )


def _two_line_composite(column: int) -> CheckPlace:
    covers = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, column))
    return CheckPlace("composite", Span(1, column, column + 1), covers)


_CARD = frozenset("ACI")

TD1 = Format(
    "TD1",
    3,
    30,
    _CARD,
    (
        *_HEAD,
        Slot("document_number", Span(0, 5, 14), Kind.MIXED),
        Slot("optional_data", Span(0, 15, 30), Kind.MIXED),
        Slot("date_of_birth", Span(1, 0, 6), Kind.DIGITS),
        Slot("sex", Span(1, 7, 8), Kind.SEX),
        Slot("date_of_expiry", Span(1, 8, 14), Kind.DIGITS),
        Slot("nationality", Span(1, 15, 18), Kind.LETTERS),
        Slot("optional_data_2", Span(1, 18, 29), Kind.MIXED),
        Slot("names", Span(2, 0, 30), Kind.LETTERS),
    ),
    (
        CheckPlace("document_number", Span(0, 14, 15), (Span(0, 5, 14),)),
        CheckPlace("date_of_birth", Span(1, 6, 7), (Span(1, 0, 6),)),
        CheckPlace("date_of_expiry", Span(1, 14, 15), (Span(1, 8, 14),)),
        CheckPlace(
            "composite",
            Span(1, 29, 30),
            (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
        ),
    ),
)
TD2 = Format(
    "TD2",
    2,
    36,
    _CARD,
    (*_first_line(36), *_second_line(1, 35)),
    (
        *_two_line_checks(1),
        _two_line_composite(35),
    ),
)
TD3 = Format(
    "TD3",
    2,
    44,
    frozenset("P"),
    (*_first_line(44), *_second_line(1, 42)),
    (
        *_two_line_checks(1),
        CheckPlace("optional_data", Span(1, 42, 43), (Span(1, 28, 42),), may_be_filler=True),
        _two_line_composite(43),
    ),
)
MRVA = Format(
    "MRVA",
    2,
    44,
    frozenset("V"),
    (*_first_line(44), *_second_line(1, 44)),
    _two_line_checks(1),
)
MRVB = Format(
    "MRVB",
    2,
    36,
    frozenset("V"),
    (*_first_line(36), *_second_line(1, 36)),
    _two_line_checks(1),
)
FR_ID = Format(
    "FR-ID",
    2,
    36,
    frozenset("I"),
    (
        *_HEAD,
        Slot("surname", Span(0, 5, 30), Kind.LETTERS),
        Slot("optional_data", Span(0, 30, 36), Kind.MIXED),  # department and office of issue
        Slot("document_number", Span(1, 0, 12), Kind.MIXED),
        Slot("given_names", Span(1, 13, 27), Kind.LETTERS),
        Slot("date_of_birth", Span(1, 27, 33), Kind.DIGITS),
        Slot("sex", Span(1, 34, 35), Kind.SEX),
    ),
    (
        CheckPlace("document_number", Span(1, 12, 13), (Span(1, 0, 12),)),
        CheckPlace("date_of_birth", Span(1, 33, 34), (Span(1, 27, 33),)),
        CheckPlace("composite", Span(1, 35, 36), (Span(0, 0, 36), Span(1, 0, 35))),
    ),
    "IDFRA",
)
EU_DL = Format(
    "EU-DL",
    1,
    30,
    frozenset("D"),
    (
        Slot("document_type", Span(0, 0, 2), Kind.MIXED),
        Slot("issuing_state", Span(0, 2, 5), Kind.LETTERS),
        Slot("document_number", Span(0, 5, 14), Kind.MIXED),
        Slot("date_of_expiry", Span(0, 15, 21), Kind.DIGITS),
        Slot("surname", Span(0, 21, 29), Kind.LETTERS),
    ),
    (
        CheckPlace("document_number", Span(0, 14, 15), (Span(0, 0, 14),)),
        CheckPlace("composite", Span(0, 29, 30), (Span(0, 0, 29),)),
    ),
    "D1FRA",
)
CH_DL = Format(
    "CH-DL",
    2,
    30,
    frozenset("F"),
    (
        *_HEAD,
        Slot("document_number", Span(0, 5, 17), Kind.DIGITS),
        Slot("optional_data", Span(0, 17, 19), Kind.MIXED),
        Slot("date_of_birth", Span(0, 19, 25), Kind.DIGITS),
        Slot("optional_data_2", Span(0, 25, 30), Kind.MIXED),
        Slot("names", Span(1, 0, 30), Kind.LETTERS),
    ),
    (),
    "FACHE",
)
OWN_RULES = (FR_ID, EU_DL, CH_DL)
FORMATS = {one.name: one for one in (TD1, TD2, TD3, MRVA, MRVB, *OWN_RULES)}


def allowed(format_: Format, line: int, column: int) -> frozenset[str]:
    """What may stand at one place."""
    if (line, column) == (0, 0):
        return format_.initials
    kind = format_.kind_at(line, column)
    if kind is Kind.SEX:
        return frozenset("FMX<")
    if kind is Kind.DIGITS:
        return DIGITS | {FILLER}
    return ALPHABET if kind is Kind.MIXED else LETTERS | {FILLER}


def identify(lines: Sequence[str]) -> Format | None:
    """The format whose number of lines, width and beginning these lines have, or None."""
    for format_ in (*OWN_RULES, *FORMATS.values()):
        if (
            len(lines) == format_.rows
            and all(len(line) == format_.width for line in lines)
            and format_.begins(lines[0])
        ):
            return format_
    return None
