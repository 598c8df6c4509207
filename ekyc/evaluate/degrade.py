"""A selfie as it looks on a card before the camera: small, printed in dots, scanned, compressed.

A simulation, for want of pictures of real cards. Sizes follow a portrait 25 mm wide, as on an ID-1
card, printed at 600 dots an inch with a screen of 150 lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.portrait import crop_portrait
from ekyc.values import Face, Rgb

Grey = NDArray[np.float32]

PORTRAIT_WIDTHS_PX = (100, 150)
"""A card 340 to 520 px wide in a camera picture shows its portrait so wide."""
PRINT_WIDTH_DOTS = 590
SCREEN_DOTS = 900
"""Height of the screens; a portrait is not as high."""
CELL_DOTS = 4
SCREEN_DEGREES = (15.0, 75.0, 0.0)
"""Of cyan, magenta and yellow, so that their dots make no moire."""


@dataclass(frozen=True)
class Recipe:
    """What one pass does: `width_px` of the portrait, `gamma` of the print (above 1 is darker),
    `contrast` (1 keeps it), `ink` 0..1 (how much of the dots shows: 0 is a dye print),
    `blur_px` of the camera (sigma), `noise` (sigma, of 255), `jpeg_quality`."""

    width_px: int
    gamma: float
    contrast: float
    ink: float
    blur_px: float
    noise: float
    jpeg_quality: int

    @classmethod
    def drawn(cls, random: np.random.Generator) -> Recipe:
        """One of the ordinary range; the same generator state gives the same recipe."""
        return cls(
            width_px=int(random.integers(PORTRAIT_WIDTHS_PX[0], PORTRAIT_WIDTHS_PX[1] + 1)),
            gamma=float(random.uniform(0.8, 1.3)),
            contrast=float(random.uniform(0.7, 1.0)),
            ink=float(random.uniform(0.3, 1.0)),
            blur_px=float(random.uniform(0.4, 0.9)),
            noise=float(random.uniform(1.0, 5.0)),
            jpeg_quality=int(random.integers(70, 93)),
        )


def on_card(rgb: Rgb, face: Face, seed: int) -> Rgb:
    """Head and shoulders round `face`, printed and taken again: uint8[h, w, 3].

    Equal seeds give equal bytes.
    """
    random = np.random.default_rng(seed)
    recipe = Recipe.drawn(random)
    portrait, _ = crop_portrait(rgb, face)
    height = max(round(recipe.width_px * portrait.shape[0] / portrait.shape[1]), 1)
    inked = printed(portrait, recipe)
    seen = cv2.resize(inked, (recipe.width_px, height), interpolation=cv2.INTER_AREA)
    seen = cv2.GaussianBlur(seen, (0, 0), recipe.blur_px)
    seen = seen * 255 + random.normal(0, recipe.noise, seen.shape)
    return _compressed(np.clip(seen, 0, 255).astype(np.uint8), recipe.jpeg_quality)


def printed(rgb: Rgb, recipe: Recipe) -> Grey:
    """The picture at the printer's dots, float32[H, W, 3] 0..1, each ink a screen of round dots."""
    height = int(np.clip(round(PRINT_WIDTH_DOTS * rgb.shape[0] / rgb.shape[1]), 1, SCREEN_DOTS))
    tones = cv2.resize(rgb, (PRINT_WIDTH_DOTS, height), interpolation=cv2.INTER_CUBIC)
    tones = (tones.astype(np.float32) / 255 - 0.5) * np.float32(recipe.contrast) + np.float32(0.5)
    tones = np.clip(tones, 0, 1) ** np.float32(recipe.gamma)
    dots = (tones > _screens()[:height]).astype(np.float32)
    dots = cv2.GaussianBlur(dots, (0, 0), CELL_DOTS / 4)  # ink spreads in the card
    mixed: Grey = (1 - np.float32(recipe.ink)) * tones + np.float32(recipe.ink) * dots
    return mixed


@cache
def _screens() -> Grey:
    """Thresholds float32[SCREEN_DOTS, PRINT_WIDTH_DOTS, 3] 0..1; the dots grow with the tone."""
    y, x = np.indices((SCREEN_DOTS, PRINT_WIDTH_DOTS), np.float32) * (2 * np.pi / CELL_DOTS)
    screens = []
    for angle in np.radians(SCREEN_DEGREES):
        u, v = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
        waves = np.cos(u) + np.cos(v)
        # as many thresholds of each height, so that every tone prints as dark as it is
        screens.append(waves.ravel().argsort().argsort().reshape(waves.shape) / waves.size)
    return np.stack(screens, axis=-1).astype(np.float32)


def _compressed(rgb: Rgb, quality: int) -> Rgb:
    bgr = np.ascontiguousarray(rgb[..., ::-1])
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(decoded, np.uint8)[..., ::-1])
