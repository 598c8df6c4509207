"""TOML files, read the same way on Python 3.10 (tomli) and later (tomllib)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def load_toml(path: Path) -> dict[str, Any]:
    """The file's tables. Raises OSError, or ValueError when it is not TOML."""
    with path.open("rb") as file:
        return tomllib.load(file)
