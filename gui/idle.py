"""Notices that nobody touches the kiosk."""

from __future__ import annotations

from PyQt5.QtCore import QCoreApplication, QEvent, QObject, QTimer, pyqtSignal

_TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.KeyPress,
    }
)


class Idle(QObject):
    """Watches every widget's events between `start` and `stop`; `passed` is emitted once."""

    passed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._pass)

    def start(self, after_ms: int) -> None:
        """Wait until nothing was touched for `after_ms`."""
        self._events_of_all().installEventFilter(self)
        self._timer.start(after_ms)

    def stop(self) -> None:
        """Wait no more."""
        self._events_of_all().removeEventFilter(self)
        self._timer.stop()

    def _events_of_all(self) -> QObject:
        return QCoreApplication.instance() or self

    def _pass(self) -> None:
        self.stop()
        self.passed.emit()

    def eventFilter(self, _of: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        """Begin to wait anew when something is touched; every event goes on its way."""
        if event is not None and event.type() in _TOUCHES:
            self._timer.start()
        return False
