"""One side of a document made flat, and how good its picture is."""

from __future__ import annotations

import cv2
import numpy as np

from ekyc.document.reading import Page
from ekyc.memory import fleeting
from ekyc.values import Floats, Rgb

_LONG_SIDE_PX = (1000, 2200)
"""Pages are printed at this resolution: enough for the strips of the confirm page, no more than a
scan of 400 dpi gives."""
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
    standard deviation, px, of a Gaussian that blurs a step so). `brightness` 0..1: the light parts
    of the card. `contrast` 0..1: between its light and dark parts. `glare` 0..1: the share that is
    burnt out.
    """
    sides = np.linalg.norm(np.roll(quad_xy, -1, axis=0) - quad_xy, axis=1)
    long = float(max(sides.max(), 8.0))
    scale = min(1.0, 1600 / long)
    across = max(float(max(sides[0], sides[2])) * scale, 8.0)
    down = max(float(max(sides[1], sides[3])) * scale, 8.0)
    target = np.array([[0, 0], [across, 0], [across, down], [0, down]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad_xy, dtype=np.float32), target)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    flat = cv2.warpPerspective(rgb, matrix, (round(across), round(down)), flags=how)
    gray = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
    rim = max(2, round(0.03 * min(gray.shape)))
    gray, flat = gray[rim:-rim, rim:-rim], flat[rim:-rim, rim:-rim]
    low, high = (float(value) for value in np.percentile(gray, (1, 95)))
    dx = cv2.Sobel(gray, cv2.CV_32F, 1, 0, ksize=3) / 8
    dy = cv2.Sobel(gray, cv2.CV_32F, 0, 1, ksize=3) / 8
    slope = float(np.percentile(np.hypot(dx, dy), 99.7))
    edge_px = (high - low) / (np.sqrt(2 * np.pi) * max(slope, 0.25))
    burnt = cv2.morphologyEx(
        (flat.min(axis=2) >= 252).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), dtype=np.uint8)
    )
    return {
        "sharpness": float(TEXT_HEIGHT * long * scale / max(edge_px, 0.5)),
        "brightness": high / 255,
        "contrast": (high - low) / 255,
        "glare": float(burnt.mean()),
    }


def to_picture(page: Page, points_xy: Floats) -> Floats:
    """Points of the page, float32[N, 2] px, in the pixels of the picture it came from."""
    height, width = page.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, np.asarray(page.quad_xy, dtype=np.float32))
    moved = cv2.perspectiveTransform(points_xy[None].astype(np.float64), matrix)
    return np.asarray(moved[0], dtype=np.float32)
