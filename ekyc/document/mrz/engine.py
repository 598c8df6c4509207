"""Reading a zone whose place is known: one interface, our network and Tesseract behind it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np

from ekyc.document.mrz.band import Band, Gray, cut_row, settled
from ekyc.document.mrz.decode import Decoded, decode
from ekyc.document.mrz.grammar import FILLER, FORMATS
from ekyc.document.mrz.text import Shaped, shape
from ekyc.document.mrz.zone import check_digits
from ekyc.document.ocr import MrzOcr, TextLine
from models import MrzLines

LEAST_SURENESS = 0.7
"""Mean over the characters under which strips show no zone (docs/measured.md)."""
UPRIGHT_SURENESS = 0.95
"""Mean that no zone has that stands on its head: the other way up need not be tried."""
CAPITAL_OF_PITCH = 2.4 / 2.54
"""OCR-B of size 1, ten characters to the inch (ISO 1073-2, Doc 9303-3)."""
FINEST_PX = 64.0
"""Height of characters at which a line is cut out at most: more shows nothing more."""

_GLYPHS_PX = (32.0, 42.0, 26.0)
"""Heights of characters at which lines are offered to Tesseract, one after the other."""
_MIN_FIT = 0.9
"""Share of characters that must suit the layout before Tesseract's lines count as a zone."""


@dataclass(frozen=True, eq=False)
class ZoneText:
    """What was read along `band`."""

    band: Band
    read: Decoded


class MrzEngine(Protocol):
    """Reads zones."""

    @property
    def name(self) -> str:
        """What a record calls this engine, with its version."""
        ...

    def looks(self, gray: Gray, band: Band) -> Iterator[ZoneText | None]:
        """What stands in `band` of `gray` (uint8[H, W]) or in its reverse, read in one way after
        another; None where that shows no zone."""
        ...


class NetworkEngine:
    """Our recogniser, decoded by layout and check digits."""

    def __init__(self, network: MrzLines, name: str = "mrz_lines") -> None:
        self._network = network
        self.name = name

    def looks(self, gray: Gray, band: Band) -> Iterator[ZoneText | None]:
        """See `MrzEngine`: where the strokes are, characters as high as the lines' length says or
        as they look; then where the outline was; then with their ground evened out."""
        if all(format_.rows != len(band.rows) for format_ in FORMATS.values()):
            return  # nothing could come of it
        heights = _heights(band)
        rows = np.stack([settled(gray, row, heights[0]) for row in band.rows])
        way, first = self._upright(gray, replace(band, rows=rows), heights[0])
        yield _shown(way, first)
        outline = band if (way.rows == rows).all() else band.reversed()
        for one, height, evened in itertools.chain(
            ((way, height, False) for height in heights[1:]),
            ((outline, height, False) for height in heights),
            ((way, height, True) for height in heights),
        ):
            yield _shown(one, self._decoded(gray, one, height, evened))

    def _upright(self, gray: Gray, band: Band, height_px: float) -> tuple[Band, Decoded | None]:
        """The band the way up in which it can be read, or that is surer, and what it says."""
        found = []
        for way in (band, band.reversed()):
            decoded = self._decoded(gray, way, height_px)
            sureness = decoded.mean_sureness if decoded else 0.0
            found.append((sureness, way, decoded))
            if sureness >= UPRIGHT_SURENESS:
                break
        _, way, decoded = max(found, key=lambda one: one[0])
        return way, decoded

    def _decoded(
        self, gray: Gray, band: Band, height_px: float, evened: bool = False
    ) -> Decoded | None:
        glyph_px = min(height_px, FINEST_PX)
        strips = [cut_row(gray, row, height_px, glyph_px) for row in band.rows]
        if evened:
            strips = [even(strip) for strip in strips]
        return decode([self._network.predict(strip) for strip in strips])


def _shown(band: Band, decoded: Decoded | None) -> ZoneText | None:
    if decoded is None or decoded.mean_sureness < LEAST_SURENESS:
        return None
    return ZoneText(band, decoded)


def _heights(band: Band) -> list[float]:
    """What the characters' height may be, px: by each format of so many lines, then as it looks."""
    widths = sorted({f.width for f in FORMATS.values() if f.rows == len(band.rows)}, reverse=True)
    by_length = [band.length_px / width * CAPITAL_OF_PITCH for width in widths]
    return [*by_length, band.height_px, 0.8 * band.height_px]


class TesseractEngine:
    """Tesseract with its mrz model, shaped by the layout. No check digit changes what it read."""

    def __init__(self, ocr: MrzOcr) -> None:
        self._ocr = ocr
        self.name = ocr.name

    def looks(self, gray: Gray, band: Band) -> Iterator[ZoneText | None]:
        """See `MrzEngine`. The names, which no digit covers, are sure when a second reading,
        larger, finds the same."""
        for way in (band, band.reversed()):
            found = False
            for zone in self._one_way(gray, way):
                found = found or zone is not None
                yield zone
            if found:
                return  # the right way up: on its head it would be noise

    def _one_way(self, gray: Gray, band: Band) -> Iterator[ZoneText | None]:
        for attempt, texts in enumerate(self._texts(gray, band)):
            shaped = shape([line.text for line in texts])
            fits = shaped is not None and shaped.fit >= _MIN_FIT
            yield self._zone(gray, band, shaped) if shaped is not None and fits else None
            if attempt == 0 and not fits and not _looks_like_a_zone(texts):
                return

    def _texts(self, gray: Gray, band: Band) -> Iterator[list[TextLine]]:
        for glyph_px in _GLYPHS_PX:
            yield self._read([cut_row(gray, row, band.height_px, glyph_px) for row in band.rows])
        yield self._read([even(cut_row(gray, row, band.height_px)) for row in band.rows])

    def _read(self, strips: list[Gray]) -> list[TextLine]:
        return [self._ocr.read_line(strip) for strip in strips]

    def _zone(self, gray: Gray, band: Band, shaped: Shaped) -> ZoneText:
        # Tesseract's own confidence is no probability: only what two readings tell apart is unsure
        sure = [[1.0] * len(line) for line in shaped.lines]
        names = next((slot.span for slot in shaped.format.slots if slot.name == "names"), None)
        digits = check_digits(shaped.lines, shaped.format)
        if names is not None and all(digit.holds for digit in digits):
            cut = cut_row(gray, band.rows[names.line], band.height_px, _GLYPHS_PX[1])
            again = list(shaped.lines)
            again[names.line] = self._ocr.read_line(cut).text
            other = shape(again)
            if other is None or other.lines != shaped.lines:
                sure[names.line][names.start : names.end] = [0.0] * (names.end - names.start)
        return ZoneText(band, Decoded(shaped.format, shaped.lines, tuple(map(tuple, sure))))


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
