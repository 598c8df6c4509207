"""Small drawing steps that the simulated customer's parts share."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ekyc.values import Floats, Rgb

NO_MAP: Any = None
"""In place of cv2.remap's second map beside one with two channels; its stubs do not know that."""
Mask = NDArray[np.uint8]
"""uint8[H, W]: 255 is fully there."""


def floats(values: ArrayLike) -> Floats:
    """Anything array-like as float32."""
    return np.asarray(values, dtype=np.float32)


def soft(values: Floats, sigma: float) -> Floats:
    """Blurred by a Gaussian."""
    return floats(cv2.GaussianBlur(values, (0, 0), sigma))


def rise(values: Floats, start: float, end: float) -> Floats:
    """0 up to `start`, 1 from `end`, smooth between."""
    part = np.clip((values - start) / (end - start), 0.0, 1.0)
    return floats(part * part * (3.0 - 2.0 * part))


def fall(values: Floats, start: float, end: float) -> Floats:
    """1 up to `start`, 0 from `end`, smooth between."""
    return floats(1.0 - rise(values, start, end))


def curve(edge: Floats, x: Floats) -> Floats:
    """The y of a polyline float32[N, 2] at each x, rounded; beyond its ends that of the ends."""
    fine = np.arange(edge[0, 0], edge[-1, 0], 0.25)
    y = np.interp(fine, edge[:, 0], edge[:, 1])
    kernel = np.hanning(15) / np.hanning(15).sum()
    smooth = np.convolve(np.pad(y, 7, mode="edge"), kernel, mode="valid")
    return floats(np.interp(x, fine, smooth))


def sampled(picture: NDArray[Any], at: Floats) -> NDArray[np.uint8]:
    """The picture's px at float32[h, w, 2]; 0 outside."""
    found = cv2.remap(picture, at, NO_MAP, cv2.INTER_LINEAR)
    return np.asarray(found, dtype=np.uint8)


def over(below: Rgb, above: Rgb, mask: Mask) -> Rgb:
    """`above` laid on `below` where the mask says."""
    weight = np.asarray(cv2.cvtColor(mask, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    kept = cv2.multiply(below, 255 - weight, scale=1 / 255)
    return np.asarray(cv2.add(kept, cv2.multiply(above, weight, scale=1 / 255)), dtype=np.uint8)


def mixed(below: Rgb, above: Rgb, mask: Mask) -> Rgb:
    """As `over`, without the rounding: for pictures that are made once."""
    weight = mask.astype(np.float32)[:, :, None] / 255.0
    return np.asarray(below * (1.0 - weight) + above * weight + 0.5, dtype=np.uint8)


def filled(
    polygon: Floats, size: tuple[int, int], scale: float, origin: ArrayLike, sigma: float
) -> Mask:
    """A polygon as a mask of `size` (width, height), whose px are `scale` to one of the polygon's.

    `origin` is the polygon's px at the mask's left top; `sigma` softens the edge, in mask px.
    """
    mask = np.zeros((size[1], size[0]), np.uint8)
    points = ((polygon - floats(origin) + 0.5) * scale - 0.5) * 16  # cv2 takes 1/16 px
    cv2.fillPoly(mask, [np.round(points).astype(np.int32)], (255,), cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma), dtype=np.uint8)
