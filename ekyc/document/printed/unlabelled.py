"""Values that stand without a label where their issuer always prints them so: names and addresses
of North American cards, numbers of social security cards and of two Indian ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from ekyc.document.printed import values
from ekyc.document.printed.dates import find_date
from ekyc.document.printed.engine import PrintLine
from ekyc.document.printed.fields import SURE, PrintedField
from ekyc.document.printed.words import plain_letters

_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|"
    "NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AS|GU|MP|PR|VI"
)
_PROVINCES = "AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT"
_LAST_LINE = re.compile(
    rf"[A-Z].*\b(?:(?:{_STATES})[ .,]+\d{{5}}(?:-\d{{4}})?"
    rf"|(?:{_PROVINCES})[ .,]+[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
"""A city, its state and ZIP code (USPS Publication 28), or province and postal code (Canada
Post)."""
_NUMERAL = re.compile(r"[12]\.?\s+(?=[^\W\d]+$)|8\.?\s+(?=\d)")
"""AAMVA's element numbers of the surname, the given names and the address."""
_CLOSE = 1.8
"""Lines of one block stand no farther apart, in heights."""
_ALIKE = (0.55, 1.8)
"""Heights of lines of one block: the name is often larger than the address."""
_MOST_STREET_LINES, _MOST_NAME_LINES = 3, 2

_SOCIAL_SECURITY = ("SOCIALSECURITY", "THISNUMBERHASBEENESTABLISHEDFOR")
_NUMBERS = (
    (_SOCIAL_SECURITY, re.compile(r"\d{3}-\d{2}-\d{4}")),
    (("GOVERNMENTOFINDIA", "UNIQUEIDENTIFICATIONAUTHORITY"), re.compile(r"\d{4} \d{4} \d{4}")),
    (("INCOMETAXDEPARTMENT",), re.compile(r"[A-Z]{5}\d{4}[A-Z]")),
)
"""What says whose card it is, and its number: a whole line. Social security (SSA), Aadhaar (UIDAI),
permanent account number (Income Tax Department of India)."""


def unlabelled(lines: Sequence[PrintLine], today: date) -> Iterator[PrintedField]:
    """Values of `lines` whose place or shape says what they are, at most one of a field."""
    page = values.PageWriting(today, month_first=True)
    text = "".join(
        char for line in lines for char in plain_letters(line.untrusted_text) if char.isalpha()
    )
    for signs, number in _NUMBERS:
        own = [line for line in lines if number.fullmatch(line.untrusted_text.strip())]
        written = {line.untrusted_text.strip() for line in own}
        if len(written) == 1 and any(sign in text for sign in signs):
            yield _field("document_number", [own[0]], written.pop())
    if any(sign in text for sign in _SOCIAL_SECURITY):
        yield from _only_date(lines, page)
    ends = [line for line in lines if _LAST_LINE.fullmatch(plain_letters(_text(line)))]
    if len(ends) == 1:
        yield from _block(ends[0], lines, page)


def _only_date(lines: Sequence[PrintLine], page: values.PageWriting) -> Iterator[PrintedField]:
    """The day of issue is the only one that a social security card bears."""
    dates = [
        (line, found)
        for line in lines
        for found in [find_date(line.untrusted_text, page.today, month_first=True, future=False)]
        if found is not None
    ]
    if len(dates) == 1 and dates[0][1].iso <= page.today.isoformat():
        yield _field("date_of_issue", [dates[0][0]], dates[0][1].iso, weak=True)


def _block(
    last: PrintLine, lines: Sequence[PrintLine], page: values.PageWriting
) -> Iterator[PrintedField]:
    """An address and the names over it: lines that begin under each other."""
    street: list[PrintLine] = []
    names: list[PrintLine] = []
    at: PrintLine | None = last
    while at is not None:
        at = _over(at, last, lines)
        if at is None or _dated(at, page):
            break
        if not names and any(map(str.isdigit, _text(at))) and len(street) < _MOST_STREET_LINES:
            street.insert(0, at)
        elif street and len(names) < _MOST_NAME_LINES and values.name(_text(at), page) is not None:
            names.insert(0, at)
        else:
            break
    if not street:
        return
    whole = [*street, last]
    # An 8 may be the element's number, or belong to the house's.
    weak = street[0].untrusted_text.strip().startswith("8")
    yield _field("address", whole, " ".join(map(_text, whole)), weak=weak)
    # AAMVA's standard puts the surname first; older cards do not all follow it.
    if len(names) == 2:
        for name, line in zip(("surname", "given_names"), names, strict=True):
            yield _field(name, [line], _text(line), weak=True)
    elif names and len(_text(names[0]).split()) > 1:
        yield _field("full_name", names, _text(names[0]), weak=True)


def _dated(line: PrintLine, page: values.PageWriting) -> bool:
    found = find_date(line.untrusted_text, page.today, month_first=True, future=True)
    return found is not None


def _over(line: PrintLine, last: PrintLine, lines: Sequence[PrintLine]) -> PrintLine | None:
    """The line that stands right over `line` and begins where `last` does."""
    height = _height(line)
    near = [
        other
        for other in lines
        if 0 < _top(line) - _top(other) < _CLOSE * max(height, _height(other))
        and abs(float(other.quad[0, 0] - last.quad[0, 0])) < max(height, _height(other))
        and _ALIKE[0] < _height(other) / _height(last) < _ALIKE[1]
        and len(_text(other)) > 1
    ]
    return max(near, key=_top, default=None)


def _field(
    name: str, lines: Sequence[PrintLine], value: str, *, weak: bool = False
) -> PrintedField:
    sureness = float(np.prod([np.prod(line.sureness) for line in lines]))
    return PrintedField(name, value, sureness, weak or sureness < SURE, lines[0].quad)


def _text(line: PrintLine) -> str:
    text = line.untrusted_text.strip()
    numeral = _NUMERAL.match(text)
    return text[numeral.end() :] if numeral is not None else text


def _top(line: PrintLine) -> float:
    return float(line.quad[:2, 1].mean())


def _height(line: PrintLine) -> float:
    return max(float(np.linalg.norm(line.quad[3] - line.quad[0])), 1.0)
