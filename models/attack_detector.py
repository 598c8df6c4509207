"""Tells attacks from living people on crops of a face: as a presentation attack, or a deepfake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.context_crop import context_crop
from models.runtime import Network
from models.untracked import ov

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]

THREADS = 1
"""So that the camera's and the window's threads keep theirs."""


@dataclass(frozen=True)
class Attack:
    """`logit` that it is one; `species`: probability of each kind, were it one (they sum to 1)."""

    logit: float
    species: dict[str, float]


class AttackDetector:
    """The network. Holds no state between calls and is safe to call from several threads.

    `scales`: sides of its crops by the face's size; `species`: names in the network's order.
    """

    def __init__(self, model: ov.Model) -> None:
        """Scales and species stand in the file. Raises ValueError where they do not fit it."""
        self.scales = tuple(float(one) for one in _said(model, "scales").split(","))
        self.species = tuple(_said(model, "species").split(","))
        _, views, self.side, _, _ = (
            size.get_max_length() for size in model.inputs[0].partial_shape
        )
        if views != len(self.scales):
            raise ValueError("a network for another number of crops than its file says")
        self._network = Network(model, THREADS)

    def crops(self, rgb: Rgb, box_xyxy: Floats) -> Rgb:
        """What the network looks at of a face in a picture: uint8[views, side, side, 3]."""
        return np.stack([context_crop(rgb, box_xyxy, scale, self.side) for scale in self.scales])

    def detect(self, crops: Rgb) -> Attack:
        """For the crops of one face."""
        logit, species = self._network(np.ascontiguousarray(crops[None], np.float32))
        named = dict(zip(self.species, (float(p) for p in species[0]), strict=True))
        return Attack(float(logit[0]), named)


def _said(model: ov.Model, key: str) -> str:
    """A word of the file about itself."""
    path = ["framework", key]
    if not model.has_rt_info(path):
        raise ValueError(f"a network that does not say its {key}")
    return str(model.get_rt_info(path).astype(str))
