"""Pictures that a camera or a program has mirrored, as it does with faces: print cannot be read in
them, though its lines are seen."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np

from ekyc.document.mrz.band import Gray, find_bands
from ekyc.document.mrz.engine import MrzEngine
from ekyc.document.mrz.zone import parse
from ekyc.values import Rgb


def is_mirrored(rgb: Rgb, engine: MrzEngine, today: date) -> bool:
    """Whether a zone whose digits hold is seen in `rgb` (uint8[H, W, 3]), in which none was read,
    at the first look when left and right are exchanged."""
    gray: Gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)[:, ::-1]
    gray = np.ascontiguousarray(gray)
    looks = (next(engine.looks(gray, band), None) for band in find_bands(gray))
    return any(text is not None and parse(text.read.lines, today).all_digits_hold for text in looks)
