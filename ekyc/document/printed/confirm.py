"""Values that zone or barcode already gave, found again in print without their label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np

from ekyc.document.printed.dates import find_date
from ekyc.document.printed.engine import PrintLine
from ekyc.document.printed.fields import SURE, PrintedField
from ekyc.document.reading import Field
from ekyc.document.spelling import same

_Found = tuple[int, int]
"""From where to where in the line."""
_LEAST = 4
"""Shorter values than this stand on a page by chance."""


def confirmed(
    lines: Sequence[PrintLine], coded: Iterable[Field], today: date
) -> list[PrintedField]:
    """Printed readings of those coded fields whose value is a line of its own, or a date in one."""
    found = []
    for field in coded:
        seek = _SEEK.get(field.name)
        if seek is None or len(field.untrusted_value) < _LEAST:
            continue
        for line in lines:
            place = seek(line.untrusted_text, field, today)
            if place is not None:
                start, end = place
                sureness = float(np.prod(line.sureness[start:end]))
                value = (
                    field.untrusted_value
                    if field.name.startswith("date")
                    else line.untrusted_text[start:end]
                )
                box = line.box(start, end)
                found.append(PrintedField(field.name, value, sureness, sureness < SURE, box))
                break
    return found


def _whole(text: str, field: Field, _: date) -> _Found | None:
    stripped = text.strip()
    if not same(field.name, stripped, field.untrusted_value):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


def _date(text: str, field: Field, today: date) -> _Found | None:
    for month_first in (None, True):
        found = find_date(
            text, today, month_first=month_first, future=field.name == "date_of_expiry"
        )
        if found is not None and found.iso == field.untrusted_value:
            return found.start, found.end
    return None


_SEEK: dict[str, Callable[[str, Field, date], _Found | None]] = {
    "surname": _whole,
    "given_names": _whole,
    "document_number": _whole,
    "date_of_birth": _date,
    "date_of_expiry": _date,
}
