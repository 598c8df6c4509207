"""The process that decodes and reads files from outside: requests come in, plain values go out.

It gives up what it does not need before it loads anything: hence the imports inside functions.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

from ekyc.outside.confine import confine

if TYPE_CHECKING:
    from ekyc.camera.source import SourceInfo
    from ekyc.camera.video import VideoFile
    from ekyc.document.reader import DocumentReader
    from ekyc.document.reading import DocumentReading
    from ekyc.outside.wire import Array, Frame
    from ekyc.values import Frame as VideoFrame
    from ekyc.values import Rgb

HIDDEN = "outside-worker"
"""The word by which a frozen build, which is its own interpreter, becomes the worker."""
READS = "reads-documents"
"""The word after which the worker also loads what reading a document needs."""


class Desk:
    """What lies before the worker: the pages of one document, until it is read."""

    def __init__(self, *, reads_documents: bool) -> None:
        self._pages: list[Rgb] = []
        self._video: VideoFile | None = None
        self._reader: Future[DocumentReader] | None = None
        if reads_documents:
            # beside the first file's decoding: what is wrong with a file is told at once
            self._reader = ThreadPoolExecutor(1).submit(_load_reader)

    def picture(self, file: Array, name: str) -> Rgb:
        """The picture in a file, or its first page."""
        from ekyc.outside.decode import decode

        return decode(file.tobytes(), name)[0]

    def open_video(self, path: str, fps: float | None) -> SourceInfo:
        """Of a video file, which `next_frame` then plays."""
        from ekyc.camera.video import VideoFile

        self._video = VideoFile(path, fps=fps)
        return self._video.info

    def next_frame(self) -> VideoFrame | None:
        """The video's, until its end."""
        if self._video is None:
            raise ValueError("no video was opened")
        return self._video.read()

    def lay(self, *files: Array, name: str, most: Sequence[int]) -> int:
        """Put down the first pages of files, `most` of each; how many there are."""
        from ekyc.outside.decode import decode

        self._pages = []
        for file, pages in zip(files, most, strict=True):
            self._pages += decode(file.tobytes(), name, pages)
        return len(self._pages)

    def load(self) -> None:
        """Wait until documents can be read."""
        self._loaded()

    def read(self, sides: int, today: str) -> DocumentReading:
        """The document of which the first `sides` pages are the sides."""
        from ekyc.clock import is_believable

        front, *back = self._pages[:sides]
        day = date.fromisoformat(today)
        return self._loaded().read(
            front,
            back[0] if back else None,
            today=day,
            clock_is_sure=is_believable(day),
        )

    def clear(self) -> None:
        """Nothing of the last document stays."""
        from models import runtime

        self._pages.clear()
        runtime.forget()

    def _loaded(self) -> DocumentReader:
        if self._reader is None:
            raise ValueError("started to decode pictures only")
        return self._reader.result()


def answer(desk: Desk, request: Frame) -> Frame:
    """Do what is asked: {"do": a method of the desk, and its arguments}; a file is an array."""
    from ekyc.errors import EkycError, SubjectError
    from ekyc.outside.plain_form import pack
    from ekyc.outside.wire import Frame

    arrays: list[Array] = []
    what = dict(request.value)
    task: Callable[..., Any] = getattr(desk, what.pop("do"))
    try:
        return Frame({"done": pack(task(*request.arrays, **what), arrays)}, arrays)
    except EkycError as error:
        whose = "subject" if isinstance(error, SubjectError) else "kiosk"
        return Frame({whose: pack(error.message, [])})
    except MemoryError:
        return Frame({"memory": True})
    except Exception as error:  # the parent logs it, and the next file is as welcome
        return Frame({"bug": _places(error)})


def main(words: Sequence[str]) -> int:
    """Answer until nobody asks any more."""
    requests, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # what libraries say must not get between the answers
        os.dup2(nothing, stream)
    confine(programs=importlib.util.find_spec("tesserocr") is None)
    from ekyc.hardening import harden
    from ekyc.outside.wire import Garbled, receive, send

    harden()
    desk = Desk(reads_documents=READS in words)
    while True:
        try:
            request = receive(requests)
        except Garbled:
            return 0
        send(answers, answer(desk, request))


def _load_reader() -> DocumentReader:
    from ekyc.document.reader import default_reader
    from models import ReadingModels

    reader = default_reader(ReadingModels.load())
    reader.load()
    return reader


def _places(error: Exception) -> str:
    """Which error, and where in the code; not what it says, which may quote the document."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{os.path.basename(f.filename)}:{f.lineno} in {f.name}" for f in frames]  # noqa: PTH119
    return "; ".join([type(error).__name__, *places])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
