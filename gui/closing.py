"""The time until a result closes by itself."""

from __future__ import annotations

from PyQt5.QtCore import QElapsedTimer, QObject, QTimer, pyqtSignal

_TICK_MS = 250


class Closing(QObject):
    """A countdown. The window owns it, because pages come and go: neither help over the result nor
    another language gives the next person somebody else's result.

    `ticked` is emitted several times a second, and `over` once, at the end.
    """

    ticked = pyqtSignal()
    over = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.total_ms = 1
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def left_ms(self) -> int:
        """Milliseconds to the end; all of them before it starts."""
        gone_ms = self._clock.elapsed() if self._clock.isValid() else 0
        return max(0, self.total_ms - gone_ms)

    def start(self, total_ms: int) -> None:
        """Count down from `total_ms` > 0."""
        self.total_ms = total_ms
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """The result was closed in another way."""
        self._timer.stop()

    def _tick(self) -> None:
        self.ticked.emit()
        if self.left_ms == 0:
            self._timer.stop()
            self.over.emit()
