"""The log: what happened and where in the program, never what was in it.

Messages of exceptions may quote what was read from a document, so only their type and the places in
the code are written; of what libraries say, only where they said it.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from copy import copy
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from ekyc.errors import KioskFault

MOST_BYTES = 1_000_000
KEPT = 3
OURS = ("ekyc", "gui", "models", "__main__")
"""Loggers whose words are ours: numbers of faults and ids of messages, never values."""


def log_path() -> Path:
    """The log's file: $EKYC_STATE or the user's state folder (XDG; LOCALAPPDATA on Windows)."""
    return state_folder() / "kiosk.log"


def state_folder() -> Path:
    """Where this user's kiosk keeps its log and records. Raises KioskFault: no such place."""
    chosen = os.environ.get("EKYC_STATE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME")
    if base:
        return Path(base) / "ekyc-kiosk"
    try:
        return Path.home() / ".local" / "state" / "ekyc-kiosk"
    except RuntimeError as error:
        raise KioskFault("fault.no_home") from error


def keep_log(path: Path | None = None) -> None:
    """Write warnings and worse to the log, for its owner alone; nowhere if it cannot be written."""
    root = logging.getLogger()
    handler: logging.Handler
    try:
        file = path or log_path()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch()
        file.chmod(0o600)
        handler = _Private(file, maxBytes=MOST_BYTES, backupCount=KEPT, delay=True)
    except (OSError, KioskFault):
        handler = logging.NullHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for old in root.handlers[:]:
        if isinstance(old, RotatingFileHandler | logging.NullHandler):
            root.removeHandler(old)
            old.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)


class _Private(RotatingFileHandler):
    """Also the file that follows a full one is for its owner alone."""

    def _open(self) -> TextIOWrapper:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, "a", encoding="utf-8", opener=private)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        record.exc_text = None  # another handler may have left the whole message there
        if record.name.partition(".")[0] not in OURS:
            record.msg, record.args = f"{record.filename}:{record.lineno}", None
        return super().format(record)

    def formatException(  # noqa: N802
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        kind, _, trace = ei
        places = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([*places, kind.__name__ if kind else ""])
