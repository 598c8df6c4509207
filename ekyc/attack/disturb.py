"""What honest cameras and rooms do to a clip. It must get through, or people are turned away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ekyc.attack.footage import Scene, Shot, with_noise
from ekyc.attack.picture import Alter, Altered
from ekyc.attack.variant import Variant
from ekyc.values import Rgb


@dataclass(frozen=True)
class Dropped(Variant):
    """`share` of the frames are lost, by chance, as on a busy machine."""

    share: float = 0.15

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """The first frame always stays."""
        rng = scene.rng(self.name)
        for frame in scene.clip.frames():
            if frame.index == 0 or rng.random() >= self.share:
                yield frame.t_s, frame.rgb


@dataclass(frozen=True)
class Jitter(Variant):
    """Times of frames are off by up to `part` of an interval, as with a driver that stamps late."""

    part: float = 0.4

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """Their order stays."""
        rng, interval_s = scene.rng(self.name), scene.clip.interval_s
        for frame in scene.clip.frames():
            yield frame.t_s + interval_s * rng.uniform(0.0, self.part), frame.rgb


@dataclass(frozen=True)
class Flicker(Altered):
    """The light's brightness swings by `depth` at `hz`: mains light against the shutter."""

    depth: float = 0.15
    hz: float = 1.7

    def alter(self, scene: Scene) -> Alter:
        """A factor for each frame."""

        def altered(rgb: Rgb, t_s: float) -> Rgb:
            factor = 1 - self.depth * (0.5 + 0.5 * np.sin(2 * np.pi * self.hz * t_s))
            return np.asarray(np.clip(rgb * factor, 0, 255), np.uint8)

        return altered


@dataclass(frozen=True)
class Dim(Altered):
    """A dark room: `light` of the light, and noise of `sigma` grey levels."""

    light: float = 0.6
    sigma: float = 4.0

    def alter(self, scene: Scene) -> Alter:
        """Fresh noise on every frame."""
        rng = scene.rng(self.name)

        def altered(rgb: Rgb, _t_s: float) -> Rgb:
            return with_noise((rgb * self.light).astype(np.uint8), rng, self.sigma)

        return altered
