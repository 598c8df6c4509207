"""Whether a value of a zone fits another typeface better than print in OCR-B could."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ekyc.document.fonts import OCR_B, REGULAR, font
from ekyc.document.mrz.band import Gray, cut_row
from ekyc.document.mrz.engine import CAPITAL_OF_PITCH
from ekyc.document.mrz.grammar import Span
from ekyc.values import Floats

_CAPITAL_PX = 24
_CELL = (26, 36)
"""Width and height of a drawn character, px."""
_REACH_PX = 6
_NEAR_PX = 2
_FINE = 5
_LEAST_PLACED = 0.7
"""Share of characters that must stand where their line says: else the line was not found well."""
_LEAST_FIT = 0.7
"""Of the middle character: under it the zone is not OCR-B, or cannot be seen."""
_BEST = 0.995
"""Correlation from which on better is chance."""

Numbers = NDArray[np.float64]
Places = NDArray[np.bool_]
"""bool[N, y, x]: at which shifts each character may stand."""


class _Style(NamedTuple):
    """How print and camera make characters thicker and softer, in pixels of the drawing."""

    thicker: int
    blur: float


_STYLES = tuple(_Style(*one) for one in product((0, 2), (0.9, 1.5, 2.4)))


def misfit(
    gray: Gray, rows: Floats, lines: Sequence[str], values: Sequence[Sequence[Span]]
) -> float | None:
    """By how much more than print in OCR-B could the worst of `values` fits another typeface.

    `lines` stand along `rows` (float32[N, 2, 2] px as in `Band`) of `gray` (uint8[H, W]), each of
    `values` at its places in them. A character counts by its correlation (Fisher's z) with the
    other typeface, less that with OCR-B, less what OCR-B's own character would get; a value by its
    mean, less the zone's middle character. None where characters are not where they should be, fit
    OCR-B nowhere, or there is no value.

    Raises `KioskFault` where a typeface is not installed.
    """
    cut = [_patches(gray, row, text) for row, text in zip(rows, lines, strict=True)]

    def maps(typeface: tuple[str, ...], style: _Style) -> list[Floats]:
        return [_maps(one, text, typeface, style) for one, text in zip(cut, lines, strict=True)]

    own = {style: maps(OCR_B, style) for style in _STYLES}
    places = [_places(np.max(line, axis=0)) for line in zip(*own.values(), strict=True)]
    near = [place for place in places if place is not None]
    if not values or len(near) < len(lines):
        return None
    styled = [(_fits(line, near), style) for style, line in own.items()]
    true, true_style = max(styled, key=lambda one: _middle(one[0]))
    fit = float(np.tanh(_middle(true)))
    if fit < _LEAST_FIT:
        return None

    def worst(style: _Style) -> float:
        odds = []
        for other, plain, text in zip(_fits(maps(REGULAR, style), near), true, lines, strict=True):
            alike = [fit * _likeness(character, style, true_style) for character in text]
            odds.append(other - plain - np.arctanh(np.minimum(alike, _BEST)))
        means = [np.concatenate([odds[s.line][s.start : s.end] for s in one]) for one in values]
        return max(float(one.mean()) for one in means) - _middle(odds)

    return max(worst(style) for style in _STYLES)


def _middle(lines: Sequence[Numbers]) -> float:
    return float(np.median(np.concatenate(lines)))


def _patches(gray: Gray, row: Floats, text: str) -> list[Floats]:
    """The ink around each character of a line, as high as the drawn ones."""
    height = float(np.linalg.norm(row[1] - row[0])) / len(text) * CAPITAL_OF_PITCH
    strip = cut_row(gray, row, height, _CAPITAL_PX).astype(np.float32)
    ground = cv2.morphologyEx(strip, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    ink = cv2.GaussianBlur(ground - strip, (0, 0), 0.6)
    margin = 1.2 * _CAPITAL_PX
    pitch = (strip.shape[1] - 2 * margin) / len(text)
    size = (_CELL[0] + 2 * _REACH_PX, _CELL[1] + 2 * _REACH_PX)
    middles = [(margin + (n + 0.5) * pitch, strip.shape[0] / 2 - 0.5) for n in range(len(text))]
    return [np.asarray(cv2.getRectSubPix(ink, size, middle), np.float32) for middle in middles]


def _places(maps: Floats) -> Places | None:
    """From correlations with OCR-B, float32[N, y, x]: the shifts at which each character stands
    where the line of all has it; None where too few do."""
    count, side = len(maps), maps.shape[2]
    best = maps.reshape(count, -1).argmax(axis=1)
    shifts = np.stack([best // side, best % side], axis=1).astype(np.float64)
    places = np.arange(count)
    near = np.ones(count, bool)
    expected = shifts
    for _ in range(4):
        lines = [np.polyfit(places[near], shifts[near, axis], 1) for axis in (0, 1)]
        expected = np.stack([np.polyval(line, places) for line in lines], axis=1)
        away = np.abs(shifts - expected).max(axis=1)
        near = away <= max(_NEAR_PX, float(np.median(away)))
    if (away <= _NEAR_PX).mean() < _LEAST_PLACED:
        return None
    y, x = np.mgrid[: maps.shape[1], :side]
    down = np.abs(y - expected[:, :1, None]) <= _NEAR_PX
    return np.asarray(down & (np.abs(x - expected[:, 1:, None]) <= _NEAR_PX))


def _fits(lines: Sequence[Floats], near: Sequence[Places]) -> list[Numbers]:
    """For each character of each line, Fisher's z of its best correlation where it stands."""
    found = list[Numbers]()
    for maps, places in zip(lines, near, strict=True):
        best = np.where(places, maps, -_BEST).reshape(len(maps), -1).max(axis=1)
        found.append(np.asarray(np.arctanh(np.clip(best, -_BEST, _BEST)), np.float64))
    return found


def _maps(patches: Sequence[Floats], text: str, typeface: tuple[str, ...], style: _Style) -> Floats:
    """Correlations of each character at every shift, float32[N, y, x]."""
    return np.stack(
        [
            cv2.matchTemplate(patch, _drawn(typeface, character, style), cv2.TM_CCOEFF_NORMED)
            for patch, character in zip(patches, text, strict=True)
        ]
    )


@cache
def _likeness(character: str, style: _Style, true_style: _Style) -> float:
    """Correlation of the other typeface's character with OCR-B's, where they lie best."""
    rim = (_NEAR_PX,) * 4
    true = _drawn(OCR_B, character, true_style)
    wide = cv2.copyMakeBorder(true, *rim, cv2.BORDER_CONSTANT, value=0)
    other = _drawn(REGULAR, character, style)
    return float(cv2.matchTemplate(wide, other, cv2.TM_CCOEFF_NORMED).max())


@cache
def _drawn(typeface: tuple[str, ...], character: str, style: _Style) -> Floats:
    """The character, float32, its capitals `_CAPITAL_PX` high."""
    hundred = font(typeface, 100)
    face = font(typeface, 100 * _CAPITAL_PX * _FINE / -hundred.getbbox("H", anchor="ls")[1])
    width, height = _CELL
    image = Image.new("L", (width * _FINE, height * _FINE), 0)
    place = (width * _FINE / 2, (height + _CAPITAL_PX) / 2 * _FINE)
    ImageDraw.Draw(image).text(place, character, 255, face, anchor="ms")
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    plain = cv2.dilate(np.asarray(image), disc, iterations=style.thicker)
    small = cv2.resize(plain, _CELL, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), style.blur), np.float32)
