"""The colours that the screen shines in, and how a sequence of them is drawn.

They are chosen so that nothing flashes (WCAG 2.2, 2.3.1): all four have the same relative
luminance, none is a saturated red, a change comes every 0.6 s and fades. What changes is the
proportion of red and of blue to green, and that is what a face gives back.
"""

from __future__ import annotations

import hashlib
import random

import numpy as np

from ekyc.values import Floats

Colour = tuple[int, int, int]
"""Of a display, sRGB 0..255."""

PALETTE: dict[tuple[bool, bool], Colour] = {
    (False, False): (0, 205, 0),
    (True, False): (255, 155, 0),
    (False, True): (0, 190, 255),
    (True, True): (255, 130, 255),
}
"""By whether there is red in it, and whether there is blue."""

COUNT = 12
SLOT_S = 0.6
"""So many colours, each so long: 7.2 s."""
FADE_S = 0.2
"""Of a slot, in which the colour before goes over into this one."""


def draw_colours(nonce: str, attempt: int) -> tuple[Colour, ...]:
    """`COUNT` colours; an auditor who knows the session's nonce draws the same.

    Red is in half of them and blue is in half of them, each half drawn from all 924 there are: one
    of 853,776 sequences.
    """
    seed = hashlib.sha256(f"{nonce}/{attempt}/light".encode()).digest()
    rng = random.Random(seed)  # noqa: S311 (as unpredictable as the nonce)
    red, blue = (set(rng.sample(range(COUNT), COUNT // 2)) for _ in range(2))
    return tuple(PALETTE[slot in red, slot in blue] for slot in range(COUNT))


def bits_of(colour: Colour) -> tuple[bool, bool]:
    """Whether there is red, and blue, in a colour of the palette. Raises KeyError for another."""
    return {shown: bits for bits, shown in PALETTE.items()}[colour]


def linear(srgb: Floats) -> Floats:
    """Light of sRGB values 0..1 (IEC 61966-2-1), also 0..1."""
    low, high = srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4
    return np.asarray(np.where(srgb <= 0.04045, low, high), dtype=np.float32)


def encoded(light: Floats) -> Floats:
    """sRGB values 0..1 of light 0..1."""
    low, high = light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055
    return np.asarray(np.where(light <= 0.0031308, low, high), dtype=np.float32)


def light_of(colour: Colour) -> Floats:
    """Red, green and blue light of a display that shows a colour: float32[3], white is 1."""
    return linear(np.asarray(colour, np.float32) / np.float32(255))


def blend(before: Colour, after: Colour, part: float) -> Colour:
    """On the way from one colour to another, 0..1: mixed as light, so that it stays as bright."""
    part = min(max(part, 0.0), 1.0)
    red, green, blue = encoded((1 - part) * light_of(before) + part * light_of(after)) * 255
    return round(float(red)), round(float(green)), round(float(blue))
