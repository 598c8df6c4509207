"""Says at camera rate where the card is, and the one thing to do about it."""

from __future__ import annotations

import math

import numpy as np

from ekyc.document.outline import find_quad
from ekyc.document.page import TEXT_HEIGHT, measures
from ekyc.document.plane import ID_1_MM, ID_3_MM, is_id_1, ratio_of, turn_of
from ekyc.document.reading import CardSighting
from ekyc.messages import Message
from ekyc.values import Floats, Rgb

MIN_TEXT_PX = 7.0
"""Lower characters of the zone than this were not read reliably (docs/measured.md, Documents)."""
_TEXT_MM = 2.4
"""Height of a zone's characters, Doc 9303-3, 4.4."""
SHARP = 5.5
"""From this `sharpness` on every specimen 330 to 1200 px wide under Gaussian blur was read whole,
under `BLURRED` one of eleven (docs/measured.md, Documents)."""
BLURRED = 4.4
DARK = 0.25
"""Light parts of the card below a quarter of full scale: noise of a webcam is then in the text."""
GLARE = 0.03
"""Share of the card that is burnt out; a specimen under even light has 0.00."""
SURE = 0.8
"""How sure the finder must be of an outline before the shutter counts the picture: the wrong part
of a card is taken for good (docs/measured.md, Documents)."""
_MIN_FRAME_SHARE = 0.35
_MAX_TURN_DEG = 25.0
_RIM = 0.005
GOOD = "document.hint_good"


class DocumentFinder:
    """Finds the card in a camera picture. Holds no state."""

    def find(self, rgb: Rgb) -> CardSighting | None:
        """Where the card lies in `rgb` (uint8[H, W, 3]); None if nothing has a card's shape."""
        found = find_quad(rgb)
        if found is None:
            return None
        quad, sure = found
        size = (rgb.shape[1], rgb.shape[0])
        ratio = ratio_of(quad, size)
        sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
        turn = turn_of(quad, size)
        seen = measures(rgb, quad)
        fits = False
        if not _whole(quad, size):
            hint = Message("document.hint_whole")
        elif math.hypot(turn.left_deg, turn.top_deg) > _MAX_TURN_DEG:
            hint = Message("document.hint_flat")
        elif float(sides.max()) < max(_least_px(ratio), _MIN_FRAME_SHARE * size[0]):
            hint = Message("document.hint_closer")
        else:
            fits, hint = True, _light(seen)
            if hint.id == GOOD and sure <= SURE:
                hint = Message("document.hint_edges")
        return CardSighting(quad, fits, hint, seen["sharpness"], hint.id == GOOD, ratio)


def _least_px(ratio: float) -> float:
    """The long side at which a zone's characters are high enough to be read."""
    shape = is_id_1(ratio)
    if shape is None:
        return MIN_TEXT_PX / TEXT_HEIGHT
    return MIN_TEXT_PX * (ID_1_MM if shape else ID_3_MM)[0] / _TEXT_MM


def _light(seen: dict[str, float]) -> Message:
    """What to do about a card that lies well."""
    if seen["brightness"] < DARK:
        return Message("document.hint_dark")
    if seen["glare"] > GLARE:
        return Message("document.hint_glare")
    if seen["sharpness"] < SHARP:
        return Message("document.hint_still")
    return Message(GOOD)


def _whole(quad: Floats, size: tuple[int, int]) -> bool:
    rim = _RIM * size[0]
    low, high = quad.min(axis=0), quad.max(axis=0)
    return bool((low > rim).all() and high[0] < size[0] - rim and high[1] < size[1] - rim)
