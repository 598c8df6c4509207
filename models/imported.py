"""Weights that the user brought in place of the manifest's: `imported.toml` beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from models.atomic import write_atomically
from models.manifest import tables

FILE = "imported.toml"


@dataclass(frozen=True)
class Imported:
    """A file in an entry's place: its hash, and the name and hash of what it was made from."""

    name: str
    file: str
    sha256: str
    source_sha256: str


def read_imported(folder: Path) -> dict[str, Imported]:
    """The imports of a folder by entry name; none if there is no such file.

    Raises ValueError if the file is damaged.
    """
    try:
        found = tables(folder / FILE)
        return {name: Imported(**table) for name, table in found.items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except TypeError as error:
        raise ValueError(f"{FILE} is damaged") from error


def write_imported(folder: Path, imports: Mapping[str, Imported]) -> None:
    """Replace the folder's record of imports."""
    lines = ["# Written by `ekyc weights import`: files used in place of the manifest's.", ""]
    for name, record in sorted(imports.items()):
        lines += [f"[{name}]", *(f"{k} = {json.dumps(v)}" for k, v in asdict(record).items()), ""]
    write_atomically(folder / FILE, "\n".join(lines).encode())
