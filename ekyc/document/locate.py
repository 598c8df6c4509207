"""Says at camera rate where the card is, and the one thing to do about it."""

from __future__ import annotations

import numpy as np

from ekyc.document.outline import find_quad
from ekyc.document.page import TEXT_HEIGHT, measures
from ekyc.document.reading import CardSighting
from ekyc.messages import Message
from ekyc.values import Floats, Rgb

MIN_TEXT_PX = 7.0
"""Lower characters of the zone than this were not read reliably (docs/measured.md, Documents)."""
SHARP = 6.5
"""From this `sharpness` on every specimen 330 to 1200 px wide under Gaussian blur was read whole,
under `BLURRED` one of eleven (docs/measured.md, Documents)."""
BLURRED = 4.4
DARK = 0.25
"""Light parts of the card below a quarter of full scale: noise of a webcam is then in the text."""
GLARE = 0.03
"""Share of the card that is burnt out; a specimen under even light has 0.00."""
_MIN_FRAME_SHARE = 0.35
_MAX_LEAN = 1.2
"""Opposite sides that differ more: leaning by some 25 degrees at arm's length."""
_RIM = 0.005


class DocumentFinder:
    """Finds the card in a camera picture. Holds no state."""

    def find(self, rgb: Rgb) -> CardSighting | None:
        """Where the card lies in `rgb` (uint8[H, W, 3]); None if nothing has a card's shape."""
        found = find_quad(rgb)
        if found is None:
            return None
        quad = found[0]
        height, width = rgb.shape[:2]
        sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
        near = max(MIN_TEXT_PX / TEXT_HEIGHT, _MIN_FRAME_SHARE * width)
        seen = measures(rgb, quad)
        if not _whole(quad, width, height):
            hint = Message("document.hint_whole")
        elif float(sides.max()) < near:
            hint = Message("document.hint_closer")
        elif _lean(sides) > _MAX_LEAN:
            hint = Message("document.hint_flat")
        else:
            return CardSighting(quad, True, _light(seen), seen["sharpness"])
        return CardSighting(quad, False, hint, seen["sharpness"])


def _light(seen: dict[str, float]) -> Message:
    """What to do about a card that lies well."""
    if seen["brightness"] < DARK:
        return Message("document.hint_dark")
    if seen["glare"] > GLARE:
        return Message("document.hint_glare")
    if seen["sharpness"] < SHARP:
        return Message("document.hint_still")
    return Message("document.hint_good")


def _whole(quad: Floats, width: int, height: int) -> bool:
    rim = _RIM * width
    low, high = quad.min(axis=0), quad.max(axis=0)
    return bool((low > rim).all() and high[0] < width - rim and high[1] < height - rim)


def _lean(sides: Floats) -> float:
    pairs = ((sides[0], sides[2]), (sides[1], sides[3]))
    return max(float(max(pair)) / max(float(min(pair)), 1.0) for pair in pairs)
