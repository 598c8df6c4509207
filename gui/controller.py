"""What the window needs of whoever runs the session, and the bridge from its thread to Qt's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PyQt5.QtCore import QObject, Qt, pyqtSignal, pyqtSlot

from ekyc.session.commands import Command
from ekyc.session.view import View
from ekyc.values import Frame


class Controller(Protocol):
    """A running session as the window sees it. No call blocks; pictures are asked for, not sent."""

    @property
    def view(self) -> View:
        """The newest view."""
        ...

    @property
    def is_staged(self) -> bool:
        """True where nobody real stands: the simulated customer, a recording."""
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

    def stop(self) -> None:
        """End the session's threads and close the camera."""
        ...


class Bridge(QObject):
    """Carries views from the pipeline's thread to the window's: called there, emitted here.

    Only the newest view waits: a window that is busy sees fewer views, never old ones.
    """

    view_changed = pyqtSignal(object)
    _called = pyqtSignal()

    def __init__(self, controller: Controller) -> None:
        """The controller may call back from now on."""
        super().__init__()
        self._lock = threading.Lock()
        self._waiting: View | None = None
        self._open = True
        self._called.connect(self._deliver, Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]
        controller.subscribe(self._on_view)

    def close(self) -> None:
        """Let later views fall: the window shows another session."""
        self._open = False

    def _on_view(self, view: View) -> None:
        with self._lock:
            was_waiting, self._waiting = self._waiting is not None, view
        if self._open and not was_waiting:
            self._called.emit()

    @pyqtSlot()
    def _deliver(self) -> None:
        with self._lock:
            view, self._waiting = self._waiting, None
        if self._open and view is not None:
            self.view_changed.emit(view)
