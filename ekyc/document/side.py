"""One side of a document, from the picture of it to the upright page with its zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np

from ekyc.document.barcode.scan import Barcode, read_barcodes
from ekyc.document.locate import SURE
from ekyc.document.mrz.band import Gray, has_text
from ekyc.document.mrz.engine import MrzEngine
from ekyc.document.mrz.reader import FoundMrz, read_mrz
from ekyc.document.outline import find_quad
from ekyc.document.page import page_matrix, rectify
from ekyc.document.portrait import Detect, portrait_faces
from ekyc.document.reading import Page
from ekyc.patience import Patience
from ekyc.values import Face, Floats, Rgb

_ZONE_SHARE = (0.76, 0.98)
"""Length of a zone's lines by the page's width: 0.87 to 0.9 in every format (Doc 9303-4 to -6)."""
_MIN_SHARE = 0.2
"""Of the picture: smaller outlines without a zone are posters and windows more often than cards."""


@dataclass(frozen=True, eq=False)
class Side:
    """`zone` and `barcodes` are in the pixels of the picture; `face` and `ghost`, the holder's, in
    those of the page. `outlined`: the card's edges were seen, not just the picture's own.
    `has_text`: lines of print were seen on it."""

    page: Page
    zone: FoundMrz | None
    face: Face | None
    ghost: Face | None
    outlined: bool
    has_text: bool
    barcodes: tuple[Barcode, ...] = ()

    def on_page(self, points_xy: Floats) -> Floats:
        """Points of the picture, float32[N, 2] px, in the page's pixels."""
        matrix = page_matrix(self.page.quad_xy)
        moved = cv2.perspectiveTransform(points_xy[None].astype(np.float32), matrix)
        return np.asarray(moved[0], dtype=np.float32)


def read_side(
    rgb: Rgb, engines: Sequence[MrzEngine], detect: Detect, today: date, patience: Patience
) -> Side:
    """Find the page in `rgb` (uint8[H, W, 3]) at any turn, its zone and its portrait; `patience`
    is for the zone."""
    gray: Gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    found = find_quad(rgb)
    outline = found[0] if found is not None else None
    sure = outline if found is not None and found[1] > SURE else None
    zone = read_mrz(gray, engines, today, patience, sure)
    whole = _corners(rgb)
    if zone is not None:
        quads = [whole] if outline is None or not _holds(outline, zone) else [outline, whole]
        turned = [_reading_way(quad, zone) for quad in quads]
    else:
        if outline is not None and cv2.contourArea(outline) < _MIN_SHARE * gray.size:
            outline = None
        # Without a zone, what is upright is known from the face: the quarter turns are tried.
        quads = [whole] if outline is None else [outline, whole]
        turned = [np.roll(quad, -turn, axis=0) for quad in quads for turn in range(4)]
    barcodes = read_barcodes(gray)
    text = zone is not None or bool(barcodes) or has_text(gray)
    first = rectify(rgb, turned[0])
    for quad in turned:
        page = first if quad is turned[0] else rectify(rgb, quad)
        face, ghost = portrait_faces(page.picture, detect)
        if face is not None:
            outlined = outline is not None and bool(np.isin(quad, outline).all())
            return Side(page, zone, face, ghost, outlined, text, barcodes)
    return Side(first, zone, None, None, outline is not None, text, barcodes)


def _corners(rgb: Rgb) -> Floats:
    height, width = rgb.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)


def _holds(quad: Floats, zone: FoundMrz) -> bool:
    """Whether the outline is that of the zone's own page, and not of something printed on it."""
    ends = zone.band.rows.reshape(-1, 2)
    inside = all(cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for x, y in ends)
    way = _reading_way(quad, zone)
    width = float(np.linalg.norm(way[1] - way[0]) + np.linalg.norm(way[2] - way[3])) / 2
    return inside and _ZONE_SHARE[0] < zone.band.length_px / max(width, 1.0) < _ZONE_SHARE[1]


def _reading_way(quad: Floats, zone: FoundMrz) -> Floats:
    """The corners, beginning with the one that is top left when the zone is read."""
    along = (zone.band.rows[:, 1] - zone.band.rows[:, 0]).mean(axis=0)
    ways = [np.roll(quad, -turn, axis=0) for turn in range(4)]
    return max(ways, key=lambda way: float((way[1] - way[0] + way[2] - way[3]) @ along))
