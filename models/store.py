"""The weights on this machine. Nothing leaves the store whose hash is not the manifest's."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from enum import Enum
from pathlib import Path

from models import manifest
from models.manifest import WEIGHTS, Entry

Signature = tuple[int, int, int]


class State(Enum):
    """How a file of weights is on this machine."""

    READY = "ready"
    MISSING = "missing"
    CORRUPT = "corrupt"


class WeightsError(Exception):
    """Weights that cannot be used: `name` of the entry, `file`, and `problem`.

    `problem` is a word: "missing", "corrupt", or one of `models.prepare.Problem`.
    """

    def __init__(self, name: str, file: Path | str, problem: str, detail: str = "") -> None:
        self.name = name
        self.file = Path(file)
        self.problem = problem
        self.detail = detail
        super().__init__(
            f"weights {name}: {file} is {problem}" + (f" ({detail})" if detail else "")
        )


def user_folder() -> Path:
    """Where this person's programs keep data that can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    elif sys.platform == "darwin":
        base = "~/Library/Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "ekyc-kiosk" / "weights"


class Store:
    """Files of weights, looked for in several folders and checked before anyone reads them.

    Kept in the repository: `weights/`. Prepared: $EKYC_WEIGHTS if set, else `weights/prepared/` and
    the user's own data folder (for an installation that cannot be written to).
    """

    def __init__(self, kept: Path = WEIGHTS, prepared: Path | None = None) -> None:
        """`prepared` replaces the folders of prepared files by one."""
        self.entries = manifest.read(kept / "manifest.toml")
        self._kept = kept
        override = os.environ.get("EKYC_WEIGHTS")
        if prepared is None and override:
            prepared = Path(override)
        self._prepared = [prepared] if prepared else [kept / "prepared", user_folder()]
        self._checked: dict[Path, tuple[Signature, str]] = {}
        self._lock = threading.Lock()

    def path(self, name: str) -> Path:
        """The file of an entry, its hash checked.

        The check is remembered while the file's size and time of change stay the same. Raises
        WeightsError ("missing" or "corrupt") and KeyError for a name the manifest lacks.
        """
        entry = self.entries[name]
        bad = None
        for path in self.candidates(entry):
            if not path.is_file():
                continue
            if self.sha256(path) == entry.sha256:
                return path
            bad = bad or path
        if bad is not None:
            raise WeightsError(name, bad, State.CORRUPT.value)
        raise WeightsError(name, self.target(entry), State.MISSING.value)

    def state(self, name: str) -> State:
        """Whether an entry can be used."""
        try:
            self.path(name)
        except WeightsError as error:
            return State(error.problem)
        return State.READY

    def candidates(self, entry: Entry) -> list[Path]:
        """Where the entry's file may be, in the order of looking."""
        if entry.source is None:
            return [self._kept / entry.file]
        return [folder / entry.file for folder in self._prepared]

    def target(self, entry: Entry) -> Path:
        """Where the entry's file is written."""
        return self._kept / entry.file if entry.source is None else self.folder() / entry.file

    def folder(self) -> Path:
        """The first folder of prepared files that can be written to, else the first."""
        return next((f for f in self._prepared if _writable(f)), self._prepared[0])

    def sha256(self, path: Path) -> str:
        """The file's hash, worked out again only when the file has changed."""
        status = path.stat()
        signature = (status.st_size, status.st_mtime_ns, status.st_ino)
        with self._lock:
            known = self._checked.get(path)
        if known is not None and known[0] == signature:
            return known[1]
        digest = file_sha256(path)
        with self._lock:
            self._checked[path] = (signature, digest)
        return digest


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _writable(folder: Path) -> bool:
    existing = next(path for path in [folder, *folder.parents] if path.exists())
    return existing.is_dir() and os.access(existing, os.W_OK)
