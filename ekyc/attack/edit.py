"""Edit lists: a variant as stretches of footage laid end to end, the way a cutting room does."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from ekyc.attack.footage import Clip, Moments, Scene, Shot, fitted
from ekyc.attack.variant import Variant

_BLOCK_S = 2.0
"""What is played backwards is held in memory in blocks of this length."""


@dataclass(frozen=True)
class Part:
    """A stretch of the clip (of the other person's, if `other`), from `start_s` up to `end_s`.

    It is played `speed` times as fast, or `backwards`. With `still_s` its first picture alone is
    shown, for so long.
    """

    start_s: float = 0.0
    end_s: float = math.inf
    speed: float = 1.0
    backwards: bool = False
    still_s: float = 0.0
    other: bool = False


@dataclass(frozen=True)
class Edited(Variant):
    """A variant that is an edit list. Pictures are untouched and time runs evenly across cuts."""

    @abstractmethod
    def parts(self, moments: Moments) -> list[Part]:
        """The list, in the order it is played."""

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """The parts, one after the other."""
        begin_s, interval_s = 0.0, scene.clip.interval_s
        for part in self.parts(scene.moments):
            last_s = begin_s - interval_s
            for after_s, rgb in _played(part, scene.others() if part.other else scene.clip):
                t_s = begin_s + after_s
                if part.speed <= 1 or after_s == 0.0 or t_s - last_s > 0.75 * interval_s:
                    yield t_s, fitted(rgb, scene.size)
                    last_s = t_s
            begin_s = last_s + interval_s


def _played(part: Part, clip: Clip) -> Iterator[Shot]:
    """Seconds since the part's begin, and pictures."""
    if part.still_s > 0:
        rgb = clip.picture_at(part.start_s)
        count = round(part.still_s * clip.info.fps)
        yield from ((i * clip.interval_s, rgb) for i in range(count))
        return
    if part.backwards:
        yield from _backwards(part, clip)
        return
    first_s: float | None = None
    for frame in clip.frames(part.start_s, part.end_s):
        first_s = frame.t_s if first_s is None else first_s
        yield (frame.t_s - first_s) / part.speed, frame.rgb


def _backwards(part: Part, clip: Clip) -> Iterator[Shot]:
    last_s: float | None = None
    end_s = part.end_s
    while end_s > part.start_s:
        start_s = max(end_s - _BLOCK_S, part.start_s)
        for frame in reversed(list(clip.frames(start_s, end_s))):
            last_s = frame.t_s if last_s is None else last_s
            yield (last_s - frame.t_s) / part.speed, frame.rgb
        end_s = start_s
