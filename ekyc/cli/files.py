"""Results that are asked for as files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

from ekyc.errors import SubjectError
from models.atomic import write_atomically


def check_writable(path: Path) -> None:
    """Before minutes of work; a folder tells by letting a file be made in it."""
    try:
        if path.is_dir():
            raise IsADirectoryError
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise SubjectError("input.file_not_writable", file=str(path)) from error


def write_text(path: Path, text: str) -> None:
    """A result that was asked for as a file. Raises SubjectError where it cannot be written."""
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise SubjectError("input.file_not_writable", file=str(path)) from error
