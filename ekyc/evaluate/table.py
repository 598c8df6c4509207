"""Manifests: CSV files of which only some columns matter."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ekyc.errors import SubjectError


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a UTF-8 CSV with a header; other columns are kept.

    Raises SubjectError when the file cannot be read, lacks a column or has no row.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [dict(row) for row in csv.DictReader(file)]
    except OSError as error:
        raise SubjectError("input.file_unreadable", file=str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SubjectError("input.not_a_table", file=path.name) from error
    if not rows:
        raise SubjectError("input.table_empty", file=path.name)
    missing = [name for name in columns if rows[0].get(name) is None]
    if missing:
        raise SubjectError("input.column_missing", file=path.name, columns=", ".join(missing))
    return rows
