"""Draws one side of a specimen card: measures in millimetres, printed at `DPI`."""

from __future__ import annotations

import math
import random
import zlib

import numpy as np
from PIL import Image, ImageDraw

from ekyc.document.fonts import OCR_B, REGULAR, SEMIBOLD, font
from ekyc.values import Rgb

DPI = 300
_FINE = 2  # drawn at twice the resolution, then halved: smooth lines at any angle

HEADER = (47, 100, 104)
PAPER = (220, 232, 230)
WAVE = (201, 218, 216)
BAND = (241, 245, 244)
STRIPE = (91, 110, 112)
INK = (22, 38, 40)
LABEL = (86, 108, 110)
OVERPRINT = (127, 167, 168)
WHITE = (255, 255, 255)
PALE = (200, 221, 220)

MRZ_PITCH_MM = 2.54
MRZ_LINE_MM = 6.35
"""OCR-B at ten characters to the inch (Doc 9303-3, 4.4); lines as in Doc 9303-4, figure 3."""
_MRZ_EM_MM = 3.52
"""Size at which OCR-B's capitals have the 2.4 mm of ISO 1073-2, size 1."""


class Side:
    """A card's side of `width` x `height` mm while it is drawn."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._scale = DPI / 25.4 * _FINE
        size = tuple(round(mm * DPI / 25.4) * _FINE for mm in (width, height))
        self._image = Image.new("RGB", (size[0], size[1]), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def _px(self, *mm: float) -> tuple[float, ...]:
        return tuple(value * self._scale for value in mm)

    def _line(self, points: list[tuple[float, float]], ink: tuple[int, ...], mm: float) -> None:
        flat = [(x * self._scale, y * self._scale) for x, y in points]
        self._draw.line(flat, fill=ink, width=max(1, round(mm * self._scale)), joint="curve")

    def guilloche(self, top: float, bottom: float) -> None:
        """Rows of waves, and a rosette to the right of the middle."""
        for row in range(math.ceil((bottom - top) / 4.4) + 1):
            wave = [
                (x / 2, top + 2 + row * 4.4 + 1.35 * math.sin(x / 2 / 2.55 + row % 2 * math.pi))
                for x in range(int(self.width * 2) + 2)
            ]
            self._line(wave, WAVE, 0.16)
        middle = (self.width * 0.83, top + (bottom - top) * 0.36)
        reach = min(self.width * 0.15, (bottom - top) * 0.32)
        for petals in (i * math.tau / 8 for i in range(8)):
            curve = [
                (
                    middle[0] + reach * (0.7 + 0.3 * math.cos(9 * t + petals)) * math.cos(t),
                    middle[1] + reach * (0.7 + 0.3 * math.cos(9 * t + petals)) * math.sin(t),
                )
                for t in (i * math.tau / 720 for i in range(721))
            ]
            self._line(curve, WAVE, 0.12)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: tuple[int, ...]
    ) -> None:
        """A filled rectangle."""
        self._draw.rectangle(self._px(left, top, right, bottom), fill=fill)

    def text(
        self,
        left: float,
        baseline: float,
        text: str,
        em: float,
        ink: tuple[int, ...],
        *,
        bold: bool = False,
        spacing: float = 0.0,
        room: float | None = None,
        to_right: bool = False,
    ) -> None:
        """One line of text, smaller where it needs more than `room`; `to_right` ends at `left`."""
        names = SEMIBOLD if bold else REGULAR
        face = font(names, em * self._scale)
        extra = spacing * self._scale
        wide = face.getlength(text) + extra * (len(text) - 1)
        if room is not None and wide > room * self._scale:
            face = font(names, em * self._scale * room * self._scale / wide)
        x, y = self._px(left, baseline)
        x -= wide if to_right else 0
        if not spacing:
            self._draw.text((x, y), text, font=face, fill=ink, anchor="ls")
            return
        for char in text:
            self._draw.text((x, y), char, font=face, fill=ink, anchor="ls")
            x += face.getlength(char) + extra

    def portrait(self, left: float, top: float, width: float, height: float, picture: Rgb) -> None:
        """A picture of the same proportions, with softly rounded corners."""
        x, y, w, h = (round(value) for value in self._px(left, top, width, height))
        print_ = Image.fromarray(picture).resize((w, h), Image.Resampling.LANCZOS)
        mask = Image.new("L", (w, h), 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, w - 1, h - 1), self._scale * 0.7, fill=255)
        self._image.paste(print_, (x, y), mask)

    def signature(self, left: float, middle: float, width: float, name: str) -> None:
        """A flourish that is always the same for the same name."""
        chance = random.Random(zlib.crc32(name.encode()))  # noqa: S311 - an ornament
        phases = [chance.uniform(0, math.tau) for _ in range(3)]
        points = []
        for i in range(241):
            t = i / 240
            swing = math.sin(34 * t + phases[0]) * (1 - t) ** 1.2 + 0.4 * math.sin(
                19 * t + phases[1]
            )
            slant = 0.5 * math.sin(25 * t + phases[2]) * (1 - t)
            points.append((left + width * t + slant, middle - 1.3 * swing * (1 - 0.5 * t) - t))
        self._line(points, INK, 0.34)

    def mrz(self, lines: tuple[str, ...], bottom_baseline: float) -> None:
        """OCR-B lines in the middle of the side's width, each character on its own place."""
        face = font(OCR_B, _MRZ_EM_MM * self._scale)
        for number, line in enumerate(lines):
            y = bottom_baseline - MRZ_LINE_MM * (len(lines) - 1 - number)
            first = (self.width - MRZ_PITCH_MM * (len(line) - 1)) / 2
            for column, char in enumerate(line):
                place = self._px(first + MRZ_PITCH_MM * column, y)
                self._draw.text((place[0], place[1]), char, font=face, fill=INK, anchor="ms")

    def picture(self) -> Rgb:
        """The finished side, uint8[H, W, 3] at `DPI`."""
        size = (self._image.width // _FINE, self._image.height // _FINE)
        return np.asarray(self._image.resize(size, Image.Resampling.BOX), dtype=np.uint8)
