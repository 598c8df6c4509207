"""A thread inside the camera's driver, with a slot for the newest picture."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ekyc.camera.capture import Capture
from ekyc.camera.pictures import rgb_of
from ekyc.memory import fleeting_copy
from ekyc.values import Rgb

_RETRY_S = 0.01


class Picture(NamedTuple):
    """`number` counts the pictures that came, from 1."""

    number: int
    t_s: float
    rgb: Rgb


class Feed:
    """Opens a capture and reads it until closed, on a thread of its own.

    The driver may block or lie: a picture with the very bytes of the one before is no new picture,
    and whoever waits here waits no longer than they say.
    """

    def __init__(self, opener: Callable[[], Capture | None], clock: Callable[[], float]) -> None:
        self._opener = opener
        self._clock = clock
        self._news = threading.Condition()
        self._closing = threading.Event()
        self._newest: Picture | None = None
        self.error: Exception | None = None
        """What the driver raised; it ends the feed."""
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """No further picture will come."""
        return self._closing.is_set()

    def newer_than(self, number: int, limit_s: float) -> Picture | None:
        """Wait for a picture after `number`; None when `limit_s` is over or the feed has ended."""
        with self._news:
            self._news.wait_for(lambda: self.ended or self._is_newer(number), limit_s)
            return self._newest if self._is_newer(number) and not self.ended else None

    def close(self) -> None:
        """End the thread; one that hangs inside the driver is left behind."""
        self._end()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=1.0)

    def _is_newer(self, number: int) -> bool:
        return self._newest is not None and self._newest.number > number

    def _end(self) -> None:
        with self._news:
            self._closing.set()
            self._news.notify_all()

    def _run(self) -> None:
        try:
            capture = self._opener()
            if capture is not None:
                try:
                    self._read(capture)
                finally:
                    capture.release()
        except Exception as error:  # told to whoever reads: a thread has nobody above it
            self.error = error
        finally:
            self._end()

    def _read(self, capture: Capture) -> None:
        last = np.empty(0, np.uint8)
        while not self._closing.is_set():
            there, bgr = capture.read()
            if not there or bgr is None or np.array_equal(bgr, last):
                self._closing.wait(_RETRY_S)
                continue
            # the driver may use its own buffer again
            last = fleeting_copy(np.asarray(bgr, np.uint8))
            self._publish(rgb_of(last))

    def _publish(self, rgb: Rgb) -> None:
        with self._news:
            number, t_s = 1, self._clock()
            if self._newest is not None:
                number = self._newest.number + 1
                t_s = max(t_s, self._newest.t_s + 1e-4)  # a coarse clock may stand still
            self._newest = Picture(number, t_s, rgb)
            self._news.notify_all()
