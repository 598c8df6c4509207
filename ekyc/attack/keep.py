"""Variants written as videos, where that is asked for: so far as a session looked at them."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np

from ekyc.attack.variant import Playing
from ekyc.camera.source import SourceInfo
from ekyc.errors import SubjectError
from ekyc.values import Frame, Provenance


class Kept:
    """A `FrameSource` that writes what is read from another, as Motion JPEG in an AVI file.

    The file is its owner's alone, in a folder that is. Its rate is even, so that odd times of
    frames are lost. Raises SubjectError: it cannot be written there.
    """

    def __init__(self, source: Playing, path: Path) -> None:
        self._source = source
        info = source.info
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        except OSError as error:
            raise SubjectError("input.file_not_writable", file=str(path)) from error
        size = (info.width, info.height)
        self._writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), info.fps, size)
        if not self._writer.isOpened():
            raise SubjectError("input.file_not_writable", file=str(path))

    @property
    def provenance(self) -> Provenance:
        """The source's."""
        return self._source.provenance

    @property
    def info(self) -> SourceInfo:
        """The source's."""
        return self._source.info

    def read(self) -> Frame | None:
        """The source's next frame, once it is written."""
        frame = self._source.read()
        if frame is not None:
            self._writer.write(np.ascontiguousarray(frame.rgb[:, :, ::-1]))
        return frame

    def prompt(self, wanted: str) -> None:
        """Passed on."""
        self._source.prompt(wanted)

    def close(self) -> None:
        """Ends the file, and the source."""
        self._writer.release()
        self._source.close()
