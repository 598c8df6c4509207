"""Pictures that a camera or a program has mirrored, as it does with faces: print cannot be read in
them, though its lines are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import cv2
import numpy as np

from ekyc.document.mrz.band import Gray, find_bands
from ekyc.document.mrz.engine import MrzEngine
from ekyc.document.mrz.reader import read_mrz
from ekyc.document.reading import Page
from ekyc.values import Rgb


def unmirrored(rgb: Rgb, engines: Sequence[MrzEngine], today: date) -> Rgb | None:
    """`rgb` (uint8[H, W, 3]), in which no zone was read, left and right exchanged, if a zone can be
    read then. Looked at only where lines stand as those of a zone do."""
    gray: Gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if not any(band.whole for band in find_bands(gray)):
        return None
    zone = read_mrz(np.ascontiguousarray(gray[:, ::-1]), engines, today)
    if zone is None or not zone.mrz.all_digits_hold:
        return None
    return np.ascontiguousarray(rgb[:, ::-1])


def as_it_came(page: Page, width: int) -> Page:
    """The page of an `unmirrored` picture of `width` px, with its corners in the mirrored one."""
    corners = page.quad_xy.copy()
    corners[:, 0] = width - corners[:, 0]
    return replace(page, quad_xy=corners, mirrored=True)
