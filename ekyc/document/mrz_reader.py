"""Finds and reads the machine-readable zone of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ekyc.document.mrz import Mrz, parse
from ekyc.document.mrz_band import Band, Gray, find_bands
from ekyc.document.mrz_engine import MrzEngine, ZoneText
from ekyc.document.mrz_grammar import Span
from ekyc.values import Floats


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

    def sureness_of(self, spans: Sequence[Span]) -> float:
        """That every character of these places is right, 0..1, as far as they err by chance."""
        return float(
            np.prod([self.sureness[s.line][i] for s in spans for i in range(s.start, s.end)])
        )


def read_mrz(gray: Gray, engines: Sequence[MrzEngine], today: date) -> FoundMrz | None:
    """The zone in `gray` (uint8[H, W]), at any turn, or None.

    The first reading whose check digits all hold is taken, otherwise the one where most do; the
    first engine goes over the whole picture before the next one does.
    """
    bands = find_bands(gray)
    best: FoundMrz | None = None
    for engine in engines:
        for band in bands:
            for way in (band, band.reversed()):
                found = _read(gray, way, engine, today)
                if found is None:
                    continue
                if found.mrz.all_digits_hold:
                    return found
                if best is None or found.mrz.digits_holding > best.mrz.digits_holding:
                    best = found
                break  # the right way up: on its head it would be noise
    return best


def _read(gray: Gray, band: Band, engine: MrzEngine, today: date) -> FoundMrz | None:
    best: FoundMrz | None = None
    for text in engine.readings(gray, band):
        found = _found(text, band, engine, today)
        if best is None or found.mrz.digits_holding > best.mrz.digits_holding:
            best = found
        if best.mrz.all_digits_hold:
            break
    return best


def _found(text: ZoneText, band: Band, engine: MrzEngine, today: date) -> FoundMrz:
    return FoundMrz(parse(text.lines, today), band, text.sureness, engine.name)
