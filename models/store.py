"""The weights on this machine. Nothing leaves the store whose hash is not the one written down."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models import manifest
from models.imported import FILE as IMPORTED
from models.imported import Imported, read_imported
from models.manifest import WEIGHTS, Entry

Problem = Literal[
    "missing",  # never prepared on this machine
    "corrupt",  # its hash is not the one written down
    "no_pip",  # a frozen build cannot fetch
    "no_index",  # no package index answers, or none has the package
    "not_as_pinned",  # the index serves other bytes than were pinned
    "disk_full",
    "not_writable",
    "not_ours",  # an imported file that nothing here knows
    "needs_torch",  # a checkpoint, without the extra `models`
]


class WeightsError(Exception):
    """Weights that cannot be used: the entry's `name`, the `file`, the `problem`, and what else."""

    def __init__(self, name: str, file: Path | str, problem: Problem, detail: str = "") -> None:
        self.name = name
        self.file = Path(file)
        self.problem = problem
        self.detail = detail
        super().__init__(f"{name}: {file}: {problem}" + (f": {detail}" if detail else ""))


@dataclass(frozen=True)
class Choice:
    """The file in use for an entry: the manifest's own, or one that the user imported."""

    path: Path
    sha256: str
    imported_as: str | None


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
        self._prepared = [prepared] if prepared else [kept / "prepared", *user_folders()]
        self._checked: dict[Path, tuple[tuple[int, int, int], str]] = {}
        self._lock = threading.Lock()

    def path(self, name: str) -> Path:
        """The file of an entry, checked; see `choose`."""
        return self.choose(name).path

    def choose(self, name: str) -> Choice:
        """The file in use for an entry, its hash checked.

        The check is remembered while the file's size and time of change stay the same. Raises
        WeightsError ("missing" or "corrupt") and KeyError for a name the manifest lacks. A damaged
        import is an error: the manifest's own file does not silently take its place.
        """
        entry = self.entries[name]
        imported = self.imported(name)
        if imported is not None:
            folder, record = imported
            path = folder / record.file
            self._require(name, [path], record.sha256)
            return Choice(path, record.sha256, record.name)
        return Choice(self.original(name), entry.sha256, None)

    def states(self) -> dict[str, Problem | Literal["ready"]]:
        """Every entry by name: "ready", "missing" or "corrupt"."""
        found: dict[str, Problem | Literal["ready"]] = {}
        for name in self.entries:
            try:
                self.choose(name)
                found[name] = "ready"
            except WeightsError as error:
                found[name] = error.problem
        return found

    def original(self, name: str) -> Path:
        """The manifest's own file of an entry, checked, whatever was imported over it."""
        entry = self.entries[name]
        return self._require(name, self._candidates(entry), entry.sha256)

    def imported(self, name: str) -> tuple[Path, Imported] | None:
        """What the user imported in the entry's place, and the folder it is in."""
        for folder in self._prepared:
            try:
                record = read_imported(folder).get(name)
            except ValueError as error:
                raise WeightsError(name, folder / IMPORTED, "corrupt", str(error)) from error
            if record is not None:
                return folder, record
        return None

    def folder(self) -> Path:
        """Where prepared files are written: the first folder that can be, else the first."""
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

    def _candidates(self, entry: Entry) -> list[Path]:
        if entry.source is None:
            return [self._kept / entry.file]
        return [folder / entry.file for folder in self._prepared]

    def _require(self, name: str, candidates: list[Path], sha256: str) -> Path:
        there = [path for path in candidates if path.is_file()]
        for path in there:
            if self.sha256(path) == sha256:
                return path
        if there:
            raise WeightsError(name, there[0], "corrupt")
        raise WeightsError(name, candidates[0], "missing")


def user_folders() -> list[Path]:
    """Where this person's programs keep data that can be made again; none without a home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    try:
        return [Path(base).expanduser() / "ekyc-kiosk" / "weights"]
    except RuntimeError:
        return []


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
