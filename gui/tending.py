"""What a window needs while its loop runs: bugs reach the fault page, and Ctrl-C ends it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from PyQt5.QtCore import QCoreApplication, QTimer

from ekyc.session.commands import Command
from gui.bugs import BugReporter

_SIGNAL_POLL_MS = 200


@contextmanager
def tended(send: Callable[[Command], None]) -> Iterator[None]:
    """Run the application's loop in here; Ctrl-C in it raises KeyboardInterrupt after it.

    `send` takes what is to be told of a bug.

    An exception must not leave a slot of Qt's, or the process dies: Ctrl-C is noted and told later.
    """
    interrupted = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True

    def quit_if_interrupted() -> None:
        if interrupted:
            QCoreApplication.quit()

    hook, handler = sys.excepthook, signal.signal(signal.SIGINT, note)
    sys.excepthook = BugReporter(send)
    # Python sees Ctrl-C only between its own instructions: give it some.
    breath = QTimer()
    breath.timeout.connect(quit_if_interrupted)
    breath.start(_SIGNAL_POLL_MS)
    try:
        yield
    finally:
        breath.stop()
        sys.excepthook = hook
        signal.signal(signal.SIGINT, handler)
    if interrupted:
        raise KeyboardInterrupt
