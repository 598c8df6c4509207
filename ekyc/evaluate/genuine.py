"""What the cues against a document's being one are worth, on cards and copies before a simulated
camera (`ekyc.evaluate.forgeries`), and on the pictures as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.document.genuine import page_colour, sides_differ
from ekyc.document.reader import DocumentReader
from ekyc.errors import SubjectError
from ekyc.evaluate.document import Labelled
from ekyc.evaluate.forgeries import copied, on_display, seen
from ekyc.values import Check, Rgb, Status

SEED = 6

Progress = Callable[[int, int], None]


def evaluate(
    reader: DocumentReader, rows: Sequence[Labelled], root: Path, progress: Progress
) -> dict[str, Any]:
    """Each picture's page, as it is, and the first page of each document as a card: before the
    camera, shown on a display, and copied. Pages that cannot be read or show no portrait are left
    out. Raises `SubjectError` where no page is left."""
    tried: dict[str, list[Check]] = {}
    known: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows):
        page = _page(reader, root / row.file)
        if page is not None:
            tried.setdefault("colour_of_pictures", []).append(page_colour(page))
            zone = row.mrz_lines or (row.file,)
            if zone not in known:
                known.add(zone)
                _as_card(page, np.random.default_rng([SEED, number]), tried)
        progress(number + 1, len(rows))
    if not tried:
        raise SubjectError("input.no_picture_readable", folder=str(root))
    return {name: _counts(checks) for name, checks in tried.items()}


def _page(reader: DocumentReader, path: Path) -> Rgb | None:
    try:
        reading = reader.read(read_picture(path))
    except SubjectError:
        return None
    return None if reading.portrait is None else reading.front.picture


def _as_card(page: Rgb, random: np.random.Generator, tried: dict[str, list[Check]]) -> None:
    card, again = seen(page, random).picture, seen(page, random).picture
    found = {
        "colour_of_cards": page_colour(card),
        "colour_on_displays": page_colour(seen(on_display(page, random), random).picture),
        "colour_of_grey_copies": page_colour(
            seen(copied(page, random, colour=False), random).picture
        ),
        "colour_of_colour_copies": page_colour(
            seen(copied(page, random, colour=True), random).picture
        ),
        "sides_of_one_side_twice": sides_differ(card, again),
    }
    for name, check in found.items():
        tried.setdefault(name, []).append(check)


def _counts(checks: Sequence[Check]) -> dict[str, Any]:
    scores = [check.score for check in checks if check.score is not None]
    return {
        "n": len(checks),
        "failed": sum(check.status is Status.FAIL for check in checks),
        "least": min(scores),
        "median": round(float(np.median(scores)), 4),
        "most": max(scores),
    }
