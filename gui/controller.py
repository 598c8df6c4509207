"""What the window needs of whoever runs the session, and the bridge from its thread to Qt's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PyQt5.QtCore import QObject, pyqtSignal

from ekyc.session.commands import Command
from ekyc.session.view import View
from ekyc.values import Frame


class Controller(Protocol):
    """A running session as the window sees it. No call blocks; pictures are asked for, not sent."""

    @property
    def view(self) -> View:
        """The newest view."""
        ...

    def newest_frame(self) -> Frame | None:
        """The newest camera picture, None before the first."""
        ...

    def send(self, command: Command) -> None:
        """Hand over a command; it is worked on elsewhere."""
        ...

    def subscribe(self, callback: Callable[[View], None]) -> None:
        """Call `callback`, from any thread, with each new view."""
        ...


class Bridge(QObject):
    """Carries views from the pipeline's thread to the window's: called there, emitted here."""

    view_changed = pyqtSignal(object)

    def __init__(self, controller: Controller) -> None:
        """The controller may call back from now on."""
        super().__init__()
        self._open = True
        controller.subscribe(self._on_view)

    def close(self) -> None:
        """Let later views fall: the window is gone."""
        self._open = False

    def _on_view(self, view: View) -> None:
        if self._open:
            self.view_changed.emit(view)
