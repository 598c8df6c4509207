"""Good pictures made worse in one known way each, to see what a bad one costs."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Rgb

Random = np.random.Generator
Light = NDArray[np.float64]

_GAMMA = 2.2
_SHOT_NOISE, _READ_NOISE = 2e-4, 2e-3
"""Variance by light, and deviation in the dark, of a small sensor; full scale is 1."""


def _to_light(rgb: Rgb) -> Light:
    light: Light = (rgb / 255.0) ** _GAMMA
    return light


def _to_levels(light: Light) -> Rgb:
    return np.round(np.clip(light, 0, 1) ** (1 / _GAMMA) * 255).astype(np.uint8)


def _between(random: Random, low: float, high: float) -> float:
    """Evenly over orders of magnitude."""
    return float(np.exp(random.uniform(np.log(low), np.log(high))))


def _blurred(rgb: Rgb, random: Random) -> Rgb:
    """Out of focus: Gaussian, sigma 0.3 to 5 px."""
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), random.uniform(0.3, 5.0)), np.uint8)


def _moved(rgb: Rgb, random: Random) -> Rgb:
    """A straight movement of 2 to 22 px in any direction."""
    length = round(random.uniform(2, 22))
    line = np.zeros((length, length), np.float32)
    line[length // 2] = 1
    middle = (length - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), random.uniform(0, 180), 1)
    kernel = cv2.warpAffine(line, turn, (length, length))
    return np.asarray(cv2.filter2D(rgb, -1, kernel / kernel.sum()), np.uint8)


def _small(rgb: Rgb, random: Random) -> Rgb:
    """Farther away: 12 to 100 % of the size."""
    scale = _between(random, 0.12, 1.0)
    return np.asarray(
        cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def _dark(rgb: Rgb, random: Random) -> Rgb:
    """0.5 to 100 % of the light, with the noise of a small sensor."""
    light = _to_light(rgb) * _between(random, 0.005, 1.0)
    noise = np.sqrt(light * _SHOT_NOISE + _READ_NOISE**2)
    return _to_levels(light + random.normal(size=light.shape) * noise)


def _bright(rgb: Rgb, random: Random) -> Rgb:
    """1 to 60 times the light: what is too bright is white."""
    return _to_levels(_to_light(rgb) * _between(random, 1.0, 60.0))


def _pale(rgb: Rgb, random: Random) -> Rgb:
    """2 to 80 % of the contrast, as through a dirty lens."""
    share = _between(random, 0.02, 0.8)
    return np.round(178 * (1 - share) + rgb * share).astype(np.uint8)


def _lit_from_one_side(rgb: Rgb, random: Random) -> Rgb:
    """One half with 0.2 to 50 % of the light of the other."""
    width = rgb.shape[1]
    across = 1 / (1 + np.exp(-(np.arange(width) - width / 2) / (0.04 * width)))
    share = across if random.random() < 0.5 else 1 - across
    least = _between(random, 0.002, 0.5)
    return _to_levels(_to_light(rgb) * (least + (1 - least) * share)[None, :, None])


def _tilted(rgb: Rgb, random: Random) -> Rgb:
    """Turned in its plane by up to 60 degrees."""
    height, width = rgb.shape[:2]
    middle = (width / 2, height / 2)
    turn = cv2.getRotationMatrix2D(middle, random.uniform(-60, 60), 1)
    turned = cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def _cut_off(rgb: Rgb, random: Random) -> Rgb:
    """18 to 50 % of the picture gone from one side: up to half of a face in its middle."""
    height, width = rgb.shape[:2]
    share = random.uniform(0.18, 0.5)
    turns = int(random.integers(4))
    turned = np.rot90(rgb, turns)
    kept = turned[round(share * (height, width)[turns % 2]) :]
    return np.ascontiguousarray(np.rot90(kept, -turns))


SPOILINGS: dict[str, Callable[[Rgb, Random], Rgb]] = {
    "none": lambda rgb, _: rgb,
    "blurred": _blurred,
    "moved": _moved,
    "small": _small,
    "dark": _dark,
    "bright": _bright,
    "pale": _pale,
    "lit_from_one_side": _lit_from_one_side,
    "tilted": _tilted,
    "cut_off": _cut_off,
}
"""uint8[H, W, 3] in and out (`small` and `cut_off` change the size); how much is drawn."""
