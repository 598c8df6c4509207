"""Before the checks are seen: the teller's PIN, or what to do where none is set."""

from __future__ import annotations

import math
import threading

from PyQt5.QtCore import QTimer, pyqtSignal
from PyQt5.QtWidgets import QWidget

from ekyc.errors import KioskFault
from ekyc.messages import Message
from ekyc.pin import PinLock
from gui.look import Look
from gui.pieces import column
from gui.teller.keypad import Keypad
from gui.words import Words

_TICK_MS = 500


class Gate(QWidget):
    """`opened` is emitted once the right PIN was typed.

    Hashing takes 0.1 s of a processor, so it is done on a thread of its own.
    """

    opened = pyqtSignal()
    _answered = pyqtSignal(bool, object)

    def __init__(self, look: Look, lock: PinLock) -> None:
        super().__init__()
        self._look, self._lock = look, lock
        inside = column(look, self, (0, 16, 0, 16), 16)
        self._words = Words(look, "", "body")
        inside.addWidget(self._words)
        self.keypad = Keypad(look)
        self.keypad.entered.connect(self._try)
        inside.addWidget(self.keypad)
        inside.addStretch(1)
        self._answered.connect(self._answer)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._wait)
        self.begin()

    def begin(self) -> None:
        """Ask, or say how a PIN is set."""
        self.keypad.clear()
        self.keypad.setVisible(self._lock.is_set)
        if not self._lock.is_set:
            self._say(Message("window.pin_none"))
            return
        self._say(Message("window.pin_ask"))
        self._wait()

    def _say(self, message: Message) -> None:
        self._words.set_text(self._look.text(message))
        self.keypad.dots.setAccessibleDescription(self._words.text())

    def _wait(self) -> None:
        """Count down while nothing is heard."""
        wait_s = self._lock.wait_s
        self.keypad.setEnabled(wait_s == 0)
        if wait_s > 0:
            self._say(Message("window.pin_wait", {"n": math.ceil(wait_s)}))
            self._tick.start(_TICK_MS)
        elif self._tick.isActive():
            self._tick.stop()
            self._say(Message("window.pin_ask"))
            self.keypad.setFocus()

    def _try(self, pin: str) -> None:
        self.keypad.setEnabled(False)
        threading.Thread(target=self._hash, args=(pin,), name="pin", daemon=True).start()

    def _hash(self, pin: str) -> None:
        try:
            self._answered.emit(self._lock.opens(pin), None)
        except KioskFault as fault:
            self._answered.emit(False, fault.message)

    def _answer(self, right: bool, problem: Message | None) -> None:
        self.keypad.setEnabled(True)
        if right:
            self.opened.emit()
            return
        self._say(problem or Message("window.pin_wrong"))
        self.keypad.setFocus()
        self._wait()
