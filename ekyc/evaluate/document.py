"""How exactly documents are read: the zone's lines against those written down by people."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.document.mrz.grammar import FORMATS
from ekyc.document.mrz.zone import parse
from ekyc.document.reader import DocumentReader
from ekyc.document.reading import DocumentReading, FieldStatus
from ekyc.errors import SubjectError
from ekyc.evaluate.printed import judged, printed_counts, printed_truth
from ekyc.evaluate.table import Row, read_table
from ekyc.evaluate.zone_fields import zone_counts, zone_judged
from ekyc.values import Status

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Labelled:
    """A picture and its zone: `mrz_format` is "" and `mrz_lines` empty where it has none.
    `printed`: values by field name, where somebody wrote them down."""

    file: str
    mrz_format: str
    mrz_lines: tuple[str, ...]
    printed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What became of one picture. `accepted`: every check digit of what was read holds, and no
    field of the zone is doubtful. `seconds` is None for a file that is no picture. `printed`: one
    of `printed.KINDS` for each field of the truth; `zone` one of `zone_fields.KINDS` or ABSENT."""

    truth: Labelled
    lines: tuple[str, ...]
    accepted: bool
    seconds: float | None
    printed: Mapping[str, str] = field(default_factory=dict)
    zone: Mapping[str, str] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Every character of every line is right."""
        return self.seconds is not None and self.lines == self.truth.mrz_lines


def read_manifest(path: Path) -> list[Labelled]:
    """Rows of a manifest with `file`, `mrz_format`, `mrz_lines` (`|` between lines) and, where it
    has that column, `printed_fields` (JSON).

    A zone of a format that nobody here knows counts as none. Raises
    `SubjectError` when the table cannot be read, or with the number of a row whose lines are not of
    a travel document.
    """
    needed = ("file", "mrz_format", "mrz_lines")
    return [_labelled(row, path) for row in read_table(path, needed, ("printed_fields",))]


def _labelled(row: Row, path: Path) -> Labelled:
    printed = printed_truth(row["printed_fields"], path.name, row.number)
    if row["mrz_format"] not in FORMATS:
        return Labelled(row["file"], "", (), printed)
    lines = tuple(row["mrz_lines"].split("|"))
    try:
        parse(lines, date.today())
    except SubjectError as error:
        raise SubjectError("input.row_lines", file=path.name, row=row.number) from error
    return Labelled(row["file"], row["mrz_format"], lines, printed)


def evaluate(
    reader: DocumentReader, rows: Sequence[Labelled], root: Path, progress: Progress
) -> list[Read]:
    """Read every picture. One that is damaged or that the reader refuses counts as not found.

    Raises `SubjectError` when not one picture can be opened.
    """
    results = []
    for number, row in enumerate(rows, 1):
        results.append(_read(reader, row, root))
        progress(number, len(rows))
    if all(one.seconds is None for one in results):
        raise SubjectError("input.no_picture_readable", folder=str(root))
    return results


def _read(reader: DocumentReader, row: Labelled, root: Path) -> Read:
    try:
        picture = read_picture(root / row.file)
    except SubjectError:
        return _without(row, None)
    began = time.perf_counter()
    try:
        reading = reader.read(picture)
    except SubjectError:
        return _without(row, time.perf_counter() - began)
    return Read(
        truth=row,
        lines=reading.untrusted_mrz_lines,
        accepted=is_accepted(reading),
        seconds=time.perf_counter() - began,
        printed=judged(reading, row.printed),
        zone=_zone(reading, row),
    )


def _without(row: Labelled, seconds: float | None) -> Read:
    return Read(row, (), False, seconds, judged(None, row.printed), _zone(None, row))


def _zone(reading: DocumentReading | None, row: Labelled) -> dict[str, str]:
    return zone_judged(reading, parse(row.mrz_lines, date.today())) if row.mrz_lines else {}


def is_accepted(reading: DocumentReading) -> bool:
    """Every digit of the zone holds, and no field of it is doubtful."""
    readings = [one for merged in reading.fields.values() for one in (merged, *merged.others)]
    sure = all(one.status is not FieldStatus.DOUBTFUL for one in readings if one.source == "mrz")
    digits = {check.name: check.status for check in reading.checks}["mrz_check_digits"]
    return sure and digits is Status.PASS


def summary(results: Sequence[Read]) -> dict[str, Any]:
    """Counts over all pictures that have a zone, and by format.

    `n_valid_digits`: pictures whose own check digits hold. `found`: any zone was read. `exact`:
    every line is right. `wrong_but_accepted`: accepted lines that are wrong, or read where there is
    no zone. `n_unreadable`: files that are no pictures; those with a zone count as not found.
    `printed`: how the printed fields were read (`printed.printed_counts`); `zone_fields` likewise.
    `by_document`: of the documents whose digits hold, each counted once however many pictures show
    it, those read exactly in all of their pictures, and in one at least.
    """
    formats = sorted({one.truth.mrz_format for one in results if one.truth.mrz_format})
    known = [one for one in results if one.truth.mrz_format]
    return {
        **_counts(known),
        "wrong_but_accepted": sum(one.accepted and not one.exact for one in results),
        "n_unreadable": sum(one.seconds is None for one in results),
        "n_without_zone": len(results) - len(known),
        "found_without_zone": sum(bool(one.lines) for one in results if not one.truth.mrz_format),
        "by_document": _by_document(known),
        "zone_fields": zone_counts([one.zone for one in known]),
        "printed": printed_counts([one.printed for one in results]),
        "by_format": {
            name: _counts([one for one in known if one.truth.mrz_format == name])
            for name in formats
        },
    }


def _by_document(results: Sequence[Read]) -> dict[str, int]:
    documents: dict[tuple[str, ...], list[bool]] = {}
    for one in results:
        if _digits_hold(one.truth):
            documents.setdefault(one.truth.mrz_lines, []).append(one.exact)
    return {
        "n": len(documents),
        "exact_in_all": sum(all(exact) for exact in documents.values()),
        "exact_in_one": sum(any(exact) for exact in documents.values()),
    }


def _counts(results: Sequence[Read]) -> dict[str, Any]:
    valid = [one for one in results if _digits_hold(one.truth)]
    seconds = [one.seconds for one in results if one.seconds is not None]
    return {
        "n": len(results),
        "n_valid_digits": len(valid),
        "found": sum(bool(one.lines) for one in results),
        "exact": sum(one.exact for one in results),
        "exact_valid_digits": sum(one.exact for one in valid),
        "wrong_but_accepted": sum(one.accepted and not one.exact for one in results),
        "seconds_median": float(np.median(seconds)) if seconds else None,
    }


def _digits_hold(truth: Labelled) -> bool:
    return parse(truth.mrz_lines, date.today()).all_digits_hold
