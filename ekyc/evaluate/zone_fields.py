"""How surely the fields of a zone are read: each against the zone as people wrote it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ekyc.document.mrz.zone import Mrz
from ekyc.document.reading import DocumentReading

KINDS = tuple(
    f"{how}_{status}" for status in ("checked", "read", "doubtful") for how in ("right", "wrong")
)
ABSENT = "absent"


def zone_judged(reading: DocumentReading | None, truth: Mrz) -> dict[str, str]:
    """One of `KINDS`, or `ABSENT`, for each field of `truth` that is not empty."""
    found = {}
    for name, field in truth.fields.items():
        if not field.untrusted_value:
            continue
        merged = reading.fields.get(name) if reading is not None else None
        readings = (merged, *merged.others) if merged is not None else ()
        read = next((one for one in readings if one.source == "mrz"), None)
        if read is None:
            found[name] = ABSENT
            continue
        how = "right" if read.untrusted_value == field.untrusted_value else "wrong"
        found[name] = f"{how}_{read.status.value.lower()}"
    return found


def zone_counts(results: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """How many of each kind: in all, and by field."""
    kinds = (*KINDS, ABSENT)
    names = sorted({name for one in results for name in one})
    by_field = {
        name: {kind: sum(one.get(name) == kind for one in results) for kind in kinds}
        for name in names
    }
    totals = {kind: sum(counts[kind] for counts in by_field.values()) for kind in kinds}
    return {**totals, "by_field": by_field}
