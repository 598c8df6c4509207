"""The folder of crops that a detector is fitted on, as `ekyc train` prepares it."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

CROPS, ROWS = "crops.npy", "crops.csv"
AS_IT_IS, SPOILED, RECAPTURED = "as_it_is", "spoiled", "recaptured"
"""How a row's crops were made from the picture."""


@dataclass(frozen=True)
class Row:
    """One picture's crops: `attack` 0 or 1, `fold` of its subject, `made` as above."""

    file: str
    source: str
    attack: int
    species: str
    subject: str
    fold: int
    made: str


def write_rows(folder: Path, rows: list[Row]) -> None:
    """Beside the crops, in their order."""
    with (folder / ROWS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def read_rows(folder: Path) -> list[Row]:
    """In the order of the crops."""
    with (folder / ROWS).open(encoding="utf-8", newline="") as file:
        return [
            Row(**{**row, "attack": int(row["attack"]), "fold": int(row["fold"])})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]


def read_crops(folder: Path) -> NDArray[np.uint8]:
    """uint8[rows, views, side, side, 3], red first, left on the disk."""
    return open_memmap(folder / CROPS, mode="r")
