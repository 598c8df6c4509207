"""Strips of print as cameras, scanners and screenshots show them: made, not taken.

A line is printed from the glyphs of a typeface with the faults of print (weight, pitch, jitter,
uneven ink), laid on a ground (shade, guilloche, neighbouring lines, rules), bent and tilted, then
seen through a camera (too few pixels, blur, noise, glare, JPEG) and cut out as
`ekyc.document.mrz.band.cut_row` cuts: too high, too low, too large or too small.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.mrz_lines import ALPHABET, HEIGHT

Floats = NDArray[np.float32]
Gray = NDArray[np.uint8]

PITCH = 24
"""px from one character to the next while a line is printed: a third more than the network sees."""
CAPITAL_OF_PITCH = 2.4 / 2.54
"""OCR-B, size 1, ten characters to the inch (ISO 1073-2)."""
CELL = 40
"""Side of a glyph's cell, px."""
ROWS = 96
"""Height of the printed strip, px; the line's middle is its middle."""
SEEN_PITCH = 18.0
"""px to a character in the strip that the network sees, more or less."""


def strip_width(characters: int) -> int:
    """Width in px of the strips of lines of so many characters, margins included."""
    return round((characters + 3.5) * SEEN_PITCH / 4) * 4


@dataclass(frozen=True, eq=False)
class Typeface:
    """Glyphs of `ALPHABET`: ink float32[weights, 37, CELL, CELL], 0..1, from light to bold."""

    ink: Floats

    @classmethod
    def load(cls, path: Path) -> Typeface:
        """The typeface in an OpenType file. Raises OSError if there is none."""
        fine = 4
        face = ImageFont.truetype(str(path), 100)
        capital = face.getbbox("H", anchor="ls")[1]
        face = ImageFont.truetype(str(path), 100 * PITCH * CAPITAL_OF_PITCH * fine / -capital)
        baseline = CELL / 2 + PITCH * CAPITAL_OF_PITCH / 2
        plain = []
        for character in ALPHABET:
            image = Image.new("L", (CELL * fine, CELL * fine), 0)
            place = (CELL * fine / 2, baseline * fine)
            ImageDraw.Draw(image).text(place, character, font=face, fill=255, anchor="ms")
            plain.append(np.asarray(image))
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
        weights = [
            [cv2.erode(one, disc) for one in plain],
            plain,
            [cv2.dilate(one, disc) for one in plain],
            [cv2.dilate(one, disc, iterations=2) for one in plain],
        ]
        small = [
            [cv2.resize(one, (CELL, CELL), interpolation=cv2.INTER_AREA) for one in weight]
            for weight in weights
        ]
        return cls(np.asarray(small, np.float32) / np.float32(255))

    def line(self, random: np.random.Generator, text: str) -> Floats:
        """Ink of a line, float32[ROWS, about PITCH * len(text)], its middle in the middle."""
        pitch = PITCH * random.uniform(0.92, 1.08)
        weight = random.choice(len(self.ink), p=[0.15, 0.4, 0.3, 0.15])
        ink = np.zeros((ROWS, round(pitch * (len(text) + 1)) + CELL), np.float32)
        jitter = random.normal(0, random.choice([0, 0.3, 0.7]), (2, len(text)))
        for i, character in enumerate(text):
            x = round(pitch * (i + 0.75) + jitter[0, i])
            y = round((ROWS - CELL) / 2 + jitter[1, i])
            cell = ink[y : y + CELL, x : x + CELL]
            np.maximum(cell, self.ink[weight, ALPHABET.index(character)], out=cell)
        return ink


