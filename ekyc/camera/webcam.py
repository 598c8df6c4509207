"""A webcam that makes nobody wait for ever, and says what is wrong with it.

OpenCV's capture can block when it is opened or read, and can go on giving the last picture after
the camera was unplugged (its issues 10927, 14044 and 4468); so it runs in a `Feed`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ekyc.camera.capture import Capture, open_capture, probe
from ekyc.camera.devices import WebcamInfo, list_webcams
from ekyc.camera.feed import Feed
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
    new picture for `stall_s`, or unplugged.
    """

    def __init__(
        self,
        wanted: str = "",
        *,
        size: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        open_s: float = 8.0,
        stall_s: float = 3.0,
        webcams: Sequence[WebcamInfo] | None = None,
        check: Callable[[WebcamInfo], None] = probe,
        opener: Opener = open_capture,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._webcam = _chosen(wanted, list_webcams() if webcams is None else webcams)
        check(self._webcam)
        self._stall_s = stall_s
        self._closed = False
        self._number = self._index = self._dropped = 0
        self._feed = Feed(lambda: opener(self._webcam.device, size, fps), clock)
        first = self._feed.newer_than(0, open_s)
        if first is None:
            self._feed.close()
            raise self._fault("camera.does_not_answer")
        height, width = first.rgb.shape[:2]
        self._info = SourceInfo(self._webcam.name, self._webcam.driver, width, height, fps)

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
        picture = None if self._closed else self._feed.newer_than(self._number, self._stall_s)
        if self._closed:
            return None
        if picture is None:
            raise self._fault("camera.stalled")
        self._dropped += picture.number - self._number - 1
        self._number = picture.number
        self._index += 1
        return Frame(picture.rgb, picture.t_s, self._index - 1)

    def prompt(self, wanted: str) -> None:
        """A camera does not listen."""

    def close(self) -> None:
        """Let go of the camera."""
        self._closed = True
        self._feed.close()

    def _fault(self, reason: str) -> KioskFault:
        device = self._webcam.device
        if device.startswith("/") and not Path(device).exists():
            reason = "camera.unplugged"
        fault = KioskFault(reason, name=self._webcam.name)
        fault.__cause__ = self._feed.error
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
