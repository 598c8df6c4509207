"""Variants that change every picture and leave time alone."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ekyc.attack.footage import Scene, Shot
from ekyc.attack.variant import Variant
from ekyc.values import Rgb

Alter = Callable[[Rgb, float], Rgb]
"""A picture and its time to the picture that is shown instead, of the same shape."""


@dataclass(frozen=True)
class Altered(Variant):
    """A variant that is one change of each picture."""

    @abstractmethod
    def alter(self, scene: Scene) -> Alter:
        """The change; what does not depend on the picture is prepared here, once."""

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """The clip's frames, changed."""
        alter = self.alter(scene)
        return ((frame.t_s, alter(frame.rgb, frame.t_s)) for frame in scene.clip.frames())


@dataclass(frozen=True)
class Mirror(Altered):
    """Left and right change places: footage filmed as in a mirror, or turned to fit the plan."""

    def alter(self, scene: Scene) -> Alter:
        """One flip."""
        return lambda rgb, _t_s: np.ascontiguousarray(rgb[:, ::-1])
