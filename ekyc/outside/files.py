"""What commands ask of files from outside: a picture, or a document's reading."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import numpy as np

from ekyc.camera.pictures import MAX_PIXELS, file_bytes
from ekyc.camera.source import SourceInfo
from ekyc.camera.video import check_rate
from ekyc.document.reading import DocumentReading
from ekyc.errors import EkycError, KioskFault, SubjectError
from ekyc.messages import Message
from ekyc.outside.plain_form import unpack
from ekyc.outside.process import Died, Limits, Worker
from ekyc.outside.wire import Array, Garbled
from ekyc.outside.worker import HIDDEN, READS
from ekyc.values import Frame, Rgb

T = TypeVar("T")

log = logging.getLogger(__name__)

_PLACE = re.compile(r"\b[a-z_0-9]{1,40}\.py:[0-9]{1,5}\b|\b[A-Z][A-Za-z]{2,30}Error\b")
"""Of what a worker says of its own fault only places in the code and kinds of errors are logged:
one that a file has taken over could write what stands on a document."""
_MOST_PLACES = 30
_START = """\
import json, sys
sys.path[:] = json.loads(sys.argv.pop(1))
from ekyc.outside.worker import main
sys.exit(main(sys.argv[1:]))
"""


class Outside:
    """Decodes files in a worker, and reads documents there when `reads_documents`.

    The worker stays, warm, for the next file; one that dies, or has grown too large, is replaced
    when it is needed. Use it as a context: at its end the worker goes.
    """

    def __init__(
        self,
        *,
        reads_documents: bool = False,
        limits: Limits | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command` starts another worker than ours. Raises KioskFault: it does not start."""
        self._limits = limits or Limits()
        self._reads = reads_documents
        self._command = command or _command(reads_documents)
        self._worker: Worker | None = self._started()

    @property
    def pid(self) -> int | None:
        """Of the worker, if there is one now."""
        return self._worker.pid if self._worker is not None else None

    def picture(self, path: Path) -> Rgb:
        """The picture in a file, or its first page, uint8[H, W, 3], upright, as `read_picture`
        gives it.

        Raises SubjectError: it is not there, no picture, damaged, too large, or nothing could be
        made of it within the limits.
        """
        name, file = path.name, file_of(path)
        told, arrays = self._ask(name, self._limits.seconds, [file], do="picture", name=name)
        picture = self._unpacked(name, Rgb, told, arrays)
        if picture.ndim != 3 or picture.shape[2] != 3 or not 0 < picture.size <= 3 * MAX_PIXELS:
            raise self._stopped(name)
        return picture

    def document(
        self, front: Path, back: Path | None = None, *, today: date | None = None
    ) -> DocumentReading:
        """Read the document in one file or two. Of a PDF the first page is the front and, where
        the front alone says too little and no `back` is given, the second one the back.

        Raises SubjectError as `picture` and `DocumentReader.read` do, KioskFault as `load_reader`.
        """
        seconds, name = self._limits.seconds, front.name
        given = [file_of(path) for path in (front, back) if path is not None]
        most = [2] if back is None else [1, 1]
        told, _ = self._ask(name, len(given) * seconds, given, do="lay", name=name, most=most)
        pages = self._unpacked(name, int, told)
        self._ask(name, self._limits.loading_s, do="load")
        day = (today or date.today()).isoformat()

        def read(sides: int) -> DocumentReading:
            told, arrays = self._ask(name, sides * seconds, do="read", sides=sides, today=day)
            return self._unpacked(name, DocumentReading, told, arrays)

        try:
            reading = read(len(given))
            if reading.needs_back and pages > 1:
                with contextlib.suppress(SubjectError):  # it is a page, but no back
                    reading = read(2)
            return reading
        finally:
            if self._worker is not None:
                self._ask(name, seconds, do="clear")
            if self._worker is not None and self._worker.has_grown:
                self.close()

    def open_video(self, path: Path, fps: float | None) -> SourceInfo:
        """What there is to know of the video that `next_frame` then plays, at `fps` at most.

        The worker reads the file itself: a video is too large to be handed over. Raises
        SubjectError as `VideoFile` does.
        """
        check_rate(fps)
        told, _ = self._ask(
            path.name, self._limits.seconds, do="open_video", path=str(path.absolute()), fps=fps
        )
        return self._unpacked(path.name, SourceInfo, told)

    def next_frame(self, name: str) -> Frame | None:
        """Of the video that was opened, which is called `name`; None at its end. Raises
        SubjectError: it cannot be played further."""
        told, arrays = self._ask(name, self._limits.seconds, do="next_frame")
        return None if told is None else self._unpacked(name, Frame, told, arrays)

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def __enter__(self) -> Outside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _started(self) -> Worker:
        try:
            return Worker(self._command, self._limits.memory)
        except OSError as error:
            raise KioskFault("outside.not_started") from error

    def _ask(
        self, file: str, seconds: float, arrays: Sequence[Array] = (), **what: Any
    ) -> tuple[Any, Sequence[Array]]:
        """What is done, or the error that the worker tells or that its death is."""
        if self._worker is None:
            self._worker = self._started()
        try:
            answer = self._worker.ask(what, arrays, seconds)
        except Died as error:
            self._worker = None
            if what["do"] == "load":
                raise KioskFault("outside.not_started") from error
            raise SubjectError(error.sentence, name=file) from error
        match answer.value:
            case {"done": told}:
                return told, answer.arrays
            case {"subject": told}:
                raise self._error(SubjectError, file, told)
            case {"kiosk": told} if what["do"] == "load":
                raise self._error(KioskFault, file, told)
            case {"memory": True}:
                self.close()
                raise SubjectError("outside.too_much_memory", name=file)
            case {"bug": str(places)}:
                source = " ".join(_PLACE.findall(places)[:_MOST_PLACES])
                log.error("in the worker: %s", source)
        raise self._stopped(file)

    def _unpacked(self, file: str, wanted: type[T], told: Any, arrays: Sequence[Array] = ()) -> T:
        try:
            return unpack(wanted, told, arrays)
        except Garbled as error:
            raise self._stopped(file) from error

    def _error(self, kind: type[EkycError], file: str, told: Any) -> EkycError:
        message = self._unpacked(file, Message, told)
        try:
            return kind(message.id, **message.params)
        except TypeError:  # a parameter of the constructor's own name
            return self._stopped(file)

    def _stopped(self, file: str) -> SubjectError:
        """Whatever the worker is now, it is not to be asked again."""
        self.close()
        return SubjectError("outside.stopped", name=file)


def file_of(path: Path) -> Array:
    """A file's bytes, uint8[N]. Raises SubjectError: not there, not a file, empty, too large."""
    return np.frombuffer(file_bytes(path), np.uint8)


def _command(reads_documents: bool) -> list[str]:
    words = [READS] if reads_documents else []
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN, *words]
    # Not where we stand: what lies in the folder of a stranger's file is not to be imported.
    return [sys.executable, "-I", "-c", _START, json.dumps(sys.path), *words]
