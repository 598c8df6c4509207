"""What the cues against a document's being one are worth, on cards and copies before a simulated
camera (`ekyc.evaluate.forgeries`), and on the pictures as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.document.genuine import LEAST_COLOUR, SAME_SIDE, page_colour, sides_differ
from ekyc.document.reader import DocumentReader
from ekyc.errors import SubjectError
from ekyc.evaluate.document import Labelled
from ekyc.evaluate.forgeries import copied, on_display, seen
from ekyc.evaluate.halves import Scored, told
from ekyc.values import Check, Rgb, Status

SEED = 6
_STATE = slice(0, 5)
"""Of a zone's first line: the kind of document and who issued it (ICAO Doc 9303)."""

Progress = Callable[[int, int], None]


def evaluate(
    reader: DocumentReader, rows: Sequence[Labelled], root: Path, progress: Progress
) -> dict[str, Any]:
    """Each picture's page, as it is, and the first page of each document as a card: before the
    camera, shown on a display, and copied. Pages that cannot be read or show no portrait are left
    out. Half of the documents judge what the other half would set.

    Raises `SubjectError` where fewer than four documents are left."""
    tried = _Tried()
    known: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows):
        page = _page(reader, root / row.file)
        if page is not None:
            tried.pictures.append(page_colour(page))
            document = row.mrz_lines or (row.file,)
            if document not in known:
                tried.card(page, _kind(row), len(known) % 2, np.random.default_rng([SEED, number]))
                known.add(document)
        progress(number + 1, len(rows))
    if len(known) < 4:
        raise SubjectError("input.no_picture_readable", folder=str(root))
    return tried.summary()


class _Tried:
    """Scores so far. `sides`: half, kind of document and page of each card."""

    def __init__(self) -> None:
        self.pictures = list[Check]()
        self._colour = {name: list[tuple[int, Check]]() for name in ("cards", *_FORGED)}
        self._again = list[Scored]()
        self._sides = list[tuple[int, str, Rgb]]()

    def card(self, page: Rgb, kind: str, half: int, random: np.random.Generator) -> None:
        """One document's page before the camera, twice, and its forgeries."""
        card, again = seen(page, random).picture, seen(page, random).picture
        self._colour["cards"].append((half, page_colour(card)))
        for name, forged in _FORGED.items():
            check = page_colour(seen(forged(page, random), random).picture)
            self._colour[name].append((half, check))
        self._again.append(Scored(half, _score(sides_differ(card, again))))
        self._sides.append((half, kind, card))

    def summary(self) -> dict[str, Any]:
        colour = {
            name: [Scored(half, _score(check)) for half, check in checks]
            for name, checks in self._colour.items()
        }
        two = list(self._different_sides())
        return {
            "page_colour": told(
                colour["cards"], colour["grey_copies"], LEAST_COLOUR, low_fails=True
            ),
            "sides_differ": told(two, self._again, SAME_SIDE, low_fails=False),
            "colour_of_pictures": _counts(self.pictures),
            **{
                f"colour_of_{name}": _counts([check for _, check in checks])
                for name, checks in self._colour.items()
            },
            "alike_of_different_sides_most": max(one.score for one in two),
            "alike_of_one_side_twice_least": min(one.score for one in self._again),
        }

    def _different_sides(self) -> Iterator[Scored]:
        """Pages of two kinds of document stand for front and back."""
        for (half, kind, page), (other_half, other_kind, other) in combinations(self._sides, 2):
            if half == other_half and kind != other_kind:
                yield Scored(half, _score(sides_differ(page, other)))


def _copied_grey(page: Rgb, random: np.random.Generator) -> Rgb:
    return copied(page, random, colour=False)


def _copied_in_colour(page: Rgb, random: np.random.Generator) -> Rgb:
    return copied(page, random, colour=True)


_FORGED: dict[str, Callable[[Rgb, np.random.Generator], Rgb]] = {
    "displays": on_display,
    "grey_copies": _copied_grey,
    "colour_copies": _copied_in_colour,
}


def _page(reader: DocumentReader, path: Path) -> Rgb | None:
    try:
        reading = reader.read(read_picture(path))
    except SubjectError:
        return None
    return None if reading.portrait is None else reading.front.picture


def _kind(row: Labelled) -> str:
    """Documents that may be of one design have one kind: of one state, or, without a zone, of one
    source."""
    return row.mrz_lines[0][_STATE] if row.mrz_lines else Path(row.file).parent.as_posix()


def _score(check: Check) -> float:
    assert check.score is not None  # noqa: S101 - narrows for the type checker
    return check.score


def _counts(checks: Sequence[Check]) -> dict[str, Any]:
    scores = [_score(check) for check in checks]
    return {
        "n": len(checks),
        "failed": sum(check.status is Status.FAIL for check in checks),
        "least": min(scores),
        "median": round(float(np.median(scores)), 4),
        "most": max(scores),
    }
