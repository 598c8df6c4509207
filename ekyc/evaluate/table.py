"""Manifests: CSV files of which only some columns matter."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ekyc.errors import SubjectError


@dataclass(frozen=True)
class Row:
    """One row: `number` is its (last) line in the file, counted from 1."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The field in a column that `read_table` was asked for."""
        return self.values[column]


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Rows of a UTF-8 CSV with a header, with or without a byte order mark.

    Only `columns` and `optional` ones are kept; the latter are "" where the table lacks them.
    Raises SubjectError when the file cannot be read, lacks a column or has no row, and with the
    number of the first row that does not fit the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
            known = reader.fieldnames or ()
    except OSError as error:
        raise SubjectError("input.file_unreadable", file=str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SubjectError("input.not_a_table", file=path.name) from error
    if not rows:
        raise SubjectError("input.table_empty", file=path.name)
    missing = [name for name in columns if name not in known]
    if missing:
        raise SubjectError("input.column_missing", file=path.name, columns=", ".join(missing))
    for number, row in rows:
        beyond: Sequence[str] = row.get(None) or ()
        if any(beyond) or any(row[name] is None for name in columns):
            raise SubjectError("input.row_broken", file=path.name, row=number)
    return [
        Row(number, {name: row.get(name) or "" for name in (*columns, *optional)})
        for number, row in rows
    ]
