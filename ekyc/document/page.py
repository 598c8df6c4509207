"""One side of a document made flat, and how good its picture is."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.reading import Page
from ekyc.memory import fleeting
from ekyc.values import Floats, Rgb

_LONG_SIDE_PX = (1000, 2200)
"""Pages are printed at this resolution: enough for the strips of the confirm page, no more than a
scan of 400 dpi gives."""
_MEASURED_PX = 1000
_WITHOUT_RIM = 0.94
TEXT_HEIGHT = 0.023
"""Height of a zone's characters by the card's long side: 2.4 mm (Doc 9303-3, 4.4) of 85.6 to 125 mm
make 0.019 to 0.028."""


def rectify(rgb: Rgb, quad_xy: Floats) -> Page:
    """Cut out and flatten what lies inside `quad_xy` (float32[4, 2] px: the page's own top left,
    top right, bottom right, bottom left corner)."""
    width, height = page_size(quad_xy)
    matrix = page_matrix(quad_xy)
    shrink = width / max(float(np.linalg.norm(quad_xy[1] - quad_xy[0])), 1.0)
    how = cv2.INTER_AREA if shrink < 0.7 else cv2.INTER_CUBIC
    page = fleeting((height, width, 3), np.uint8)
    cv2.warpPerspective(
        rgb, matrix, (width, height), dst=page, flags=how, borderMode=cv2.BORDER_REPLICATE
    )
    return Page(page, np.asarray(quad_xy, dtype=np.float32), measures(rgb, quad_xy))


def page_size(quad_xy: Floats) -> tuple[int, int]:
    """Width and height in pixels of the rectified page."""
    sides = np.linalg.norm(np.roll(quad_xy, -1, axis=0) - quad_xy, axis=1)
    across, down = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    low, high = _LONG_SIDE_PX
    scale = min(max(low / max(across, down, 1.0), 1.0), 4.0) * min(1.0, high / max(across, down))
    return max(round(across * scale), 8), max(round(down * scale), 8)


def page_matrix(quad_xy: Floats) -> Floats:
    """3x3 homography from the picture to the rectified page."""
    width, height = page_size(quad_xy)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad_xy, dtype=np.float32), target)
    return np.asarray(matrix, dtype=np.float32)


def measures(rgb: Rgb, quad_xy: Floats) -> dict[str, float]:
    """How good the picture of the card is, from the picture itself.

    `sharpness`: height of the zone's characters over the width of the picture's sharpest edges (the
    standard deviation, px, of a Gaussian that blurs a step so), in the worse of both directions.
    `brightness` 0..1: the light parts of the card. `contrast` 0..1: between its light and dark
    parts. `glare` 0..1: the share that is burnt out.
    """
    sides = np.linalg.norm(np.roll(quad_xy, -1, axis=0) - quad_xy, axis=1)
    long = float(max(sides.max(), 8.0))
    low, high = np.floor(quad_xy.min(axis=0)).astype(int), np.ceil(quad_xy.max(axis=0)).astype(int)
    left, top = (int(max(value, 0)) for value in low)
    part = rgb[top : max(int(high[1]), top + 8), left : max(int(high[0]), left + 8)]
    scale = min(1.0, _MEASURED_PX / long)
    if scale < 1:
        smaller = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        part = np.asarray(smaller, dtype=np.uint8)
    gray = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    middle = quad_xy.mean(axis=0)
    inner = (middle + (quad_xy - middle) * _WITHOUT_RIM - (left, top)) * scale
    mask = np.zeros(gray.shape, dtype=np.uint8)
    cv2.fillConvexPoly(mask, np.rint(inner).astype(np.int32), (255,))
    tones = _shares(gray, mask, 256, 256.0)
    dark, light = _percentile(tones, 0.01), _percentile(tones, 0.95)
    dx = cv2.Sobel(gray, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    dy = cv2.Sobel(gray, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    # A card that moved keeps the edges along its way: the other ones tell.
    slope = min(_percentile(_shares(np.abs(one), mask, 1024, 256.0), 0.997) for one in (dx, dy)) / 4
    edge_px = (light - dark) / (np.sqrt(2 * np.pi) * max(slope, 0.25))
    _, white = cv2.threshold(gray, 251, 255, cv2.THRESH_BINARY)
    burnt = cv2.morphologyEx(
        cv2.bitwise_and(white, mask), cv2.MORPH_OPEN, np.ones((5, 5), dtype=np.uint8)
    )
    return {
        "sharpness": float(TEXT_HEIGHT * long * scale / max(edge_px, 0.5)),
        "brightness": light / 255,
        "contrast": (light - dark) / 255,
        "glare": cv2.countNonZero(burnt) / max(cv2.countNonZero(mask), 1),
    }


def _shares(values: NDArray[Any], mask: NDArray[np.uint8], bins: int, top: float) -> Floats:
    """Share of the masked values, from 0 to `top`, that lies in or under each of `bins`."""
    counts = cv2.calcHist([values], [0], mask, [bins], [0.0, top]).ravel()
    return np.asarray(np.cumsum(counts) / max(float(counts.sum()), 1.0), dtype=np.float32)


def _percentile(shares: Floats, share: float) -> float:
    """The first bin at which `share` is reached."""
    return float(min(int(np.searchsorted(shares, share)), len(shares) - 1))


def to_picture(page: Page, points_xy: Floats) -> Floats:
    """Points of the page, float32[N, 2] px, in the pixels of the picture it came from."""
    height, width = page.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.asarray(page.quad_xy, dtype=np.float32))
    moved = cv2.perspectiveTransform(points_xy[None].astype(np.float64), matrix)
    return np.asarray(moved[0], dtype=np.float32)
