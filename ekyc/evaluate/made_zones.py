"""Zones that are made, not taken: of them the truth is known in any number, also of those with a
wrong check digit, so that it can be counted how often a sureness is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.document.mrz.decode import SURE, Decoded, decode, sureness_of
from ekyc.document.mrz.grammar import DIGITS, FORMATS, LETTERS, OWN_RULES, Format
from ekyc.document.mrz.writer import format_mrz
from ekyc.document.mrz.zone import parse
from ekyc.values import Floats
from models.training.mrz.camera import Camera, Gray, Typeface

TODAY = date(2026, 1, 1)
WRONG_DIGITS = 0.2
"""Share of zones that are printed with one wrong check digit."""
BINS = (0.32, 0.1, 0.03, 0.01, 0.003, 0.0)
"""Probabilities of being wrong, by which characters are sorted: at least so much."""


@dataclass(frozen=True, eq=False)
class MadeZone:
    """`lines` as printed, `valid` where their digits hold; a strip uint8[32, W] for each line."""

    lines: tuple[str, ...]
    valid: bool
    strips: tuple[Gray, ...]


def made_zones(typeface: Path, count: int, seed: int) -> Iterator[MadeZone]:
    """`count` zones of ICAO's formats, printed in `typeface` and photographed as the recogniser's
    training lines are, from a seed that the training does not use."""
    random = np.random.default_rng(seed)
    camera = Camera([Typeface.load(typeface)], [1.0], random)
    formats = [one for one in FORMATS.values() if one not in OWN_RULES]
    for _ in range(count):
        format_ = formats[int(random.integers(len(formats)))]
        lines = list(format_mrz(_fields(random, format_), format_.name))
        valid = random.random() >= WRONG_DIGITS
        if not valid:
            place = format_.checks[int(random.integers(len(format_.checks)))].span
            line, i = lines[place.line], place.start
            wrong = _some(random, sorted(DIGITS - {line[i]}), 1)
            lines[place.line] = line[:i] + wrong + line[i + 1 :]
        strips = tuple(camera.strip(line, (lines[0], lines[-1])) for line in lines)
        yield MadeZone(tuple(lines), valid, strips)


@dataclass
class _Count:
    n: int = 0
    exact: int = 0
    accepted: int = 0
    accepted_wrong: int = 0

    def add(self, zone: MadeZone, got: Decoded | None) -> None:
        self.n += 1
        if got is None:
            return
        exact, accepted = got.lines == zone.lines, _accepted(got)
        self.exact += exact
        self.accepted += accepted
        self.accepted_wrong += accepted and not exact


def summary(
    zones: Sequence[MadeZone],
    predict: Callable[[Gray], Floats],
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Of zones whose digits hold, and of those with a wrong one: how many were read exactly, how
    many accepted (all digits hold, every field sure), how many of these wrong. `characters`: how
    often the sureness of a character is right."""
    counts = {True: _Count(), False: _Count()}
    characters = np.zeros((len(BINS), 2), int)
    for number, zone in enumerate(zones, 1):
        got = decode([predict(strip) for strip in zone.strips])
        counts[zone.valid].add(zone, got)
        if got is not None and [len(one) for one in got.lines] == [len(one) for one in zone.lines]:
            for read, true, sure in zip(got.lines, zone.lines, got.sureness, strict=True):
                for i, sureness in enumerate(sure):
                    row = next(row for row, least in enumerate(BINS) if 1 - sureness >= least)
                    characters[row] += (1, read[i] != true[i])
        progress(number, len(zones))
    return {
        "valid_digits": vars(counts[True]),
        "wrong_digit": vars(counts[False]),
        "characters": [
            {"wrong_with_at_least": least, "n": int(n), "wrong": int(wrong)}
            for least, (n, wrong) in zip(BINS, characters, strict=True)
        ],
    }


def _accepted(got: Decoded) -> bool:
    mrz = parse(got.lines, TODAY)
    sure = (sureness_of(got.sureness, field.spans) for field in mrz.fields.values())
    return mrz.all_digits_hold and min(sure) >= SURE


def _fields(random: np.random.Generator, format_: Format) -> dict[str, str]:
    letters, digits = sorted(LETTERS), sorted(DIGITS)
    both = letters + digits
    born = date(1940, 1, 1) + timedelta(days=int(random.integers(25_000)))
    ends = TODAY + timedelta(days=int(random.integers(3_650)))
    return {
        "document_type": sorted(format_.initials)[int(random.integers(len(format_.initials)))],
        "issuing_state": _some(random, letters, 3),
        "nationality": _some(random, letters, 3),
        "document_number": _some(random, both if random.random() < 0.5 else digits, 9),
        "surname": _some(random, letters, int(random.integers(3, 11))),
        "given_names": _some(random, letters, int(random.integers(3, 9))),
        "date_of_birth": born.isoformat(),
        "date_of_expiry": ends.isoformat(),
        "sex": _some(random, ["F", "M"], 1),
        "optional_data": _some(random, both, int(random.integers(0, 7))),
    }


def _some(random: np.random.Generator, of: Sequence[str], count: int) -> str:
    return "".join(random.choice(list(of), count))
