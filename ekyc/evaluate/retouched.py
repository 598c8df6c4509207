"""Whether a zone in which a value was rewritten (`ekyc.evaluate.retouching`) is told from one that
was not, both before the same simulated camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.document.fonts import COURIER, HELVETICA, OCR_B, SEMIBOLD, TYPEWRITER
from ekyc.document.genuine import MOST_MISFIT, RETOUCHED, zone_typeface
from ekyc.document.mrz.engine import MrzEngine
from ekyc.document.mrz.grammar import FORMATS, Span
from ekyc.document.mrz.reader import FoundMrz, read_mrz
from ekyc.document.page import rectify
from ekyc.document.shot import Shot
from ekyc.errors import SubjectError
from ekyc.evaluate.document import Labelled
from ekyc.evaluate.forgeries import seen
from ekyc.evaluate.halves import Scored, told
from ekyc.evaluate.retouching import Random, pasted, rewritten
from ekyc.patience import Patience
from ekyc.values import Rgb

SEED = 31
KINDS = ("typeface", "same_typeface", "pasted")
OTHERS = (SEMIBOLD, HELVETICA, COURIER, TYPEWRITER)
"""Never the one that the check itself compares with."""
_CARDS = 4
"""Pictures of each document as it is."""
_SEARCH_S = 2.0
"""For a zone, in one picture."""

Progress = Callable[[int, int], None]


@dataclass
class _Tried:
    """Misfits of one kind of picture, and of how many there was no zone or no misfit."""

    scores: list[Scored]
    n: int = 0
    not_read: int = 0
    not_assessed: int = 0


def evaluate(
    engine: MrzEngine, rows: Sequence[Labelled], root: Path, today: date, progress: Progress
) -> dict[str, Any]:
    """One picture of each document whose zone is read rightly: four times as it is, and in each of
    `KINDS` with one of `RETOUCHED` rewritten, each once.

    Raises `SubjectError` where fewer than two such documents are there.
    """
    tried = {kind: _Tried([]) for kind in ("cards", *KINDS)}
    known: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows):
        if row.mrz_lines and row.mrz_lines not in known:
            page = _page(root / row.file)
            zone = _zone(page, engine, today)
            if zone is not None and zone.mrz.untrusted_lines == row.mrz_lines:
                half, random = len(known) % 2, np.random.default_rng([SEED, number])
                known.add(row.mrz_lines)
                slots = [one for one in FORMATS[zone.mrz.format].slots if one.name in RETOUCHED]
                for _ in range(_CARDS):
                    _look(tried["cards"], seen(page, random).picture, half, engine, today)
                for kind, slot in product(KINDS, slots):
                    forged = _forged(kind, page, zone, slot.span, random)
                    _look(tried[kind], seen(forged, random).picture, half, engine, today)
        progress(number + 1, len(rows))
    try:
        return {
            kind: {
                **told(tried["cards"].scores, one.scores, MOST_MISFIT, low_fails=False),
                "made": one.n,
                "not_read": one.not_read,
                "not_assessed": one.not_assessed,
            }
            for kind, one in tried.items()
        }
    except ValueError as error:
        raise SubjectError("input.no_picture_readable", folder=str(root)) from error


def _look(tried: _Tried, page: Rgb, half: int, engine: MrzEngine, today: date) -> None:
    tried.n += 1
    zone = _zone(page, engine, today)
    if zone is None:
        tried.not_read += 1
        return
    score = zone_typeface(page, zone.band.rows, zone.mrz).score
    if score is None:
        tried.not_assessed += 1
    else:
        tried.scores.append(Scored(half, score))


def _forged(kind: str, page: Rgb, zone: FoundMrz, span: Span, random: Random) -> Rgb:
    if kind != "pasted":
        text = span.of(zone.mrz.untrusted_lines)
        other = OTHERS[int(random.integers(len(OTHERS)))]
        typeface = OCR_B if kind == "same_typeface" else other
        return rewritten(page, zone.box(span), text, typeface, random, pitched=True)
    boxes, sources = [], []
    for column in range(span.start, span.end):
        here = Span(span.line, column, column + 1)
        twins = list(_twins(zone, here, span))
        if twins:
            boxes.append(zone.box(here))
            sources.append(zone.box(twins[int(random.integers(len(twins)))]))
    return pasted(page, boxes, sources, random)


def _twins(zone: FoundMrz, here: Span, without: Span) -> Sequence[Span]:
    """Where else the zone has the same character."""
    lines = zone.mrz.untrusted_lines
    every = (
        Span(number, column, column + 1)
        for number, line in enumerate(lines)
        for column in range(len(line))
    )
    return [
        one
        for one in every
        if one.of(lines) == here.of(lines)
        and not (one.line == without.line and without.start <= one.start < without.end)
    ]


def _page(path: Path) -> Rgb:
    """The whole picture, as large as pages are."""
    rgb = Shot.of(read_picture(path)).rgb
    height, width = rgb.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return rectify(rgb, corners).picture


def _zone(page: Rgb, engine: MrzEngine, today: date) -> FoundMrz | None:
    gray = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    return read_mrz(gray, [engine], today, Patience(_SEARCH_S))
