"""Forged documents made from flat pages, and the camera that sees them and the true ones alike.

Simulations, for want of filmed forgeries: of a display, and of an office printer's copy. Pages and
what comes back are uint8[H, W, 3]; equal generator states give equal bytes.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.page import rectify
from ekyc.document.reading import Page
from ekyc.values import Rgb

Random = np.random.Generator
Light = NDArray[np.float32]

WIDTHS_PX = (560, 1100)
"""Of the card in the camera's picture: from a webcam at arm's length to a telephone's."""
_SUBPIXELS = 3
_COPY_DOTS = 2000
"""A card's width of 85.6 mm at 600 dots to the inch."""
_CELL_DOTS = (5, 8)
"""120 to 75 lines to the inch, as office printers screen."""
_ANGLES = (15.0, 75.0, 0.0)


def seen(card: Rgb, random: Random) -> Page:
    """The card before a camera, and the page cut out of that picture: leaning a little, under light
    from one side, blurred by the lens, with a sensor's noise and JPEG."""
    width = int(random.integers(*WIDTHS_PX))
    height = round(width * card.shape[0] / card.shape[1])
    margin = 24
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + margin
    quad = (corners + random.uniform(-0.02, 0.02, (4, 2)) * width * 0.5).astype(np.float32)
    quad = quad.clip(2, np.array([width, height], np.float32) + 2 * margin - 3)
    if card.shape[1] > 1.2 * width:
        card = _resized(card, (width, height))
    ends = [[0, 0], [card.shape[1], 0], [card.shape[1], card.shape[0]], [0, card.shape[0]]]
    place = cv2.getPerspectiveTransform(np.array(ends, np.float32), quad)
    size = (width + 2 * margin, height + 2 * margin)
    table = np.full((size[1], size[0], 3), random.uniform(60, 190), np.float32)
    lit = cv2.warpPerspective(card.astype(np.float32), place, size, flags=cv2.INTER_CUBIC)
    mask = cv2.warpPerspective(np.ones(card.shape[:2], np.float32), place, size)[..., None]
    lit = lit * mask + table * (1 - mask)
    slope = random.uniform(-0.15, 0.15, 2)
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    lit *= (1 + slope[0] * (x / size[0] - 0.5) + slope[1] * (y / size[1] - 0.5))[..., None]
    lit *= random.uniform(0.94, 1.06, 3).astype(np.float32) * random.uniform(0.8, 1.02)
    lit = cv2.GaussianBlur(lit, (0, 0), random.uniform(0.4, 0.9))
    noise = random.normal(0, random.uniform(1.0, 4.0), lit.shape)
    picture = _compressed(
        np.clip(lit + noise, 0, 255).astype(np.uint8), int(random.integers(75, 96))
    )
    return rectify(picture, quad)


def on_display(card: Rgb, random: Random) -> Rgb:
    """The card as a display shows it: stripes of red, green and blue with dark gaps between the
    pixels, blacks lifted, white bluer than the room's. 450 to 900 pixels show the card's width."""
    across = int(random.integers(450, 900))
    shown = _resized(card, (across, round(across * card.shape[0] / card.shape[1])))
    fine = cv2.resize(shown, None, fx=_SUBPIXELS, fy=_SUBPIXELS, interpolation=cv2.INTER_NEAREST)
    light = (fine.astype(np.float32) / 255) ** np.float32(2.2)
    grid = np.full((_SUBPIXELS, _SUBPIXELS, 3), 0.08, np.float32)
    for channel in range(3):
        grid[:, channel, channel] = 1.0
    grid[0] *= np.float32(random.uniform(0.3, 0.7))
    tiles = (fine.shape[0] // _SUBPIXELS, fine.shape[1] // _SUBPIXELS, 1)
    light *= np.tile(grid, tiles) / grid.mean(axis=(0, 1))
    white = np.array([0.92, 0.98, 1.05], np.float32)
    light = light * white * np.float32(random.uniform(0.85, 1.0)) + np.float32(0.01)
    blurred = cv2.GaussianBlur(light, (0, 0), random.uniform(0.8, 1.6))
    return np.asarray(np.clip(blurred, 0, 1) ** (1 / 2.2) * 255, np.uint8)


def copied(card: Rgb, random: Random, *, colour: bool) -> Rgb:
    """The card out of an office printer or copier: dots in clusters on white paper, toner's grain,
    and no colour unless `colour`."""
    size = (_COPY_DOTS, round(_COPY_DOTS * card.shape[0] / card.shape[1]))
    tones = cv2.resize(card, size, interpolation=cv2.INTER_CUBIC).astype(np.float32) / 255
    if not colour:
        tones = np.repeat(tones.mean(axis=2, keepdims=True), 3, axis=2)
    tones = np.clip((tones - 0.5) * np.float32(random.uniform(1.0, 1.3)) + 0.53, 0, 1)
    cell = float(random.uniform(*_CELL_DOTS))
    angles = _ANGLES if colour else (45.0,) * 3
    dots = np.empty_like(tones)
    for channel, angle in enumerate(angles):
        dots[..., channel] = tones[..., channel] > _screen(size, cell, angle)
    dots += random.normal(0, 0.06, dots.shape[:2])[..., None].astype(np.float32)
    soft = cv2.GaussianBlur(dots, (0, 0), 0.9)
    paper = np.array([0.97, 0.96, 0.94], np.float32)
    return np.asarray(np.clip(0.08 + 0.92 * soft, 0, 1) * paper * 255, np.uint8)


def _compressed(rgb: Rgb, quality: int) -> Rgb:
    """Through JPEG and back."""
    bgr = np.ascontiguousarray(rgb[..., ::-1])
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(decoded, np.uint8)[..., ::-1])


def _screen(size: tuple[int, int], cell: float, angle: float) -> Light:
    """Thresholds 0..1, float32[H, W]; the dots grow in clusters with the tone."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32) * np.float32(2 * np.pi / cell)
    turn = np.radians(angle)
    u = x * np.cos(turn) - y * np.sin(turn)
    v = x * np.sin(turn) + y * np.cos(turn)
    waves: Light = ((np.cos(u) + np.cos(v)) / 4 + 0.5).astype(np.float32)
    return waves


def _resized(rgb: Rgb, size: tuple[int, int]) -> Rgb:
    how = cv2.INTER_AREA if size[0] < rgb.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, size, interpolation=how), np.uint8)
