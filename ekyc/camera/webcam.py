"""A webcam that makes nobody wait for ever, and says what is wrong with it.

OpenCV's capture can block when it is opened or read, and can go on giving the last picture after
the camera was unplugged (its issues 10927, 14044 and 4468); so it runs in a `Feed`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ekyc.camera.capture import Capture, open_capture, probe
from ekyc.camera.devices import WebcamInfo, list_webcams
from ekyc.camera.feed import Feed, Picture
from ekyc.camera.source import SourceInfo
from ekyc.errors import KioskFault
from ekyc.values import Frame, Provenance

__all__ = ["Webcam", "WebcamInfo", "list_webcams"]

Opener = Callable[[str, tuple[int, int], float], Capture | None]


class Webcam:
    """A camera as a `FrameSource`: LIVE, or VIRTUAL when its driver only pretends to be one.

    `wanted` is its name or a part of it, its device, or "" for the first one. `Frame.t_s` is when
    the picture arrived, on `clock`. The newest picture wins; `dropped` counts those nobody read.

    Raises KioskFault: not there, in use, no permission, no picture within `open_s`; from `read`: no
    new picture for `stall_s`, or unplugged. The `read` after a fault opens the same camera anew,
    wherever it is plugged in by then, and raises what opening raises.
    """

    def __init__(
        self,
        wanted: str = "",
        *,
        size: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        open_s: float = 8.0,
        stall_s: float = 3.0,
        webcams: Callable[[], Sequence[WebcamInfo]] = list_webcams,
        check: Callable[[WebcamInfo], None] = probe,
        opener: Opener = open_capture,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._size, self._fps, self._open_s, self._stall_s = size, fps, open_s, stall_s
        self._webcams, self._check, self._opener, self._clock = webcams, check, opener, clock
        self._closed = False
        self._handover = threading.Lock()  # `close` comes from another thread than `read`
        self._number = self._index = self._dropped = 0
        self._feed: Feed | None = None
        self._open(_chosen(wanted, webcams()))

    @property
    def provenance(self) -> Provenance:
        """LIVE or VIRTUAL."""
        return Provenance.VIRTUAL if self._webcam.virtual else Provenance.LIVE

    @property
    def info(self) -> SourceInfo:
        """Name and driver as the system gives them, the size that comes, the rate asked for."""
        return self._info

    @property
    def dropped(self) -> int:
        """Pictures that were replaced by a newer one before they were read."""
        return self._dropped

    def read(self) -> Frame | None:
        """The newest picture that was not read yet; None once closed."""
        if self._closed:
            return None
        try:
            picture = self._next()
        except KioskFault:
            if self._closed:  # while it was waited for
                return None
            raise
        self._dropped += picture.number - self._number - 1
        self._number = picture.number
        self._index += 1
        return Frame(picture.rgb, picture.t_s, self._index - 1)

    def prompt(self, wanted: str) -> None:
        """A camera does not listen."""

    def close(self) -> None:
        """Let go of the camera."""
        with self._handover:
            self._closed = True
            if self._feed is not None:
                self._feed.close()

    def _next(self) -> Picture:
        feed = self._feed or self._open(_again(self._webcam, self._webcams()))
        picture = feed.newer_than(self._number, self._stall_s)
        if picture is None:
            raise self._fault("camera.stalled")
        return picture

    def _open(self, webcam: WebcamInfo) -> Feed:
        self._webcam = webcam
        self._check(webcam)
        feed = Feed(lambda: self._opener(webcam.device, self._size, self._fps), self._clock)
        with self._handover:
            self._number, self._feed = 0, feed
            if self._closed:
                feed.close()
        first = feed.newer_than(0, self._open_s)
        if first is None:
            raise self._fault("camera.does_not_answer")
        height, width = first.rgb.shape[:2]
        self._info = SourceInfo(webcam.name, webcam.driver, width, height, self._fps)
        return feed

    def _fault(self, reason: str) -> KioskFault:
        """Let go of the camera, so that the next `read` opens it anew."""
        device = self._webcam.device
        if device.startswith("/") and not Path(device).exists():
            reason = "camera.unplugged"
        fault = KioskFault(reason, name=self._webcam.name)
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
            fault.__cause__ = feed.error
        return fault


def _chosen(wanted: str, webcams: Sequence[WebcamInfo]) -> WebcamInfo:
    """Raises KioskFault: there is no camera, or none of that name."""
    if not webcams:
        raise KioskFault("camera.none")
    for webcam in webcams:
        if wanted in ("", webcam.name, webcam.device):
            return webcam
    for webcam in webcams:
        if wanted.casefold() in webcam.name.casefold():
            return webcam
    raise KioskFault("camera.not_there", name=wanted)


def _again(webcam: WebcamInfo, webcams: Sequence[WebcamInfo]) -> WebcamInfo:
    """The same camera, maybe at another device; another one in its place is not taken for it.

    Raises KioskFault: it is not plugged in.
    """
    same = [
        one
        for one in webcams
        if (one.name, one.driver, one.virtual) == (webcam.name, webcam.driver, webcam.virtual)
    ]
    if not same:
        raise KioskFault("camera.unplugged", name=webcam.name)
    return next((one for one in same if one.device == webcam.device), same[0])
