"""More than one face in the picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.attack.footage import Scene, Shot
from ekyc.attack.variant import Variant
from ekyc.values import Frame, Rgb

_SHARE = 0.42
"""Of the frame: the picture that is put into its corner."""


@dataclass(frozen=True)
class Company(Variant):
    """A second face stands in the corner for `seconds`, from the first movement's asking on.

    It is the other person's where that clip is given, else the clip's own of a while ago. Models a
    helper in the room, a poster, or a phone with the right face on it.
    """

    seconds: float = math.inf

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """The clip with a smaller one laid over it."""
        begin_s = scene.moments.movements[0].asked_s + 0.5
        second: Iterator[Frame] = iter(()) if scene.other is None else scene.other.frames()
        inset: Rgb | None = None
        for frame in scene.clip.frames():
            if not begin_s <= frame.t_s < begin_s + self.seconds:
                yield frame.t_s, frame.rgb
                continue
            latest = next(second, None)
            if latest is not None or inset is None:
                inset = _small(frame.rgb if latest is None else latest.rgb, scene.size)
            rgb = frame.rgb.copy()
            rgb[: inset.shape[0], : inset.shape[1]] = inset
            yield frame.t_s, rgb


def _small(rgb: Rgb, size: tuple[int, int]) -> Rgb:
    """The middle of the picture, where the face is, at `_SHARE` of the frame's height."""
    height, width = rgb.shape[:2]
    side = min(height, width)
    left, top = (width - side) // 2, (height - side) // 2
    out = round(_SHARE * size[1])
    middle = rgb[top : top + side, left : left + side]
    return np.asarray(cv2.resize(middle, (out, out), interpolation=cv2.INTER_AREA), np.uint8)
