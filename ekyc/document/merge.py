"""One field of several sources: which of them leads, and whether the others say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ekyc.document.reading import Field, FieldStatus
from ekyc.document.spelling import name_parts, same

SOURCES = ("mrz", "barcode", "print")
"""The surest first: a zone has check digits, a barcode corrects itself, print has neither."""


def merge(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by name, each with what the other sources (and sides) read in it.

    The first source that is CHECKED leads, else the first of `SOURCES`.
    """
    by_name: dict[str, list[Field]] = {}
    for field in fields:
        by_name.setdefault(field.name, []).append(field)
    merged = {name: _merged(readings) for name, readings in by_name.items()}
    whole, surname = merged.get("full_name"), merged.get("surname")
    if (
        whole is not None
        and surname is not None
        and whole.status is not FieldStatus.DOUBTFUL
        and not _holds_names(whole, merged)
    ):
        merged["full_name"] = replace(whole, disagrees=True)
    return merged


def _holds_names(whole: Field, fields: Mapping[str, Field]) -> bool:
    """Whether a name in one holds what another source says of surname and given names. It may be
    the surname alone (a label "Name"), and have names that a short line of a zone has no room
    for."""
    parts = name_parts(whole.untrusted_value)
    surname = name_parts(fields["surname"].untrusted_value)
    if parts == surname:
        return True
    given = name_parts(fields["given_names"].untrusted_value) if "given_names" in fields else ()
    letters = "".join(parts)
    return all(part in letters for part in (*surname, *given[:1]))


def _merged(readings: Sequence[Field]) -> Field:
    leader, *others = sorted(readings, key=_rank)
    return replace(
        leader,
        others=tuple(others),
        disagrees=any(_differ(leader, other) for other in others),
    )


def _differ(leader: Field, other: Field) -> bool:
    """A reading that is not sure of itself says nothing against another."""
    return other.status is not FieldStatus.DOUBTFUL and not agree(leader, other)


def agree(one: Field, other: Field) -> bool:
    """Whether two readings of one field say the same; a zone cuts long names."""
    cut = "mrz" in (one.source, other.source)
    return same(one.name, one.untrusted_value, other.untrusted_value, cut=cut)


def _rank(field: Field) -> tuple[bool, int]:
    return field.status is not FieldStatus.CHECKED, SOURCES.index(field.source)
