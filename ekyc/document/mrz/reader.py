"""Finds and reads the machine-readable zone of a picture."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ekyc.document.mrz.band import Band, Gray, find_bands, level_bands
from ekyc.document.mrz.decode import SURE
from ekyc.document.mrz.engine import MrzEngine, ZoneText
from ekyc.document.mrz.grammar import Span
from ekyc.document.mrz.zone import Mrz, parse
from ekyc.values import Floats

SURE_CHARACTER = 0.99
"""Of characters at least so sure 10 of 37,810 are wrong (`ekyc evaluate zones`)."""


@dataclass(frozen=True, eq=False)
class FoundMrz:
    """A zone with its place: `band` in the picture's pixels, a row to a line of `mrz`.

    `sureness` 0..1 for each character of each line; `engine` is the name of the one that read it.
    """

    mrz: Mrz
    band: Band
    sureness: tuple[tuple[float, ...], ...]
    engine: str

    def box(self, span: Span) -> Floats:
        """Corners of these columns, float32[4, 2] px, clockwise from the text's top left."""
        row, width = self.band.rows[span.line], len(self.mrz.untrusted_lines[span.line])
        along = row[1] - row[0]
        unit = along / max(float(np.linalg.norm(along)), 1e-6)
        half = np.array([-unit[1], unit[0]]) * self.band.height_px * 0.75
        left = row[0] + along * (span.start - 0.15) / width
        right = row[0] + along * (span.end + 0.15) / width
        return np.array([left - half, right - half, right + half, left + half], dtype=np.float32)

    @property
    def least_sureness(self) -> float:
        """Of the field that is least sure."""
        return min(self.sureness_of(field.spans) for field in self.mrz.fields.values())

    @property
    def is_certain(self) -> bool:
        """No digit fails and every field is sure."""
        return self.mrz.no_digit_fails and self.least_sureness >= SURE

    def sureness_of(self, spans: Sequence[Span]) -> float:
        """That every character of these places is right, 0..1, as far as they err by chance."""
        return float(
            np.prod([self.sureness[s.line][i] for s in spans for i in range(s.start, s.end)])
        )


def read_mrz(gray: Gray, engines: Sequence[MrzEngine], today: date) -> FoundMrz | None:
    """The zone in `gray` (uint8[H, W]), at any turn, or None.

    The first reading of which all is certain is taken, unless an earlier one whose digits hold too
    was sure of another character (Tesseract's own sureness is no probability). Where there is none,
    one whose digits hold, then one of an earlier engine, then the surest. Each engine goes over the
    whole picture before the next one does.
    """
    if engines:
        for band in level_bands(gray):
            for text in itertools.islice(engines[0].readings(gray, band), 1):
                one = _parsed(text, engines[0], today)
                if one.is_certain:
                    return one  # most pages; the search at other turns would take as long again
    bands = find_bands(gray)
    found: list[tuple[tuple[bool, int, float], FoundMrz]] = []
    for number, engine in enumerate(engines):
        for band in bands:
            for text in engine.readings(gray, band):
                one = _parsed(text, engine, today)
                if one.is_certain and not any(_contradicts(other, one) for _, other in found):
                    return one
                found.append(((one.mrz.all_digits_hold, -number, one.least_sureness), one))
    return max(found, key=lambda one: one[0])[1] if found else None


def _parsed(text: ZoneText, engine: MrzEngine, today: date) -> FoundMrz:
    return FoundMrz(parse(text.lines, today), text.band, text.sureness, engine.name)


def _contradicts(earlier: FoundMrz, later: FoundMrz) -> bool:
    mine, other = earlier.mrz, later.mrz
    if mine.format != other.format or not mine.no_digit_fails:
        return False
    return any(
        a != b and sureness >= SURE_CHARACTER
        for line, others, sure in zip(
            mine.untrusted_lines, other.untrusted_lines, earlier.sureness, strict=True
        )
        for a, b, sureness in zip(line, others, sure, strict=True)
    )
