"""Dates as documents print them, in every usual spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ekyc.document.printed.words import plain_letters

_MONTHS = {
    1: "JAN JANUARY JANV JANVIER JANUAR JANNER ENE ENERO GENNAIO",
    2: "FEB FEBRUARY FEV FEVR FEVRIER FEBRUAR FEBRERO FEBBRAIO",
    3: "MAR MARCH MARS MARZ MAERZ MARZO MRZ",
    4: "APR APRIL AVR AVRIL ABR ABRIL APRILE",
    5: "MAY MAI MAYO MAJ MAG MAGGIO",
    6: "JUN JUNE JUIN JUNI JUNIO GIU GIUGNO",
    7: "JUL JULY JUIL JUILLET JULI JULIO LUG LUGLIO",
    8: "AUG AUGUST AOU AOUT AGO AGOSTO",
    9: "SEP SEPT SEPTEMBER SEPTEMBRE SEPTIEMBRE SET SETTEMBRE",
    10: "OCT OCTOBER OCTOBRE OKT OKTOBER OCTUBRE OTT OTTOBRE",
    11: "NOV NOVEMBER NOVEMBRE NOVIEMBRE",
    12: "DEC DECEMBER DECEMBRE DEZ DEZEMBER DIC DICIEMBRE DICEMBRE",
}
"""English, French, German, Spanish and Italian, whole and short, without their marks."""
_MONTH_OF = {word: month for month, words in _MONTHS.items() for word in words.split()}

_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?([./\-\s])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([./\-\s])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_RUN = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*(?:ST|ND|RD|TH|\.|º)?\s*[\-./]?\s*(?:DE\s+)?"
    r"(?P<one>[A-Z]{3,10})\.?\s*(?:[/\-]\s*(?P<two>[A-Z]{3,10})\.?)?\s*[\-./,]?\s*(?:DE\s+)?"
    r"(?P<year>\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<![A-Z])(?P<one>[A-Z]{3,10})\.?\s*(?P<day>\d{1,2})\s*(?:ST|ND|RD|TH)?\s*,?\s+(?P<year>\d{4})(?!\d)"
)
_VIETNAMESE = re.compile(
    r"NGAY\s*(?P<day>\d{1,2})\s*THANG\s*(?P<one>\d{1,2})\s*NAM\s*(?P<year>\d{4})"
)


@dataclass(frozen=True)
class PrintedDate:
    """`iso` with `start` and `end` in the text; `sure` is False where day and month could change
    places and nothing tells which is which."""

    iso: str
    start: int
    end: int
    sure: bool


def find_date(
    untrusted: str, today: date, *, month_first: bool | None, future: bool
) -> PrintedDate | None:
    """The first date in `untrusted`, or None.

    `month_first` tells how the document writes numbers (None: not known). A year of two digits is
    taken as the latest that is not after today or, with `future`, the one within 50 years of it.
    """
    text = plain_letters(untrusted)
    for pattern in (_YEAR_FIRST, _NUMERIC, _NAMED, _MONTH_FIRST, _VIETNAMESE, _RUN):
        for found in pattern.finditer(text):
            made = _made(found, pattern, today, month_first, future)
            if made is not None:
                return made
    return None


def writes_month_first(untrusted: Iterable[str]) -> bool | None:
    """What dates that can only be read in one way say of how a document writes them."""
    says: set[bool] = set()
    for text in untrusted:
        for found in _NUMERIC.finditer(text):
            first, second = int(found[1]), int(found[3])
            if (
                first != second
                and min(first, second) >= 1
                and min(first, second) <= 12 < max(first, second) <= 31
            ):
                says.add(second > 12)
    return says.pop() if len(says) == 1 else None


def _made(
    found: re.Match[str],
    pattern: re.Pattern[str],
    today: date,
    month_first: bool | None,
    future: bool,
) -> PrintedDate | None:
    sure = True
    if pattern is _YEAR_FIRST:
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif pattern in (_NUMERIC, _RUN):
        first, second, year = int(found[1]), int(found[pattern.groups - 1]), 0
        year = _year(found[pattern.groups], today, future)
        free = first <= 12 and second <= 12 and first != second
        sure = not free or month_first is not None
        swap = second > 12 or (free and bool(month_first))
        day, month = (second, first) if swap else (first, second)
    else:
        words = found.groupdict()
        # Of two languages one may be in an alphabet, or with a name, that is not known here.
        months = {_month(words[key]) for key in ("one", "two") if words.get(key)} - {None}
        if len(months) != 1:
            return None
        day, month = int(words["day"]), months.pop() or 0
        year = _year(words["year"], today, future)
    try:
        whole = date(year, month, day)
    except ValueError:
        return None
    if not 1900 <= year <= today.year + 60:
        return None
    return PrintedDate(whole.isoformat(), found.start(), found.end(), sure)


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else _MONTH_OF.get(word)


def _year(digits: str, today: date, future: bool) -> int:
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    if future:
        return year + (100 if year < today.year - 50 else -100 if year >= today.year + 50 else 0)
    return year if year <= today.year else year - 100
