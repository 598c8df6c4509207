"""How exactly printed fields are read: each value against the one that people wrote down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ekyc.document.reading import DocumentReading, FieldStatus
from ekyc.document.spelling import same
from ekyc.errors import SubjectError

KINDS = ("right", "wrong", "right_doubtful", "wrong_doubtful", "absent")


def printed_truth(text: str, file: str, row: int) -> dict[str, str]:
    """Values by field name from a manifest's JSON; empty for an empty cell.

    Raises `SubjectError` with the number of a row that holds something else.
    """
    try:
        values = json.loads(text) if text else {}
    except ValueError as error:
        raise SubjectError("input.row_printed", file=file, row=row) from error
    if not isinstance(values, dict) or not all(isinstance(one, str) for one in values.values()):
        raise SubjectError("input.row_printed", file=file, row=row)
    return values


def judged(reading: DocumentReading | None, truth: Mapping[str, str]) -> dict[str, str]:
    """One of `KINDS` for each field of `truth`, by what print alone says of it. Spelling counts as
    `spelling.same` does: case, marks and what is only there for the eye do not."""
    found = {}
    for name, value in truth.items():
        fields = reading.fields.get(name) if reading is not None else None
        readings = (fields, *fields.others) if fields is not None else ()
        printed = next((one for one in readings if one.source == "print"), None)
        if printed is None:
            found[name] = "absent"
            continue
        right = same(name, value, printed.untrusted_value)
        doubtful = "_doubtful" if printed.status is FieldStatus.DOUBTFUL else ""
        found[name] = ("right" if right else "wrong") + doubtful
    return found


def printed_counts(results: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """How many of each of `KINDS`: in all, and by field."""
    names = sorted({name for one in results for name in one})
    by_field = {
        name: {kind: sum(one.get(name) == kind for one in results) for kind in KINDS}
        for name in names
    }
    return {
        "n_documents": sum(bool(one) for one in results),
        **{kind: sum(counts[kind] for counts in by_field.values()) for kind in KINDS},
        "by_field": by_field,
    }
