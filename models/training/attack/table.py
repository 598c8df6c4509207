"""The folder of crops that a detector is fitted on, as `ekyc train` prepares it."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

CROPS, ROWS = "crops.npy", "crops.csv"


@dataclass(frozen=True)
class Row:
    """One picture: `attack` 0 or 1, `fold` that of its subject."""

    file: str
    source: str
    attack: int
    species: str
    subject: str
    fold: int


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
    """uint8[pictures, scales, side, side, 3], red first, left on the disk."""
    return open_memmap(folder / CROPS, mode="r")
