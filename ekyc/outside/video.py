"""A video from outside, played as if it were a camera and decoded where its file cannot do harm."""

from __future__ import annotations

from pathlib import Path

from ekyc.camera.source import SourceInfo
from ekyc.outside.files import Outside
from ekyc.values import Frame, Provenance


class OutsideVideo:
    """A `FrameSource` as `VideoFile` is, with a worker of its own.

    Raises SubjectError as that does, and from `read` also: no picture came within the limits.
    Raises KioskFault: the worker does not start.
    """

    def __init__(self, path: Path, *, fps: float | None = None) -> None:
        """Opens `path`, to be played at `fps` at most if that is given."""
        self._outside, self._name = Outside(), path.name
        try:
            self._info = self._outside.open_video(path, fps)
        except BaseException:
            self._outside.close()
            raise
        self._open = True

    @property
    def provenance(self) -> Provenance:
        """RECORDED."""
        return Provenance.RECORDED

    @property
    def info(self) -> SourceInfo:
        """See `VideoFile`."""
        return self._info

    def read(self) -> Frame | None:
        """The next frame; None at the end. Raises SubjectError: it cannot be played further."""
        return self._outside.next_frame(self._name) if self._open else None

    def prompt(self, wanted: str) -> None:
        """A recording does not listen."""

    def close(self) -> None:
        """End the worker; `read` gives None from then on."""
        self._open = False
        self._outside.close()
