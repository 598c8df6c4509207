"""One field of several sources: which of them leads, and whether the others say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ekyc.document.reading import Field, FieldStatus
from ekyc.document.spelling import same

SOURCES = ("mrz", "barcode", "print")
"""The surest first: a zone has check digits, a barcode corrects itself, print has neither."""


def merge(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by name, each with what the other sources (and sides) read in it.

    The first source that is CHECKED leads, else the first of `SOURCES`.
    """
    by_name: dict[str, list[Field]] = {}
    for field in fields:
        by_name.setdefault(field.name, []).append(field)
    return {name: _merged(readings) for name, readings in by_name.items()}


def _merged(readings: Sequence[Field]) -> Field:
    leader, *others = sorted(readings, key=_rank)
    return replace(
        leader,
        others=tuple(others),
        disagrees=any(not agree(leader, other) for other in others),
    )


def agree(one: Field, other: Field) -> bool:
    """Whether two readings of one field say the same; a zone cuts long names."""
    cut = "mrz" in (one.source, other.source)
    return same(one.name, one.untrusted_value, other.untrusted_value, cut=cut)


def _rank(field: Field) -> tuple[bool, int]:
    return field.status is not FieldStatus.CHECKED, SOURCES.index(field.source)
