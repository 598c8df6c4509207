"""Reading a zone whose place is known: one interface, our network and Tesseract behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from ekyc.document.mrz_band import Band, Gray, cut_row
from ekyc.document.mrz_decode import decode
from ekyc.document.mrz_grammar import FILLER
from ekyc.document.mrz_text import Shaped, shape
from ekyc.document.ocr import MrzOcr, TextLine
from models import MrzLines

LEAST_LIKELIHOOD = -0.5
"""Logarithm by step under which strips show no zone, or one on its head (docs/measured.md)."""
FINEST_PX = 64.0
"""Height of characters at which a line is cut out at most: more shows nothing more."""

_GLYPHS_PX = (32.0, 42.0, 26.0)
"""Heights of characters at which lines are offered to Tesseract, one after the other."""
_MIN_FIT = 0.9
"""Share of characters that must suit the layout before Tesseract's lines count as a zone."""


@dataclass(frozen=True)
class ZoneText:
    """Lines in the form of a zone, with a sureness 0..1 for each character of each."""

    lines: tuple[str, ...]
    sureness: tuple[tuple[float, ...], ...]


class MrzEngine(Protocol):
    """Reads zones."""

    @property
    def name(self) -> str:
        """What a record calls this engine, with its version."""
        ...

    def readings(self, gray: Gray, band: Band) -> Iterator[ZoneText]:
        """What stands in `band` of `gray` (uint8[H, W]), read in one way after another, the best
        first; nothing when that is no zone or stands on its head."""
        ...


class NetworkEngine:
    """Our recogniser, decoded by layout and check digits."""

    def __init__(self, network: MrzLines, name: str = "mrz_lines") -> None:
        self._network = network
        self.name = name

    def readings(self, gray: Gray, band: Band) -> Iterator[ZoneText]:
        """See `MrzEngine`: as it is, cut tighter, cut wider, with its ground evened out."""
        glyph_px = min(band.height_px, FINEST_PX)
        for height, evened in ((1.0, False), (0.8, False), (1.25, False), (1.0, True)):
            strips = [cut_row(gray, row, band.height_px * height, glyph_px) for row in band.rows]
            if evened:
                strips = [even(strip) for strip in strips]
            decoded = decode([self._network.predict(strip) for strip in strips])
            if decoded is not None and decoded.log_likelihood >= LEAST_LIKELIHOOD:
                yield ZoneText(decoded.lines, decoded.sureness)


class TesseractEngine:
    """Tesseract with its mrz model, shaped by the layout. It does not see the check digits."""

    def __init__(self, ocr: MrzOcr) -> None:
        self._ocr = ocr
        self.name = ocr.name

    def readings(self, gray: Gray, band: Band) -> Iterator[ZoneText]:
        """See `MrzEngine`. The names, which no digit covers, are sure when a second reading,
        larger, finds the same."""
        for attempt, texts in enumerate(self._texts(gray, band)):
            shaped = shape([line.text for line in texts])
            if shaped is None or shaped.fit < _MIN_FIT:
                if attempt == 0 and not _looks_like_a_zone(texts):
                    return
                continue
            yield self._zone(gray, band, texts, shaped)

    def _texts(self, gray: Gray, band: Band) -> Iterator[list[TextLine]]:
        for glyph_px in _GLYPHS_PX:
            yield self._read([cut_row(gray, row, band.height_px, glyph_px) for row in band.rows])
        yield self._read([even(cut_row(gray, row, band.height_px)) for row in band.rows])

    def _read(self, strips: list[Gray]) -> list[TextLine]:
        return [self._ocr.read_line(strip) for strip in strips]

    def _zone(self, gray: Gray, band: Band, texts: list[TextLine], shaped: Shaped) -> ZoneText:
        # Tesseract's own confidence is no probability: only what two readings tell apart is unsure
        sure = [[1.0] * shaped.format.width for _ in texts]
        names = shaped.format.slot("names").span
        cut = cut_row(gray, band.rows[names.line], band.height_px, _GLYPHS_PX[1])
        again = [line.text for line in texts]
        again[names.line] = self._ocr.read_line(cut).text
        other = shape(again)
        if other is None or other.lines != shaped.lines:
            sure[names.line][names.start : names.end] = [0.0] * (names.end - names.start)
        return ZoneText(shaped.lines, tuple(map(tuple, sure)))


def even(strip: Gray) -> Gray:
    """The strip without the shades of its ground and without ruled lines from top to bottom."""
    ground = cv2.morphologyEx(strip, cv2.MORPH_CLOSE, np.ones((33, 33), dtype=np.uint8))
    dark = cv2.GaussianBlur(cv2.subtract(ground, strip), (3, 3), 0)
    top = max(float(np.percentile(dark, 98)), 1.0)
    dark = np.minimum(dark * (255.0 / top), 255).astype(np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats((dark > 80).astype(np.uint8))
    ruled = np.flatnonzero(boxes[:, cv2.CC_STAT_HEIGHT] >= 0.95 * strip.shape[0])
    rules = np.isin(labels, ruled[ruled > 0]).astype(np.uint8)
    dark[cv2.dilate(rules, np.ones((3, 5), dtype=np.uint8)) > 0] = 0
    return np.asarray(255 - dark, dtype=np.uint8)


def _looks_like_a_zone(texts: list[TextLine]) -> bool:
    return any(FILLER * 2 in line.text and len(line.text) > 20 for line in texts)
