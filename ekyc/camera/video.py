"""Recordings: a video file, or a folder of pictures, played as if it were a camera."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from cv2.utils import logging

from ekyc.camera.pictures import SUFFIXES, read_picture, rgb_of
from ekyc.camera.source import SourceInfo
from ekyc.errors import SubjectError
from ekyc.values import Frame, Provenance, Rgb

# FFmpeg and OpenCV remark on damaged files on stderr; ours is the one sentence to show. FFmpeg's
# level is read once, when the first video is opened.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

T = TypeVar("T")

MAX_PIXELS = 9_000_000
"""One frame of 4K has 8.3 million."""
MAX_SECONDS = 600.0
MAX_FPS = 1000.0
DEFAULT_FPS = 25.0
"""For recordings that do not say their own."""

_LONGEST_GAP_S = 60.0
"""A stamp further ahead than this is broken, not a camera that stood still."""

# FFmpeg also follows playlists and scripts that name other files; only these containers are opened.
_CONTAINERS = re.compile(
    rb"....(ftyp|moov|mdat|free|skip|wide)"  # MP4, QuickTime
    rb"|\x1aE\xdf\xa3"  # Matroska, WebM
    rb"|RIFF....AVI "
    rb"|\x00\x00\x01\xba|\x47.{187}\x47",  # MPEG program and transport streams
    re.DOTALL,
)


class Recording:
    """What every kind of recording is to a reader. `_frames` and `_info` are theirs to set."""

    _frames: Iterator[Frame]
    _info: SourceInfo

    @property
    def provenance(self) -> Provenance:
        """RECORDED."""
        return Provenance.RECORDED

    @property
    def info(self) -> SourceInfo:
        """The name of the file or folder, the (first) picture's size and the rate it is played."""
        return self._info

    def read(self) -> Frame | None:
        """The next frame; None at the end. Raises SubjectError: it cannot be played further."""
        return next(self._frames, None)

    def prompt(self, wanted: str) -> None:
        """A recording does not listen."""

    def close(self) -> None:
        """Let go of it; `read` gives None from then on."""
        self._frames = iter(())


class VideoFile(Recording):
    """A video as a `FrameSource` of provenance RECORDED.

    `Frame.t_s` is the container's presentation time, counted from the first frame; a stamp that is
    missing, runs backwards or leaps is replaced by the one before plus one interval. Rotation that
    the container asks for is applied. With `fps` the clip is played at (at most) that rate: of the
    frames up to each tick the last one is kept, with its own time.

    Raises SubjectError: not there, empty, not a video, without pictures, too large or too long; an
    `fps` that is not above 0 and at most 1000.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        fps: float | None = None,
        max_pixels: int = MAX_PIXELS,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        path = Path(path)
        check_rate(fps)
        _check_container(path)
        self._capture = _opened(path)
        self._frames: Iterator[Frame] = iter(())
        width = int(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH))
        height = int(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
        own_fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._own_fps = own_fps if 0.1 <= own_fps <= MAX_FPS else DEFAULT_FPS
        if width * height > max_pixels:
            self.close()
            limit = max_pixels // 1_000_000
            raise SubjectError("camera.video_too_many_pixels", name=path.name, megapixels=limit)
        self._info = SourceInfo(path.name, "file", width, height, fps or self._own_fps)
        self._frames = _played(self._decoded(path.name, max_seconds), fps)

    def close(self) -> None:
        """Let go of the file; `read` gives None from then on."""
        super().close()
        self._capture.release()

    def _decoded(self, name: str, max_seconds: float) -> Iterator[tuple[float, Rgb]]:
        clock = _PresentationClock(1.0 / self._own_fps)
        while True:
            there, bgr = self._capture.read()
            if not there:
                break
            t_s = clock.time_of(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0)
            if t_s > max_seconds:
                raise SubjectError("camera.video_too_long", name=name, n=round(max_seconds))
            yield t_s, rgb_of(np.asarray(bgr, np.uint8))
        if not clock.started:
            raise SubjectError("camera.video_without_pictures", name=name)


class ImageFolder(Recording):
    """A folder's pictures as a `FrameSource`, by name: "2.jpg" comes before "10.jpg".

    `fps` is the rate at which they were taken; every picture is shown upright.

    Raises SubjectError: not there, no pictures in it, or an `fps` that is not above 0 and at most
    1000; from `read`: a picture is damaged.
    """

    def __init__(
        self, path: Path | str, *, fps: float = DEFAULT_FPS, max_pixels: int = MAX_PIXELS
    ) -> None:
        path = Path(path)
        check_rate(fps)
        try:
            names = [found for found in path.iterdir() if found.suffix.lower() in SUFFIXES]
        except OSError as error:
            raise SubjectError("camera.folder_not_found", name=path.name) from error
        if not names:
            raise SubjectError("camera.folder_without_pictures", name=path.name)
        self._paths = sorted(names, key=_natural_order)
        first = read_picture(self._paths[0], max_pixels=max_pixels)
        self._info = SourceInfo(path.name, "folder", first.shape[1], first.shape[0], fps)
        self._frames = _played(
            ((i / fps, read_picture(p, max_pixels=max_pixels)) for i, p in enumerate(self._paths)),
            None,
        )


class _PresentationClock:
    """Makes a strictly increasing time out of a container's stamps, whatever these are."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._start_s = 0.0
        self._last_s = -math.inf

    @property
    def started(self) -> bool:
        return math.isfinite(self._last_s)

    def time_of(self, stamp_s: float) -> float:
        """Seconds since the first frame for the next frame, which the container stamps so."""
        if not self.started:
            self._start_s = stamp_s if math.isfinite(stamp_s) else 0.0
            self._last_s = 0.0
            return 0.0
        t_s = stamp_s - self._start_s
        if not self._last_s < t_s <= self._last_s + _LONGEST_GAP_S:
            t_s = self._last_s + self._interval_s
        self._last_s = t_s
        return t_s


