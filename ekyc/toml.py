"""TOML files: read the same way on Python 3.10 (tomli) and later (tomllib); strings written."""

from __future__ import annotations

import json
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


def toml_string(text: str) -> str:
    """`text` as TOML writes it, quotes included. JSON's escapes are TOML's too, but for DEL; half
    a character, from a name of a file that is not UTF-8, becomes "?".
    """
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
