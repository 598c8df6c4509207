"""What an attacker has: recordings, and when the person in them did what."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.camera.source import FrameSource, SourceInfo
from ekyc.liveness.timeline import Timeline
from ekyc.values import Face, Floats, Frame, Provenance, Rgb

Shot = tuple[float, Rgb]
"""Seconds and a picture, uint8[H, W, 3]."""


@dataclass(frozen=True)
class Clip:
    """A recording that can be played as often as one likes; `open` gives it from its start."""

    open: Callable[[], FrameSource]
    info: SourceInfo
    provenance: Provenance = Provenance.RECORDED

    @classmethod
    def of(cls, open_source: Callable[[], FrameSource]) -> Clip:
        """Looks at the source once, to know its size and rate."""
        source = open_source()
        source.close()
        return cls(open_source, source.info, source.provenance)

    @property
    def interval_s(self) -> float:
        """From one frame to the next."""
        return 1.0 / self.info.fps

    def frames(self, start_s: float = 0.0, end_s: float = math.inf) -> Iterator[Frame]:
        """The frames of that stretch, `end_s` excluded."""
        source = self.open()
        try:
            while (frame := source.read()) is not None and frame.t_s < end_s:
                if frame.t_s >= start_s:
                    yield frame
        finally:
            source.close()

    def picture_at(self, t_s: float) -> Rgb:
        """The first picture from `t_s` on, or the last one. Raises ValueError: there is none."""
        rgb = None
        for frame in self.frames():
            rgb = frame.rgb
            if frame.t_s >= t_s:
                break
        if rgb is None:
            raise ValueError("the clip has no pictures")
        return rgb


ONSET_S = 0.9
"""A movement has begun this long before it counts as reached, with time to spare."""

LEAVE_S = 0.1
"""After what brought something on: that frame is still of the old footage."""


@dataclass(frozen=True)
class Moment:
    """A movement: its challenge's name, when it was asked for, reached and left again."""

    name: str
    asked_s: float
    reached_s: float
    left_s: float

    @property
    def begin_s(self) -> float:
        """The face is still at rest, and the movement has been asked for."""
        return max(self.reached_s - ONSET_S, self.asked_s + LEAVE_S)


@dataclass(frozen=True)
class Moments:
    """When the bona fide clip did what, in its own seconds: at least one movement."""

    movements: tuple[Moment, ...]

    @classmethod
    def of(cls, timelines: Sequence[Timeline]) -> Moments:
        """From a session's, as far as movements were seen."""
        return cls(
            tuple(
                Moment(one.name, one.shown_s, one.reached_s, one.passed_s)
                for one in timelines
                if one.shown_s is not None
                and one.reached_s is not None
                and one.passed_s is not None
            )
        )

    @property
    def face_s(self) -> float:
        """The face was captured, and the first movement asked for."""
        return self.movements[0].asked_s

    @property
    def end_s(self) -> float:
        """The last movement was over."""
        return self.movements[-1].left_s


@dataclass(frozen=True)
class Scene:
    """All that a variant is made of. `find` gives the faces of a picture, largest first;
    `landmarks` dlib's 68 points float32[68, 2] px of the one it is about, None without a face."""

    clip: Clip
    moments: Moments
    find: Callable[[Rgb], Sequence[Face]]
    other: Clip | None = None
    seed: int = 0
    landmarks: Callable[[Rgb], Floats | None] = lambda _rgb: None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) px of every frame."""
        return self.clip.info.width, self.clip.info.height

    def rng(self, name: str) -> np.random.Generator:
        """Chance for one variant: the same for the same seed and name."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def others(self) -> Clip:
        """The other person's clip. Raises ValueError where there is none."""
        if self.other is None:
            raise ValueError("this variant needs another person's clip")
        return self.other


def with_noise(rgb: Rgb, rng: np.random.Generator, sigma: float) -> Rgb:
    """The picture with a sensor's noise of `sigma` grey levels: 1 to 3 in a lit room."""
    noise = sigma * rng.standard_normal(rgb.shape, np.float32)
    return np.asarray(np.clip(rgb + noise, 0, 255), np.uint8)


def fitted(rgb: Rgb, size: tuple[int, int]) -> Rgb:
    """The whole picture scaled into `size` (width, height) px, its edges drawn out to fill it."""
    height, width = rgb.shape[:2]
    if (width, height) == size:
        return rgb
    scale = min(size[0] / width, size[1] / height)
    wide, high = round(width * scale), round(height * scale)
    whole = cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA)
    left, top = (size[0] - wide) // 2, (size[1] - high) // 2
    right, bottom = size[0] - wide - left, size[1] - high - top
    filled = cv2.copyMakeBorder(whole, top, bottom, left, right, cv2.BORDER_REPLICATE)
    return np.asarray(filled, np.uint8)
