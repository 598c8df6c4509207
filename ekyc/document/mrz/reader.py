"""Finds and reads the machine-readable zone of a picture."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ekyc.document.mrz.band import Band, Gray, find_bands, find_within
from ekyc.document.mrz.decode import SURE, sureness_of
from ekyc.document.mrz.engine import MrzEngine, ZoneText
from ekyc.document.mrz.grammar import Span
from ekyc.document.mrz.zone import Mrz, parse
from ekyc.patience import ENDLESS, Patience
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
        return sureness_of(self.sureness, spans)


def read_mrz(
    gray: Gray,
    engines: Sequence[MrzEngine],
    today: date,
    patience: Patience = ENDLESS,
    outline: Floats | None = None,
) -> FoundMrz | None:
    """The zone in `gray` (uint8[H, W]), at any turn, or None; of several engines the first leads.
    `outline`: where the card surely lies, float32[4, 2] px.

    Every place where a zone may be gets one look, those within the outline first. Then those that
    showed one get more, the surest first, by every engine, and last the others, as long as
    `patience` lasts and no zone was read whose digits hold. The first reading of which all is
    certain is taken, unless an earlier one whose digits hold too was sure of another character
    (Tesseract's own sureness is no probability). Where there is none, one whose digits hold, then
    one of an earlier engine, then the surest.
    """
    readings = _Readings(engines, today)
    places: list[tuple[float, list[Iterator[ZoneText | None]]]] = []
    inside = list(find_within(gray, outline)) if engines and outline is not None else []
    for band in itertools.chain(inside, find_bands(gray) if engines else ()):
        looks = [engine.looks(gray, band) for engine in engines]
        first = next(looks[0], None)
        if readings.take(first, 0):
            return readings.best
        if first is not None:
            places.append((first.read.mean_sureness, looks))
        elif band.whole and band not in inside:
            # One long thin thing is seldom a zone, and what is one is seen in the picture, too:
            # more looks cost too much.
            places.append((0.0, looks))
    for sureness, looks in sorted(places, key=lambda place: -place[0]):
        if not sureness and readings.one_holds:
            break
        for number, more in enumerate(looks):
            for text in _while(patience, more):
                if readings.take(text, number):
                    return readings.best
    return readings.best


class _Readings:
    """What was read so far."""

    def __init__(self, engines: Sequence[MrzEngine], today: date) -> None:
        self._names, self._today = [engine.name for engine in engines], today
        self._ranked: list[tuple[tuple[bool, bool, int, float], FoundMrz]] = []

    def take(self, text: ZoneText | None, engine: int) -> bool:
        """One more, by the engine of that number; whether it is certain and to be believed."""
        if text is None:
            return False
        mrz = parse(text.read.lines, self._today)
        one = FoundMrz(mrz, text.band, text.read.sureness, self._names[engine])
        certain = one.is_certain and not any(_contradicts(other, one) for _, other in self._ranked)
        rank = certain, mrz.all_digits_hold, -engine, one.least_sureness
        self._ranked.append((rank, one))
        return certain

    @property
    def best(self) -> FoundMrz | None:
        """See `read_mrz`."""
        return max(self._ranked, key=lambda ranked: ranked[0])[1] if self._ranked else None

    @property
    def one_holds(self) -> bool:
        """Whether the digits of one hold."""
        return any(one.mrz.all_digits_hold for _, one in self._ranked)


def _while(patience: Patience, looks: Iterator[ZoneText | None]) -> Iterator[ZoneText | None]:
    while not patience.is_over:
        try:
            yield next(looks)
        except StopIteration:
            return


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
