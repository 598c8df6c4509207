"""Light of a screen that falls on a scene, for whoever renders one."""

from __future__ import annotations

import numpy as np

from ekyc.values import Floats, Rgb

_GAMMA = 2.2
"""Of a camera, as nearly as it matters: light to what is stored."""


def shine(rgb: Rgb, where: Floats, light: Floats) -> Rgb:
    """A picture uint8[H, W, 3] with more light on it.

    `where` float32[H, W] 0..1 tells how much of it falls on each pixel; `light` float32[3] is red,
    green and blue where all of it falls, as a share of the light that the picture was taken in.
    """
    gains = (1 + where[:, :, None] * light) ** np.float32(1 / _GAMMA)
    return np.asarray(np.minimum(rgb * gains + 0.5, 255), dtype=np.uint8)


def gain(rgb: Rgb, gains: Floats) -> Floats:
    """The picture with red, green and blue light times `gains` float32[3], not yet rounded."""
    return np.asarray(rgb * gains ** np.float32(1 / _GAMMA), dtype=np.float32)
