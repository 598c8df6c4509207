"""A folder for files that nobody else may see, wiped when done, also after an error or a kill."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

_PREFIX = "ekyc-private-"
_LOCK = "in-use"
_JUST_MADE_S = 60.0


class PrivateFolder:
    """`with PrivateFolder() as folder:` gives a new folder of mode 0700.

    A process that is killed cannot wipe; what it left is known by the lock that nobody holds any
    more, and is wiped by the next start (`wipe_abandoned`).
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent

    def __enter__(self) -> Path:
        self._path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._parent))
        self._lock = (self._path / _LOCK).open("wb")
        _hold(self._lock.fileno())
        return self._path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.close()
        _wipe(self._path)

    @staticmethod
    def wipe_abandoned(parent: Path | None = None) -> int:
        """Wipe the folders of runs that were killed; says how many there were."""
        count = 0
        for path in Path(parent or tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            # Those of other users cannot be opened, and are theirs.
            with contextlib.suppress(PermissionError):
                if path.is_dir() and not path.is_symlink() and _abandoned(path):
                    _wipe(path)
                    count += 1
        return count


def _hold(descriptor: int) -> None:
    if sys.platform != "win32":  # there, a file that is open cannot be deleted: lock enough
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _abandoned(path: Path) -> bool:
    lock = path / _LOCK
    if not lock.exists():
        return time.time() - path.stat().st_mtime > _JUST_MADE_S
    if sys.platform == "win32":
        lock.unlink()
        return True
    with lock.open("rb") as file:
        try:
            _hold(file.fileno())
        except BlockingIOError:
            return False
    return True


def _wipe(path: Path) -> None:
    for file in path.rglob("*"):
        if file.is_file() and not file.is_symlink():
            with file.open("r+b") as content:
                content.write(b"\0" * os.fstat(content.fileno()).st_size)
    shutil.rmtree(path)
