"""Values beside their labels: what the lines of one page say, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ekyc.document.printed import values
from ekyc.document.printed.dates import writes_month_first
from ekyc.document.printed.engine import PrintLine
from ekyc.document.printed.labels import (
    BARE_NUMBER,
    NAME,
    OTHER,
    PASSPORT_NUMBER,
    Habits,
    Label,
    habits_of,
    labels_in,
)
from ekyc.document.printed.words import plain_letters
from ekyc.values import Floats

SURE = 0.7
"""A value whose characters are all right with less than this is doubtful (docs/measured.md)."""
_BELOW = 1.6
"""A value lies under its label by no more than so many heights of a line."""
_RIGHT = 14.0
"""And right of it by no more than so many."""
_ZONE = re.compile("<<|<.*<.*<")
"""Lines of a machine-readable zone are not print for the eye."""
_VISA = re.compile(r"\b(?:VISA|VISUM|VISADO|WIZA)\b")
_STATES = re.compile(
    "ALABAMA|ALASKA|ARIZONA|ARKANSAS|CALIFORNIA|COLORADO|CONNECTICUT|DELAWARE|FLORIDA|HAWAII|IDAHO|"
    "ILLINOIS|INDIANA|IOWA|KANSAS|KENTUCKY|LOUISIANA|MAINE|MARYLAND|MASSACHUSETTS|MICHIGAN|"
    "MINNESOTA|MISSISSIPPI|MISSOURI|MONTANA|NEBRASKA|NEVADA|NEWHAMPSHIRE|NEWJERSEY|NEWMEXICO|"
    "NEWYORK|NORTHCAROLINA|NORTHDAKOTA|OHIO|OKLAHOMA|OREGON|PENNSYLVANIA|RHODEISLAND|"
    "SOUTHCAROLINA|SOUTHDAKOTA|TENNESSEE|TEXAS|UTAH|VERMONT|VIRGINIA|WASHINGTON|WESTVIRGINIA|"
    "WISCONSIN|WYOMING"
)
"""They stand alone over a licence. Not Georgia: the country writes days first."""
_AMERICA = ("DRIVERLICENSE", "DRIVERSLICENSE", "UNITEDSTATESOFAMERICA", "IDENTIFICATIONCARD")


@dataclass(frozen=True, eq=False)
class PrintedField:
    """`confidence` 0..1 that every character is right, as far as the engine knows; `doubtful` also
    where the value could mean two things. `box` float32[4, 2] px of the page."""

    name: str
    untrusted_value: str
    confidence: float
    doubtful: bool
    box: Floats


@dataclass(frozen=True, eq=False)
class _Part:
    """A label, or text between labels, of one line. `x` and `y`: its extent on the page, px."""

    line: PrintLine
    start: int
    end: int
    label: Label | None
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def text(self) -> str:
        return self.line.untrusted_text[self.start : self.end]

    @property
    def height(self) -> float:
        return max(self.y[1] - self.y[0], 1.0)


def printed_fields(
    lines: Sequence[PrintLine], today: date, *, visa: bool = False
) -> list[PrintedField]:
    """Fields of one page, each at most once; what has no label of its own is left out.

    `visa`: it is known to be one, on which a passport's number is not its own.
    """
    lines = [line for line in lines if not _ZONE.search(line.untrusted_text)]
    texts = [line.untrusted_text for line in lines]
    letters = ["".join(filter(str.isalpha, plain_letters(text))) for text in texts]
    american = any(
        _STATES.fullmatch(text) or any(sign in text for sign in _AMERICA) for text in letters
    )
    habits = habits_of(texts, american=american)
    visa = visa or any(_VISA.search(plain_letters(text)) for text in texts)
    parts = [part for line in lines for part in _parts(line, habits)]
    labels = _named([part for part in parts if part.label is not None], visa=visa)
    month_first = writes_month_first(texts)
    page = values.PageWriting(today, month_first if month_first is not None else american or None)
    offers = sorted(
        (
            (cost, label, part, value)
            for label in labels
            for part in parts
            if part.label is None
            for cost in [_cost(label, part, labels)]
            if cost is not None
            for value in [_READERS[_field(label)](part.text, page)]
            if value is not None
        ),
        key=lambda offer: offer[0],
    )
    fields: dict[str, PrintedField] = {}
    used: set[int] = set()
    for _, label, part, value in offers:
        name = _field(label)
        if name not in fields and id(part) not in used:
            used.add(id(part))
            fields[name] = (
                _with_lines_below(part, value, parts)
                if name == "address"
                else _made(name, part, value)
            )
    return list(fields.values())


def _made(name: str, part: _Part, value: values.Value) -> PrintedField:
    start, end = part.start + value.start, part.start + value.end
    sureness = float(np.prod(part.line.sureness[start:end]))
    return PrintedField(
        name, value.text, sureness, not value.sure or sureness < SURE, part.line.box(start, end)
    )


def _with_lines_below(part: _Part, value: values.Value, parts: Sequence[_Part]) -> PrintedField:
    """An address goes on in lines that begin where it begins."""
    lines = [part]
    for other in sorted(parts, key=lambda one: one.y[0]):
        last = lines[-1]
        if (
            other.label is None
            and len(lines) < 4
            and 0 < other.y[0] - last.y[0] < 1.7 * last.height
            and abs(other.x[0] - part.x[0]) < part.height
            and other.text.strip()
        ):
            lines.append(other)
    first = _made("address", part, value)
    text = " ".join([value.text, *(one.text.strip() for one in lines[1:])])
    sureness = first.confidence * float(
        np.prod([np.prod(one.line.sureness[one.start : one.end]) for one in lines[1:]])
    )
    return PrintedField("address", text, sureness, sureness < SURE, first.box)


def _parts(line: PrintLine, habits: Habits) -> list[_Part]:
    """Labels, and the text after each. What stands before the first is a label in a language that
    is not known here: it makes the label longer."""
    text = line.untrusted_text
    labels = labels_in(text, habits)
    if not labels:
        return [_part(line, 0, len(text), None)]
    found = []
    starts = [0, *(label.start for label in labels[1:]), len(text)]
    for number, label in enumerate(labels):
        found.append(_part(line, starts[number], label.end, label))
        rest = (label.end, starts[number + 1])
        if any(char.isalnum() for char in text[slice(*rest)]):
            found.append(_part(line, *rest, None))
    return found


def _part(line: PrintLine, start: int, end: int, label: Label | None) -> _Part:
    text = line.untrusted_text
    while label is None and start < end and not text[start].isalnum():
        start += 1
    box = line.box(start, end)
    x = (float(box[:, 0].min()), float(box[:, 0].max()))
    y = (float(box[:2, 1].mean()), float(box[2:, 1].mean()))
    return _Part(line, start, end, label, x, y)


def _field(part: _Part) -> str:
    return part.label.field if part.label is not None else OTHER


def _named(labels: Sequence[_Part], *, visa: bool) -> list[_Part]:
    """Labels whose field the rest of the page decides: "Name" is the given names beside a surname,
    the surname beside given names, else all of it; a passport's number is not the visa's."""
    seen = {_field(part) for part in labels}
    means = {
        NAME: "given_names"
        if "surname" in seen and "given_names" not in seen
        else "surname"
        if "given_names" in seen and "surname" not in seen
        else "full_name",
        PASSPORT_NUMBER: OTHER if visa else "document_number",
        BARE_NUMBER: "document_number",
    }
    named = []
    for part in labels:
        label = part.label
        if label is not None and label.field in means:
            label = replace(label, field=means[label.field])
            part = replace(part, label=label)
        named.append(part)
    return named


def _cost(label: _Part, part: _Part, labels: Sequence[_Part]) -> float | None:
    """How far a value stands from its label, in heights of its line; None: not beside it."""
    if _field(label) == OTHER:
        return None
    if part.line is label.line:
        return 0.0 if part.start == label.end or not _between(label, part, labels) else None
    if any(other.line is part.line for other in labels):
        return None  # it stands beside a label of its own
    height = max(label.height, part.height)
    overlap = min(label.y[1], part.y[1]) - max(label.y[0], part.y[0])
    if overlap > 0.4 * min(label.height, part.height):
        gap = part.x[0] - label.x[1]
        if -height < gap < _RIGHT * height and not _between(label, part, labels):
            return 1.0 + max(gap, 0.0) / height / 4
        return None
    gap = part.y[0] - label.y[1]
    aside = part.x[0] - label.x[0]
    if (
        -0.6 * height < gap < _BELOW * height
        and part.y[0] > label.y[0] + 0.4 * label.height
        and -1.5 * height < aside
        and part.x[0] < label.x[1] + height
    ):
        return 1.0 + max(gap, 0.0) / height + abs(aside) / height / 4
    return None


def _between(label: _Part, part: _Part, labels: Sequence[_Part]) -> bool:
    """Whether another label stands between the two, in the same row."""
    row = (label.y[0] + label.y[1]) / 2
    return any(
        other is not label
        and other.y[0] < row < other.y[1]
        and label.x[1] - 1 < (other.x[0] + other.x[1]) / 2 < part.x[0] + 1
        for other in labels
    )


_READERS: dict[str, Callable[[str, values.PageWriting], values.Value | None]] = {
    "surname": values.name,
    "given_names": values.name,
    "full_name": values.name,
    "document_number": values.number,
    "nationality": values.nationality,
    "date_of_birth": values.past,
    "date_of_issue": values.past,
    "date_of_expiry": values.expiry,
    "sex": values.sex,
    "place_of_birth": values.place,
    "address": values.place,
    "vehicle_class": values.vehicle_class,
}
