"""How well each character of a zone fits OCR-B, so that a value set in another typeface is seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ekyc.document.fonts import OCR_B, font
from ekyc.document.mrz.band import Gray, cut_row
from ekyc.document.mrz.engine import CAPITAL_OF_PITCH
from ekyc.values import Floats

RUN = 6
"""Characters side by side that are looked at together: a date has six."""

_CAPITAL_PX = 40
_CELL = (44, 60)
"""Width and height of a drawn character, px."""
_REACH_PX = 10
_NEAR_PX = 3
_WEIGHTS = (-1, 0, 2)
"""Strokes made thinner or thicker by so many pixels of the drawing: print is both."""
_FINE = 3
_LEAST_PLACED = 0.7
"""Share of characters that must stand where their line says: else the line was not found well."""
_LEAST_FIT = 0.5
"""Of the middle character: under it the zone is not OCR-B, or cannot be seen."""
_BEST = 0.995
"""Correlation from which on better is chance."""

Numbers = NDArray[np.float64]


def misfit(gray: Gray, rows: Floats, lines: Sequence[str]) -> float | None:
    """By how much the worst `RUN` characters side by side in `lines`, which stand along `rows`
    (float32[N, 2, 2] px as in `Band`) of `gray` (uint8[H, W]), fit OCR-B worse than the middle one
    of all (Fisher's z of the correlation); None where they are not where they should be, or fit it
    nowhere.

    Raises `KioskFault` where the typeface is not installed.
    """
    found = list[Numbers]()
    for row, text in zip(rows, lines, strict=True):
        line = _fits(gray, row, text)
        if line is None:
            return None
        found.append(line)
    middle = float(np.median(np.concatenate(found)))
    if middle < np.arctanh(_LEAST_FIT):
        return None
    runs = [np.convolve(line, np.full(RUN, 1 / RUN), "valid").min() for line in found]
    return middle - float(min(runs))


def _fits(gray: Gray, row: Floats, text: str) -> Numbers | None:
    """For each character, Fisher's z of its correlation with OCR-B's where the line has it."""
    height = float(np.linalg.norm(row[1] - row[0])) / len(text) * CAPITAL_OF_PITCH
    strip = cut_row(gray, row, height, _CAPITAL_PX).astype(np.float32)
    ground = cv2.morphologyEx(strip, cv2.MORPH_CLOSE, np.ones((41, 41), np.uint8))
    ink = cv2.GaussianBlur(ground - strip, (0, 0), 1.0)
    margin = 1.2 * _CAPITAL_PX
    pitch = (strip.shape[1] - 2 * margin) / len(text)
    size = (_CELL[0] + 2 * _REACH_PX, _CELL[1] + 2 * _REACH_PX)
    maps = []
    for number, character in enumerate(text):
        middle = (margin + (number + 0.5) * pitch, strip.shape[0] / 2 - 0.5)
        patch = cv2.getRectSubPix(ink, size, middle)
        every = [
            cv2.matchTemplate(patch, drawn, cv2.TM_CCOEFF_NORMED) for drawn in _drawn(character)
        ]
        maps.append(np.max(every, axis=0))
    return _at_their_places(np.stack(maps))


def _at_their_places(maps: Floats) -> Numbers | None:
    """From correlations float32[N, y, x] at shifts: each one's best near the line of all."""
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
    out = np.abs(y - expected[:, :1, None]) > _NEAR_PX
    out |= np.abs(x - expected[:, 1:, None]) > _NEAR_PX
    kept = np.where(out, -_BEST, maps).reshape(count, -1).max(axis=1)
    return np.asarray(np.arctanh(np.clip(kept, -_BEST, _BEST)), np.float64)


@cache
def _drawn(character: str) -> Sequence[Floats]:
    """The character in each of `_WEIGHTS`, float32, as soft as a camera makes it."""
    hundred = font(OCR_B, 100)
    face = font(OCR_B, 100 * _CAPITAL_PX * _FINE / -hundred.getbbox("H", anchor="ls")[1])
    width, height = _CELL
    image = Image.new("L", (width * _FINE, height * _FINE), 0)
    place = (width * _FINE / 2, (height + _CAPITAL_PX) / 2 * _FINE)
    ImageDraw.Draw(image).text(place, character, 255, face, anchor="ms")
    plain, disc = np.asarray(image), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    drawn = list[Floats]()
    for weight in _WEIGHTS:
        change = cv2.erode if weight < 0 else cv2.dilate
        one = change(plain, disc, iterations=abs(weight)) if weight else plain
        small = cv2.resize(one, _CELL, interpolation=cv2.INTER_AREA).astype(np.float32)
        drawn.append(np.asarray(cv2.GaussianBlur(small, (0, 0), 2.0), np.float32))
    return drawn
