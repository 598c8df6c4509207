"""Pictures of a size at which a document can be read, whatever comes in."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import cv2
import numpy as np

from ekyc.document.reading import Page
from ekyc.errors import SubjectError
from ekyc.memory import fleeting
from ekyc.values import Rgb

MOST_PIXELS = 12_000_000
"""A phone's picture; an A4 page has as many at 350 dpi. More cost seconds and show no more."""
_LEAST_SIDE_PX = 24
_LONGEST = 20.0
"""Long side by short one: the two lines of a passport alone, cut tight, are 12 times as long."""


def fitted(rgb: Rgb) -> tuple[Rgb, float]:
    """`rgb` (uint8[H, W, 3]) made smaller where it is larger than needed, and by how much: 0..1.

    Raises `SubjectError` for what is too small or too narrow to show a document.
    """
    height, width = rgb.shape[:2]
    short, long = sorted((height, width))
    if short < _LEAST_SIDE_PX or long > _LONGEST * short:
        raise SubjectError("document.not_found")
    scale = sqrt(MOST_PIXELS / (width * height))
    if scale >= 1:
        return rgb, 1.0
    shape = round(height * scale), round(width * scale), 3
    small = fleeting(shape, np.uint8)
    cv2.resize(rgb, (shape[1], shape[0]), dst=small, interpolation=cv2.INTER_AREA)
    return small, scale


def in_original(page: Page, scale: float) -> Page:
    """The page of a picture that was made smaller by `scale`, with its corners in the one given."""
    return replace(page, quad_xy=(page.quad_xy / scale).astype(np.float32))
