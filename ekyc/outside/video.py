"""A video from outside, played as if it were a camera and decoded where its file cannot do harm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ekyc.camera.video import Recording
from ekyc.outside.files import Outside
from ekyc.values import Frame


class OutsideVideo(Recording):
    """A `FrameSource` as `VideoFile` is, with a worker of its own.

    Raises SubjectError as that does, and from `read` also: no picture came within the limits.
    Raises KioskFault: the worker does not start.
    """

    def __init__(self, path: Path, *, fps: float | None = None) -> None:
        """Opens `path`, to be played at `fps` at most if that is given."""
        self._outside = Outside()
        self._frames: Iterator[Frame] = iter(())
        try:
            self._info = self._outside.open_video(path, fps)
        except BaseException:
            self._outside.close()
            raise
        self._frames = iter(partial(self._outside.next_frame, path.name), None)

    def close(self) -> None:
        """End the worker; `read` gives None from then on."""
        super().close()
        self._outside.close()
