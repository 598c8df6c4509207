"""Finds and reads the machine-readable zone of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import cv2
import numpy as np

from ekyc.document.mrz import Mrz, parse
from ekyc.document.mrz_band import Band, Gray, cut_row, find_bands
from ekyc.document.mrz_grammar import FILLER, Span
from ekyc.document.mrz_text import Shaped, shape
from ekyc.document.ocr import MrzOcr, TextLine
from ekyc.values import Floats

_GLYPHS_PX = (32.0, 42.0, 26.0)
"""Heights of characters at which lines are offered to text recognition, one after the other."""
_MIN_FIT = 0.9
"""Share of characters that must suit the layout before lines count as a zone."""


@dataclass(frozen=True, eq=False)
class FoundMrz:
    """A zone with its place: `band` in the picture's pixels, a row to a line of `mrz`.

    `confidence` 0..1 by line is text recognition's own. `names_agree` when two readings of the
    names, which no digit covers, are the same.
    """

    mrz: Mrz
    band: Band
    confidence: tuple[float, ...]
    names_agree: bool = False

    def box(self, span: Span) -> Floats:
        """Corners of these columns, float32[4, 2] px, clockwise from the text's top left."""
        row, width = self.band.rows[span.line], len(self.mrz.untrusted_lines[span.line])
        along = row[1] - row[0]
        unit = along / max(float(np.linalg.norm(along)), 1e-6)
        half = np.array([-unit[1], unit[0]]) * self.band.height_px * 0.75
        left = row[0] + along * (span.start - 0.15) / width
        right = row[0] + along * (span.end + 0.15) / width
        return np.array([left - half, right - half, right + half, left + half], dtype=np.float32)


def read_mrz(gray: Gray, ocr: MrzOcr, today: date) -> FoundMrz | None:
    """The zone in `gray` (uint8[H, W]), at any turn, or None.

    The first reading whose check digits all hold is taken, otherwise the one where most do.
    """
    best: FoundMrz | None = None
    for band in find_bands(gray):
        for way in (band, band.reversed()):
            found = _read_band(gray, way, ocr, today)
            if found is None:
                continue
            if found.mrz.all_digits_hold:
                return _with_names_again(gray, found, ocr)
            if best is None or found.mrz.digits_holding > best.mrz.digits_holding:
                best = found
            break  # the right way up: on its head it would be noise
    return best


def _read_band(gray: Gray, band: Band, ocr: MrzOcr, today: date) -> FoundMrz | None:
    best: FoundMrz | None = None
    for attempt, texts in enumerate(_readings(gray, band, ocr)):
        shaped = shape([line.text for line in texts])
        if shaped is None or shaped.fit < _MIN_FIT:
            if attempt == 0 and not _looks_like_a_zone(texts):
                return None
            continue
        found = _found(shaped, band, texts, today)
        if best is None or found.mrz.digits_holding > best.mrz.digits_holding:
            best = found
        if best.mrz.all_digits_hold:
            break
    return best


def _readings(gray: Gray, band: Band, ocr: MrzOcr) -> Iterator[list[TextLine]]:
    for glyph_px in _GLYPHS_PX:
        yield [ocr.read_line(cut_row(gray, row, band.height_px, glyph_px)) for row in band.rows]
    yield [ocr.read_line(_even(cut_row(gray, row, band.height_px))) for row in band.rows]


def _even(strip: Gray) -> Gray:
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


def _found(shaped: Shaped, band: Band, texts: list[TextLine], today: date) -> FoundMrz:
    return FoundMrz(parse(shaped.lines, today), band, tuple(line.confidence for line in texts))


def _with_names_again(gray: Gray, found: FoundMrz, ocr: MrzOcr) -> FoundMrz:
    """Read the line of names once more, larger: no digit would tell that it is wrong."""
    line = found.mrz.fields["surname"].spans[0].line
    cut = cut_row(gray, found.band.rows[line], found.band.height_px, _GLYPHS_PX[1])
    texts = list(found.mrz.untrusted_lines)
    texts[line] = ocr.read_line(cut).text
    again = shape(texts)
    agree = again is not None and again.lines == found.mrz.untrusted_lines
    return replace(found, names_agree=agree)