class Camera:
    """Prints and photographs lines. All chance comes from the generator it is given."""

    def __init__(
        self, faces: list[Typeface], shares: list[float], random: np.random.Generator
    ) -> None:
        self._faces, self._shares = faces, shares
        self._random = random

    def strip(self, text: str, others: tuple[str, str]) -> Gray:
        """uint8[HEIGHT, strip_width(len(text))]: `text` between the lines `others`, or alone."""
        random = self._random
        face = self._faces[int(random.choice(len(self._faces), p=self._shares))]
        ink = self._page(face, text, others)
        ink = self._worn(ink)
        width = strip_width(len(text))
        seen, pitch = self._placed(ink, width)
        light = self._ground(seen.shape)
        contrast = random.uniform(0.25, 1.0) ** 0.7
        picture = light * (1 - contrast * seen)
        depth = contrast * float(light.mean())  # of the ink, by which noise has to be measured
        picture = self._photographed(picture, pitch, depth)
        return np.clip(picture * 255, 0, 255).astype(np.uint8)

    def _page(self, face: Typeface, text: str, others: tuple[str, str]) -> Floats:
        """The line with what stands above and under it at the edge of the strip."""
        random = self._random
        ink = face.line(random, text)
        apart = round(PITCH * random.uniform(1.75, 2.9))
        for other, step in zip(others, (-apart, apart), strict=True):
            if random.random() < 0.6:
                line = face.line(random, other)
                shift = int(random.integers(-6, 7))
                moved = np.zeros_like(ink)
                width = min(line.shape[1], ink.shape[1]) - abs(shift)
                at, source = max(shift, 0), max(-shift, 0)
                moved[:, at : at + width] = line[:, source : source + width]
                matrix = np.array([[1, 0, 0], [0, 1, step]], np.float32)
                ink = np.maximum(ink, cv2.warpAffine(moved, matrix, ink.shape[::-1]))
        if random.random() < 0.12:  # a frame or the page's edge
            y = round(ROWS / 2 + random.choice([-1, 1]) * PITCH * random.uniform(0.75, 1.2))
            ink[y : y + int(random.integers(1, 4))] = random.uniform(0.3, 1)
        if random.random() < 0.05:
            x = int(random.integers(ink.shape[1]))
            ink[:, x : x + int(random.integers(1, 3))] = random.uniform(0.3, 0.8)
        return ink

    def _worn(self, ink: Floats) -> Floats:
        """Ink that did not take everywhere, and stains."""
        random = self._random
        if random.random() < 0.4:
            patches = _noise(random, ink.shape, random.uniform(1.5, 12))
            ink = ink * np.clip(1 - random.uniform(0.2, 0.8) * np.clip(patches, 0, None), 0, 1)
        if random.random() < 0.2:
            specks = _noise(random, ink.shape, random.uniform(0.8, 2))
            ink = np.maximum(ink, (specks > random.uniform(2.2, 3)) * np.float32(0.7))
        return ink.astype(np.float32)

    def _placed(self, ink: Floats, width: int) -> tuple[Floats, float]:
        """The ink where `cut_row` would put it: float32[HEIGHT * 2, width * 2], and the px that a
        character of it is wide."""
        random = self._random
        rows, columns = ink.shape
        across = width * 2 / columns * random.uniform(0.93, 1.01)
        along = across * random.uniform(0.72, 1.3)
        tilt = np.radians(random.normal(0, 0.35))
        shear = random.normal(0, 0.08)
        middle = np.array([columns / 2, rows / 2])
        matrix = np.array([[across, across * shear], [along * np.tan(tilt), along]])
        room = max(width * 2 - columns * across, 0) / 2
        to = np.array([width + random.uniform(-room, room), HEIGHT + random.normal(0, 4.5)])
        affine = np.column_stack([matrix, to - matrix @ middle]).astype(np.float32)
        if random.random() < 0.3:  # a page that is not flat
            x = np.arange(columns) / columns
            bend = random.normal(0, 2.5) * np.sin(
                np.pi * (x * random.uniform(0.7, 2) + random.random())
            )
            rows_from = np.arange(rows, dtype=np.float32)[:, None] + bend[None].astype(np.float32)
            columns_from = np.broadcast_to(np.arange(columns, dtype=np.float32), ink.shape)
            bent = cv2.remap(ink, np.ascontiguousarray(columns_from), rows_from, cv2.INTER_LINEAR)
            ink = np.asarray(bent, np.float32)
        size = (width * 2, HEIGHT * 2)
        seen = cv2.warpAffine(ink, affine, size, flags=cv2.INTER_LINEAR)
        return np.asarray(seen, np.float32), PITCH * across

    def _ground(self, shape: tuple[int, ...]) -> Floats:
        """Light float32[H, W] of 0..1 that the page throws back where there is no ink."""
        random = self._random
        rows, columns = shape
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        level = random.uniform(0.35, 1.0)
        light = np.full(shape, level, np.float32)
        if random.random() < 0.7:
            light *= 1 + random.uniform(-0.4, 0.4) * (x / columns - 0.5)
        if random.random() < 0.4:
            light *= 1 + random.uniform(0.02, 0.2) * _noise(random, shape, random.uniform(4, 60))
        if random.random() < 0.4:  # guilloche
            for _ in range(int(random.integers(1, 4))):
                angle, period = random.uniform(0, np.pi), random.uniform(3, 30)
                wave = np.cos(angle) * x + np.sin(angle) * y
                wave += random.uniform(0, 10) * np.sin(x / random.uniform(10, 60))
                light *= 1 - random.uniform(0.03, 0.18) * (np.sin(wave * 2 * np.pi / period) > 0.3)
        if random.random() < 0.15:  # the edge of a shadow
            edge = x + y * random.uniform(-2, 2) - random.uniform(0, columns)
            steep = np.clip(edge / random.uniform(2, 40), -30, 30)
            light *= 1 - random.uniform(0.2, 0.6) / (1 + np.exp(-steep))
        return light

    def _photographed(self, picture: Floats, pitch: float, depth: float) -> Floats:
        """Through a lens, onto too few pixels, into a file, and back to the network's size.

        `pitch` is the width of a character in px, `depth` how much darker ink is than the page.
        """
        random = self._random
        rows, columns = picture.shape
        if random.random() < 0.15:  # glare
            x, y = random.uniform(0, columns), random.uniform(0, rows)
            spread = random.uniform(10, 90)
            ys, xs = np.ogrid[0:rows, 0:columns]
            spot = np.exp(-(((xs - x) / spread) ** 2) - ((ys - y) / spread) ** 2)
            picture = picture + random.uniform(0.1, 0.7) * spot.astype(np.float32)
        # px to a character in the file: 6 is hardly legible, 30 a scan
        seen_pitch = float(np.exp(random.uniform(np.log(6), np.log(26))))
        scale = min(seen_pitch / pitch, 1.0)
        blur = abs(random.normal(0, 0.4)) / scale
        if blur > 0.2:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.float32)
        if random.random() < 0.15:
            picture = _moved(random, picture, random.uniform(1, 2) / scale)
        size = (max(round(columns * scale), 8), max(round(rows * scale), 8))
        how = cv2.INTER_AREA if random.random() < 0.7 else cv2.INTER_LINEAR
        small = cv2.resize(picture, size, interpolation=how)
        if random.random() < 0.6:
            small = small + random.normal(0, depth * random.uniform(0.01, 0.25), small.shape)
        if random.random() < 0.2:
            small = 1.6 * small - 0.6 * cv2.GaussianBlur(small, (0, 0), 1.2)
        if random.random() < 0.3:
            small = np.clip(small, 0, None) ** random.uniform(0.5, 1.8)
        bytes_ = np.clip(small * 255, 0, 255).astype(np.uint8)
        if random.random() < 0.6:
            quality = int(random.integers(25, 96))
            _, file = cv2.imencode(".jpg", bytes_, [cv2.IMWRITE_JPEG_QUALITY, quality])
            bytes_ = np.asarray(cv2.imdecode(file, cv2.IMREAD_GRAYSCALE), np.uint8)
        target = (columns // 2, rows // 2)
        how = cv2.INTER_AREA if size[0] > target[0] else cv2.INTER_CUBIC
        back = cv2.resize(bytes_, target, interpolation=how)
        seen: Floats = np.asarray(back, np.float32) / np.float32(255)
        return seen


def _noise(random: np.random.Generator, shape: tuple[int, ...], size: float) -> Floats:
    """Smooth noise of unit deviation with features of `size` px."""
    small = (max(int(shape[1] / size), 2), max(int(shape[0] / size), 2))
    coarse = random.standard_normal((small[1], small[0]), dtype=np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _moved(random: np.random.Generator, picture: Floats, length: float) -> Floats:
    side = int(length) * 2 + 3
    kernel = np.zeros((side, side), np.float32)
    angle = random.uniform(0, np.pi)
    middle, reach = side // 2, np.array([np.cos(angle), np.sin(angle)]) * length
    start = tuple(int(v) for v in np.round(middle - reach))
    end = tuple(int(v) for v in np.round(middle + reach))
    cv2.line(kernel, start, end, 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.float32)