def _played(pictures: Iterator[tuple[float, Rgb]], fps: float | None) -> Iterator[Frame]:
    chosen = pictures if fps is None else at_rate(pictures, fps)
    return (Frame(rgb, t_s, index) for index, (t_s, rgb) in enumerate(chosen))


def at_rate(stamped: Iterable[tuple[float, T]], fps: float) -> Iterator[tuple[float, T]]:
    """What a camera of at most `fps` would have given of (seconds, picture) pairs.

    Of those up to each tick the last one is kept, with its own time.
    """
    rounding_s = 1e-6
    tick_s = 0.0
    held: tuple[float, T] | None = None
    for t_s, picture in stamped:
        if held is not None and t_s > tick_s + rounding_s:
            yield held
            tick_s = math.ceil((t_s - rounding_s) * fps) / fps
        held = (t_s, picture)
    if held is not None:
        yield held


def check_rate(fps: float | None) -> None:
    """Raises SubjectError: not a rate at which a recording can be played."""
    if fps is not None and not 0.0 < fps <= MAX_FPS:  # nor a NaN
        raise SubjectError("camera.fps", value=fps, most=round(MAX_FPS))


def _check_container(path: Path) -> None:
    try:
        if path.is_dir():
            raise SubjectError("camera.file_is_a_folder", name=path.name)
        if not path.is_file():
            raise SubjectError("camera.video_not_found", name=path.name)
        with path.open("rb") as file:
            head = file.read(189)
    except PermissionError as error:
        raise SubjectError("camera.file_no_permission", name=path.name) from error
    except (OSError, ValueError) as error:
        raise SubjectError("camera.video_not_found", name=path.name) from error
    if not head:
        raise SubjectError("camera.video_empty", name=path.name)
    if not _CONTAINERS.match(head):
        raise SubjectError("camera.video_not_a_video", name=path.name)


def _opened(path: Path) -> cv2.VideoCapture:
    level = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        capture = cv2.VideoCapture(str(path.resolve()), cv2.CAP_FFMPEG)
    finally:
        logging.setLogLevel(level)
    if not capture.isOpened():
        raise SubjectError("camera.video_not_a_video", name=path.name)
    return capture


def _natural_order(path: Path) -> list[str | int]:
    parts = re.split(r"(\d+)", path.name.lower())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]
