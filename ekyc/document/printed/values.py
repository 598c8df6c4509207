"""What a printed value may look like, field by field. A text that does not is no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ekyc.document.printed.dates import find_date
from ekyc.document.printed.words import plain_letters
from ekyc.document.states import code_of


@dataclass(frozen=True)
class PageWriting:
    """`month_first`: how the page writes dates in numbers; None where nothing tells."""

    today: date
    month_first: bool | None


@dataclass(frozen=True)
class Value:
    """`text` as a person would write it, dates ISO; it stands from `start` to `end` in the text it
    was read from. `sure` is False where it could mean something else too."""

    text: str
    start: int
    end: int
    sure: bool = True


_NAME = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[ .,'\u2019\\-])*")
_MOST_OF_A_NAME = 60
_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9]|[ \-/](?=[A-Z0-9])){3,27}")
_PLACE = re.compile(r"\S(?:.*\S)?")
_SEXES = {
    "M": "M", "F": "F", "X": "X", "MALE": "M", "FEMALE": "F", "NAM": "M", "NU": "F",
    "MASCULIN": "M", "FEMININ": "F", "MANNLICH": "M", "WEIBLICH": "F", "MASCULINO": "M",
    "FEMENINO": "F", "PURUSH": "M", "MAHILA": "F",
}  # fmt: skip
_PARTICLES = frozenset(
    (
        "al",
        "da",
        "das",
        "de",
        "del",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "het",
        "i",
        "la",
        "las",
        "le",
        "les",
        "los",
        "te",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
    )
)
"""Parts of names that are printed in small letters."""
_NO_PARTS = frozenset({"AND", "OF", "OR", "THE", "NAME", "NAMES", "NOM", "SURNAME", "ET", "UND"})
_MOST_PARTS = 7


def name(untrusted: str, _: PageWriting) -> Value | None:
    """Words with a capital, and what stands in names beside them; no digit may be near."""
    text = untrusted.strip()
    if len(text) > _MOST_OF_A_NAME or _NAME.fullmatch(text) is None:
        return None
    text = text.rstrip(" ,'-")
    parts = [part for part in re.split(r"[ ,]+", text) if part]
    if len(parts) > _MOST_PARTS or sum(map(str.isalpha, text)) < 2:
        return None
    if not all(part[0].isupper() or part in _PARTICLES for part in parts) or not text[0].isalpha():
        return None
    if any(part.upper() in _NO_PARTS for part in parts):
        return None
    start = untrusted.index(text)
    return Value(text, start, start + len(text))


def number(untrusted: str, page: PageWriting) -> Value | None:
    """Capitals and digits, among them at least two digits, that are no date."""
    found = _NUMBER.search(untrusted)
    if found is None or sum(map(str.isdigit, found[0])) < 2:
        return None
    around = untrusted[max(found.start() - 1, 0) : found.end() + 1]
    if any(char.islower() for char in around) or found.start() > 2:
        return None
    if find_date(found[0], page.today, month_first=None, future=True) is not None:
        return None
    return Value(found[0], found.start(), found.end())


def past(untrusted: str, page: PageWriting) -> Value | None:
    """A date of birth or issue: none lies after today."""
    found = _date(untrusted, page, future=False)
    return found if found is not None and found.text <= page.today.isoformat() else None


def expiry(untrusted: str, page: PageWriting) -> Value | None:
    """A date of expiry."""
    return _date(untrusted, page, future=True)


def _date(untrusted: str, page: PageWriting, *, future: bool) -> Value | None:
    found = find_date(untrusted, page.today, month_first=page.month_first, future=future)
    return Value(found.iso, found.start, found.end, found.sure) if found is not None else None


def sex(untrusted: str, _: PageWriting) -> Value | None:
    """M, F or X; documents often print it in two languages ("Ž/F")."""
    words = re.finditer(r"[A-Z]+", plain_letters(untrusted))
    known = [(word, _SEXES[word[0]]) for word in words if word[0] in _SEXES]
    if not known or len({value for _, value in known}) > 1 or len(untrusted.strip()) > 20:
        return None
    word, value = known[0]
    return Value(value, word.start(), word.end())


def nationality(untrusted: str, _: PageWriting) -> Value | None:
    """A state's code, or its name as code."""
    code = code_of(untrusted)
    text = untrusted.strip()
    start = untrusted.index(text) if text else 0
    return Value(code, start, start + len(text)) if code is not None else None


def place(untrusted: str, _: PageWriting) -> Value | None:
    """Any text with letters."""
    found = _PLACE.search(untrusted)
    if found is None or sum(map(str.isalpha, found[0])) < 3:
        return None
    return Value(found[0], found.start(), found.end())


def vehicle_class(untrusted: str, _: PageWriting) -> Value | None:
    """One or two capitals, perhaps with a digit."""
    found = re.fullmatch(r"\s*([A-Z]{1,2}\d?)\b.*", untrusted)
    return Value(found[1], found.start(1), found.end(1)) if found is not None else None
