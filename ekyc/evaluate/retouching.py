"""Documents on which one value was rewritten, as careful as with a picture editor: the print is
painted out, and the same characters stand in its place again, as high, as dark and as sharp.

The characters stay, so that nothing but how they look can tell. Simulations, for want of filmed
forgeries. Pages are uint8[H, W, 3], boxes float32[4, 2] px, clockwise from the text's top left;
equal generator states give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ekyc.document.fonts import font_file
from ekyc.values import Floats, Rgb

Random = np.random.Generator
Gray = NDArray[np.float32]

MISPLACED = 0.04
"""Standard deviation of where a character lands, of the characters' height: a pixel of a scan at
300 dots to the inch, on characters of 2.4 mm."""
_DRAWN_PX = 160
_SHARPNESS = np.arange(0.0, 6.1, 0.4)
"""Blurs tried until the new print is as sharp as the old, px."""


def rewritten(
    page: Rgb, box: Floats, text: str, typeface: Sequence[str], random: Random, *, pitched: bool
) -> Rgb:
    """`text` in another `typeface` (names for `font_file`) where it stood; `pitched`: every
    character as far from the next as from the one before, as in a zone."""
    strip, back = _cut(page, box)
    ink = _ink(strip)
    ground = _without(strip, ink)
    drawn = _drawn(text, ImageFont.truetype(str(font_file(tuple(typeface))), _DRAWN_PX), pitched)
    place = _bounds(ink)
    shape = _laid(drawn, place, strip.shape[:2], random, stretched=pitched)
    colour = strip[ink > 0.7].mean(axis=0) if (ink > 0.7).any() else strip.min(axis=(0, 1))
    wanted = _steepest(strip)
    found = min(
        (_inked(ground, shape, colour, sigma) for sigma in _SHARPNESS),
        key=lambda one: abs(_steepest(one) - wanted),
    )
    return _put(page, found, back)


def pasted(page: Rgb, boxes: Sequence[Floats], sources: Sequence[Floats], random: Random) -> Rgb:
    """Each of `boxes` holds a character that is copied from the box of `sources` beside it."""
    out = page
    for box, source in zip(boxes, sources, strict=True):
        strip, back = _cut(out, box)
        other, _ = _cut(page, source)
        size = (strip.shape[1], strip.shape[0])
        grown = cv2.resize(other, size, interpolation=cv2.INTER_CUBIC)
        shift = random.normal(0, MISPLACED, 2) * strip.shape[0] / 1.5
        move = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64)
        laid = cv2.warpAffine(
            grown, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        out = _put(out, np.clip(laid, 0, 255).astype(np.float32), back)
    return out


def _cut(page: Rgb, box: Floats) -> tuple[Gray, Floats]:
    """The box made straight, float32[h, w, 3], and the matrix back."""
    width, height = (max(8, round(float(np.linalg.norm(box[i] - box[0])))) for i in (1, 3))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(box, np.float32), target)
    strip = cv2.warpPerspective(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return strip.astype(np.float32), np.linalg.inv(matrix).astype(np.float32)


def _put(page: Rgb, strip: Gray, back: Floats) -> Rgb:
    """The strip on the page again, its rim faded out."""
    height, width = page.shape[:2]
    whole = np.zeros(strip.shape[:2], np.float32)
    whole[1:-1, 1:-1] = 1
    rim = cv2.GaussianBlur(whole, (0, 0), 0.8)
    laid = cv2.warpPerspective(
        strip, back, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    share = cv2.warpPerspective(rim, back, (width, height))[..., None]
    return np.asarray(np.clip(page * (1 - share) + laid * share, 0, 255), np.uint8)


def _ink(strip: Gray) -> Gray:
    """How much of each pixel is print, 0..1: dark beside the ground around."""
    gray = strip.mean(axis=2)
    side = max(3, strip.shape[0] // 2 * 2 + 1)
    ground = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    dark = ground - gray
    top = max(float(np.percentile(dark, 97)), 8.0)
    return np.asarray(np.clip(dark / top, 0, 1), dtype=np.float32)


def _without(strip: Gray, ink: Gray) -> Gray:
    mask = cv2.dilate((ink > 0.2).astype(np.uint8), np.ones((3, 3), np.uint8))
    mask[[0, -1]] = mask[:, [0, -1]] = 0
    painted = cv2.inpaint(np.clip(strip, 0, 255).astype(np.uint8), mask, 3, cv2.INPAINT_TELEA)
    return painted.astype(np.float32)


def _bounds(ink: Gray) -> NDArray[np.float64]:
    """Left, top and right, bottom of the print, [2, 2] px."""
    rows, columns = (np.flatnonzero((ink > 0.45).any(axis=axis)) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return np.array([[0, 0], ink.shape[::-1]], float)
    return np.array([[columns[0], rows[0]], [columns[-1] + 1, rows[-1] + 1]], float)


def _drawn(text: str, face: ImageFont.FreeTypeFont, pitched: bool) -> Gray:
    """float32[h, w] 0..1, cut at the print."""
    pitch = _DRAWN_PX * 0.72
    width = round(pitch * len(text)) if pitched else round(face.getlength(text))
    image = Image.new("L", (width + _DRAWN_PX, 2 * _DRAWN_PX), 0)
    draw = ImageDraw.Draw(image)
    if pitched:
        for number, character in enumerate(text):
            at = (_DRAWN_PX / 2 + pitch * (number + 0.5), 1.5 * _DRAWN_PX)
            draw.text(at, character, 255, face, anchor="ms")
    else:
        draw.text((_DRAWN_PX / 2, 1.5 * _DRAWN_PX), text, 255, face, anchor="ls")
    left, top, right, bottom = image.getbbox() or (0, 0, 1, 1)
    drawn: Gray = np.asarray(image.crop((left, top, right, bottom)), np.float32) / np.float32(255)
    return drawn


def _laid(
    drawn: Gray, place: NDArray[np.float64], size: Sequence[int], random: Random, *, stretched: bool
) -> Gray:
    """What was drawn, where the old print was: float32[h, w]."""
    wide, high = place[1] - place[0]
    down = high / drawn.shape[0]
    along = wide / drawn.shape[1] if stretched else min(down, wide * 1.1 / drawn.shape[1])
    shift = place[0] + random.normal(0, MISPLACED, 2) * high
    matrix = np.array([[along, 0, shift[0]], [0, down, shift[1]]])
    fine = cv2.GaussianBlur(drawn, (0, 0), 0.4 / max(min(along, down), 0.05))
    return np.asarray(cv2.warpAffine(fine, matrix, (size[1], size[0])), np.float32)


def _inked(ground: Gray, shape: Gray, colour: Floats, sigma: float) -> Gray:
    soft = cv2.GaussianBlur(shape, (0, 0), sigma) if sigma else shape
    return np.asarray(ground * (1 - soft[..., None]) + colour * soft[..., None], np.float32)


def _steepest(strip: Gray) -> float:
    return float(np.percentile(np.abs(cv2.Sobel(strip.mean(axis=2), cv2.CV_32F, 1, 0)), 98))
