"""A living face's crop as it would look were it shown on a display or printed: the same person,
room and camera on both sides of the label. A sketch; the red-team kit plays whole clips.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.training.attack.spoil import Light, Random, Rgb, spoiled

Grid = NDArray[np.float64]


def recaptured(crop: Rgb, random: Random) -> Rgb:
    """uint8[S, S, 3] shown or printed, each half of the time, and seen by another camera."""
    again = on_display(crop, random) if random.random() < 0.5 else on_paper(crop, random)
    return spoiled(again, random)


def on_display(crop: Rgb, random: Random) -> Rgb:
    """Bluer, harder in contrast, with the waves that two grids make in each colour, a lamp's
    reflection, lifted blacks, and not quite sharp."""
    side = crop.shape[0]
    light: Light = (crop.astype(np.float32) / 255) ** np.float32(random.uniform(0.6, 1.2))
    light *= np.float32(random.uniform(0.8, 1.15))
    white = [random.uniform(0.85, 1.0), random.uniform(0.93, 1.03), random.uniform(1.0, 1.15)]
    light *= np.array(white, np.float32)
    light = _saturated(light, random.uniform(0.9, 1.5))
    if random.random() < 0.6:
        for channel in range(3):
            light[..., channel] *= _moire(side, random)
    if random.random() < 0.5:
        light += _lamp(side, random)[..., None]
    light += np.float32(random.uniform(0, 0.1)) * (1 - light)
    return _seen(light, random.uniform(0.4, 1.6))


def on_paper(crop: Rgb, random: Random) -> Rgb:
    """Paler, of less contrast, tinted by paper and ink, with a printer's dots and the sheet's
    unevenness, and not quite sharp."""
    side = crop.shape[0]
    levels: Light = crop.astype(np.float32) / np.float32(255)
    light = _saturated(levels, random.uniform(0.4, 1.0))
    dark, bright = random.uniform(0.05, 0.25), random.uniform(0.75, 1.0)
    light = np.clip(light, 0, 1) ** np.float32(random.uniform(0.7, 1.3))
    light = np.float32(dark) + np.float32(bright - dark) * light
    light *= random.uniform(0.85, 1.05, 3).astype(np.float32)
    if random.random() < 0.5:
        u, v = _turned(side, random.uniform(0, np.pi), random.uniform(2.2, 5))
        dots = random.uniform(0.02, 0.1) * np.sin(u) * np.sin(v)
        light += dots[..., None].astype(np.float32)
    rough = cv2.resize(random.normal(size=(12, 12)).astype(np.float32), (side, side))
    light += rough[..., None] * np.float32(random.uniform(0, 0.04))
    return _seen(light, random.uniform(0.5, 1.8))


def _saturated(light: Light, by: float) -> Light:
    grey = light.mean(axis=2, keepdims=True)
    return np.asarray(grey + (light - grey) * np.float32(by), np.float32)


def _moire(side: int, random: Random) -> Light:
    """Waves of 3 to 24 px, bent a little, about 1: float32[side, side]."""
    u, _ = _turned(side, random.uniform(0, np.pi), random.uniform(3, 24))
    rows = np.arange(side)[:, None]
    bent = random.uniform(0, 3) * np.sin(rows / random.uniform(15, 60))
    waves = random.uniform(0.01, 0.08) * np.sin(u + bent + random.uniform(0, 2 * np.pi))
    return np.asarray(1 + waves, np.float32)


def _turned(side: int, angle: float, period: float) -> tuple[Grid, Grid]:
    """Phases along two directions at right angles, each float64[side, side]."""
    y, x = np.mgrid[:side, :side] * (2 * np.pi / period)
    return (
        x * np.cos(angle) + y * np.sin(angle),
        y * np.cos(angle) - x * np.sin(angle),
    )


def _lamp(side: int, random: Random) -> Light:
    """A soft spot, float32[side, side]."""
    y, x = np.mgrid[:side, :side] / side
    middle = random.uniform(-0.2, 1.2, 2)
    away = (x - middle[0]) ** 2 + (y - middle[1]) ** 2
    spot = random.uniform(0.05, 0.35) * np.exp(-away / random.uniform(0.02, 0.2))
    return np.asarray(spot, np.float32)


def _seen(light: Light, blur: float) -> Rgb:
    levels = (np.clip(light, 0, 1) * 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(levels, (0, 0), blur), np.uint8)
