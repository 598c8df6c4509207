"""What speaks against a document's being one, where that can be measured.

A cue that fails is no proof: a person looks. What was tried and told nothing is in
docs/measured.md.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.mrz.typeface import misfit
from ekyc.document.mrz.zone import Mrz
from ekyc.errors import KioskFault
from ekyc.messages import Message
from ekyc.values import Check, Floats, Rgb, Status

SAME_SIDE = 0.8
"""Correlation of two sides from which on they are taken for one picture: 0.64 at most between
pages of different kinds, 0.97 and more where one was taken twice (docs/measured.md)."""
LEAST_COLOUR = 11.0
"""In CIELAB: copies without colour have 9 at most, in coloured light and with a sensor's noise,
cards 13 and more (docs/measured.md)."""
MOST_MISFIT = 0.4
"""Of a value of a zone: what one half of the documents sets for the other at 2 % refused, either
way (docs/measured.md)."""
RETOUCHED = ("document_number", "date_of_birth", "date_of_expiry")
"""Values of a zone whose typeface is looked at. Names are not: documents print letters and figures
in cuts of OCR-B that differ (docs/measured.md)."""
CUES = ("page_colour", "portrait_ghost", "portrait_reused", "sides_differ", "zone_typeface")
_SMALL, _COARSE = (48, 32), (256, 160)
"""Sizes at which noise is gone and print still there."""


def sides_differ(front: Rgb, back: Rgb) -> Check:
    """Are front and back two pictures? Pages uint8[H, W, 3], either way up."""
    first, second = _thumbnail(front), _thumbnail(back)
    alike = max(float((first * turned).mean()) for turned in (second, second[::-1, ::-1]))
    same = alike >= SAME_SIDE
    reason = Message("check.sides_same" if same else "check.two_sides")
    status = Status.FAIL if same else Status.PASS
    return Check("sides_differ", status, reason, round(alike, 4), SAME_SIDE)


def page_colour(page: Rgb) -> Check:
    """Has the page uint8[H, W, 3] colours, or is it a copy in black and white? The light's own
    colour does not count: how far the most colourful hundredth is from the middle one (a, b of
    CIELAB)."""
    small = cv2.resize(page, _COARSE, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    colours = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[..., 1:].reshape(-1, 2)
    apart = np.linalg.norm(colours - np.median(colours, axis=0), axis=1)
    score = float(np.percentile(apart, 99))
    coloured = score >= LEAST_COLOUR
    reason = Message("check.page_coloured" if coloured else "check.page_grey")
    status = Status.PASS if coloured else Status.FAIL
    return Check("page_colour", status, reason, round(score, 1), LEAST_COLOUR)


def zone_typeface(page: Rgb, rows: Floats, mrz: Mrz) -> Check:
    """Are number and dates of the zone printed in its typeface, or was one set anew in another?

    The lines of `mrz` stand along `rows` (float32[N, 2, 2], as in `Band`) of the page, uint8[H, W,
    3]. NOT_ASSESSED where they are not found there, or a typeface is not installed.
    """
    name, gray = "zone_typeface", np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    values = [mrz.fields[one].spans for one in RETOUCHED if one in mrz.fields]
    try:
        score = misfit(gray, rows, mrz.untrusted_lines, values)
    except KioskFault as fault:
        return Check(name, Status.NOT_ASSESSED, fault.message)
    if score is None:
        return Check(name, Status.NOT_ASSESSED, Message("check.zone_typeface_open"))
    alike = score < MOST_MISFIT
    reason = Message("check.zone_typeface_alike" if alike else "check.zone_typeface_differs")
    status = Status.PASS if alike else Status.FAIL
    return Check(name, status, reason, round(score, 4), MOST_MISFIT)


def document_genuine(checks: Iterable[Check]) -> Check:
    """Never a PASS: no cue tells that a document is one. What speaks against it is said."""
    failed = any(check.name in CUES and check.status is Status.FAIL for check in checks)
    reason = Message("reason.document_doubtful" if failed else "reason.no_detector")
    return Check("document_genuine", Status.NOT_ASSESSED, reason)


def _thumbnail(page: Rgb) -> NDArray[np.float64]:
    """Grey, small, and without what light does: mean 0 and deviation 1."""
    small = cv2.resize(page, _SMALL, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float64)
    even = grey - cv2.GaussianBlur(grey, (0, 0), 8)
    return np.asarray((even - even.mean()) / max(float(even.std()), 1e-6))
