"""How a face and its picture look: the middle over the series."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ekyc.messages import Message
from ekyc.passive.appearance import Appearance
from ekyc.passive.instant import Instant
from ekyc.passive.signal import Signal


def smooth_texture(series: Sequence[Instant]) -> Signal:
    """Has the face less of the finest detail than of the next coarser? Minus the natural logarithm
    of the energy in both bands: what was printed, shown or made has passed a second lens or a
    network, and neither gives back the finest (Wen, Han and Jain, "Face spoof detection with image
    distortion analysis", 2015; Durall et al., "Unmasking deepfakes with simple features", 2019).

    AUC .55 to .86 on six sets of presentations, .72 on lip-sync (docs/measured.md).
    """
    return _middle(
        "smooth_texture", [-look.fine for look in _looks(series)], "signal.smooth_texture"
    )


def uneven_colour(series: Sequence[Instant]) -> Signal:
    """Does the skin's colour differ from place to place more than skin does? In CIELAB: displays
    and inks put some colours in the place of others (Boulkenafet, Komulainen and Hadid, "Face
    anti-spoofing based on color texture analysis", 2015). Of presentations only: a swapped face is
    more even than skin. AUC .61 to .80 on six sets (docs/measured.md)."""
    return _middle(
        "uneven_colour", [look.colours for look in _looks(series)], "signal.uneven_colour"
    )


def screen_colour(series: Sequence[Instant]) -> Signal:
    """Do colours change over the face more, against brightness, than a face's own? Natural
    logarithm of red against green over brightness: displays stretch colours, and their three
    lights, each seen by all three of the camera's, are not skin's (after Boulkenafet, as above).
    Of screens only: of prints it says nothing. AUC .62 to .97 on screens (docs/measured.md)."""
    return _middle("screen_colour", [look.hues for look in _looks(series)], "signal.screen_colour")


def shifted_grid(series: Sequence[Instant]) -> Signal:
    """How strong is the strongest grid that does not begin with the picture? In mean steps, over
    the middle place. A camera that compresses begins its blocks at the corner; footage that was
    stored, cut or moved and shown again keeps the old blocks where they were (Fan and de Queiroz,
    "Identification of bitmap compression history", 2003).

    Not assessed of single pictures: somebody may have cut them out. AUC: docs/measured.md.
    """
    name, grids = "shifted_grid", [look.grid for look in _looks(series)]
    if len(grids) < 2:
        return Signal(name, None, Message("signal.too_short"))
    grid = np.mean(grids, axis=0)
    score = float(grid[:-1].max() - np.median(grid))
    return Signal(name, score, Message("signal.shifted_grid"))


def _looks(series: Sequence[Instant]) -> list[Appearance]:
    return [one.appearance for one in series if one.appearance is not None]


def _middle(name: str, values: Sequence[float], reason: str) -> Signal:
    known = [value for value in values if np.isfinite(value)]
    if not known:
        return Signal(name, None, Message("signal.face_too_small"))
    return Signal(name, float(np.median(known)), Message(reason))
