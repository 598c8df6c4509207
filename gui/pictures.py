"""Pictures of a journey's pages in a folder, numbered as they were taken."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ekyc.errors import SubjectError

if TYPE_CHECKING:
    from PyQt5.QtWidgets import QWidget


class Pictures:
    """One picture (PNG) of each page that is taken."""

    def __init__(self, folder: Path) -> None:
        """Raises SubjectError when nothing can be written there: it is tried."""
        self._folder = folder
        self._names: list[str] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            raise SubjectError("input.pictures_not_written", folder=str(folder)) from error

    def __contains__(self, name: str) -> bool:
        """Whether there is a picture of this page."""
        return name in self._names

    def take(self, widget: QWidget, name: str) -> None:
        """Save what `widget` shows. Raises SubjectError when it cannot be written."""
        self._names.append(name)
        save(widget, self._folder / f"{len(self._names):02d}-{name}.png")


def save(widget: QWidget, path: Path) -> None:
    """Save what `widget` shows. Raises SubjectError when it cannot be written."""
    if not widget.grab().save(str(path)):
        raise SubjectError("input.pictures_not_written", folder=str(path.parent))
