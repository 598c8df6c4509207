"""One picture of a manifest that is written here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """`file` relative to the manifest's folder; the columns that fits and evaluations read."""

    file: str
    label: str
    species: str
    subject_id: str
    split: str
