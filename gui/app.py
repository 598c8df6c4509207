"""Opens the window and keeps it fed until it is closed."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable

from PyQt5.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt5.QtWidgets import QApplication

from ekyc.errors import EkycError
from ekyc.messages import Message
from gui.controller import Controller
from gui.display import require_display
from gui.pages.start_up import CAMERA
from gui.tending import tended
from gui.window import KioskWindow, WindowSettings

_LOG = logging.getLogger(__name__)
_KEPT: list[QApplication] = []
"""What Qt draws with dies with the application, so nobody else may be the last to let it go."""

OpenSource = Callable[[str], Controller]
"""Opens "camera" or "simulated", loads what is needed and starts the session; it may take seconds
and runs on a thread of its own. Raises EkycError with the reason when there is no such source."""


class Opener(QObject):
    """Opens a source beside the window; its answer comes back on the window's thread."""

    opened = pyqtSignal(object)
    refused = pyqtSignal(object)

    def __init__(self, open_source: OpenSource) -> None:
        super().__init__()
        self._open_source = open_source

    def open(self, source: str) -> None:
        """Begin; `opened` or `refused` follows."""
        threading.Thread(target=self._run, args=(source,), name="open-source", daemon=True).start()

    def _run(self, source: str) -> None:
        try:
            controller = self._open_source(source)
        except EkycError as error:
            self.refused.emit(error.message)
        except ImportError as error:
            _LOG.exception("not loaded")
            self.refused.emit(Message("fault.not_loaded", {"detail": str(error)}))
        except Exception:
            _LOG.exception("the source %s could not be opened", source)
            self.refused.emit(Message("fault.unexpected"))
        else:
            self.opened.emit(controller)


def application() -> QApplication:
    """The one QApplication, made when it is not there yet; it lives as long as the process.

    Raises KioskFault without a display.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    require_display()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_UseHighDpiPixmaps)
    made = QApplication(sys.argv[:1])
    _KEPT.append(made)
    return made


def run_window(
    open_source: OpenSource,
    settings: WindowSettings,
    *,
    first: str = CAMERA,
    full_screen: bool = True,
) -> int:
    """Show the window until it is closed; returns the process's exit status.

    Raises KeyboardInterrupt when Ctrl-C closed it.

    `open_source` is called with `first` once the window is seen, and with the person's choice when
    that is refused.
    """
    app = application()
    window = KioskWindow(settings)
    opener = Opener(open_source)
    opener.opened.connect(window.set_controller)
    opener.refused.connect(window.show_refusal)

    def choose(source: str) -> None:
        window.show_waiting()
        opener.open(source)

    window.source_chosen.connect(choose)
    # After the first painting: loading takes turns with it, and several times as long.
    window.seen.connect(lambda: QTimer.singleShot(0, lambda: opener.open(first)))
    if window.teller is not None:
        app.screenAdded.connect(window.teller.screens_changed)
        app.screenRemoved.connect(window.teller.screens_changed)
    with tended(window.send):
        try:
            if full_screen:
                window.showFullScreen()
            else:
                window.show()
            return int(app.exec_())
        finally:
            window.stop()
