"""Cameras without a camera."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ekyc.camera.devices import WebcamInfo

CAMERA = WebcamInfo("HD Webcam C525", "uvcvideo", "7", False)
LOOPBACK = WebcamInfo("Face Camera", "v4l2loopback", "8", True)


def pictures() -> Iterator[tuple[bool, Any]]:
    """Endless pictures (blue first), each a little brighter."""
    n = 0
    while True:
        yield True, np.full((48, 64, 3), (n % 250, 10, 200), np.uint8)
        n += 1


class FakeCapture:
    """A capture that gives what it is told and counts how it is treated."""

    def __init__(self, gives: Iterator[tuple[bool, Any]] | None = None) -> None:
        self._gives = pictures() if gives is None else gives
        self._pause = threading.Event()
        self.released = 0

    def read(self) -> tuple[bool, Any]:
        self._pause.wait(0.002)  # a camera paces itself
        return next(self._gives)

    def release(self) -> None:
        self.released += 1

    @property
    def opener(self) -> Callable[..., FakeCapture]:
        return lambda device, size, fps: self
