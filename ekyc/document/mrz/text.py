"""Makes lines of a zone of what text recognition gave, as far as the grammar decides (Doc 9303).

Only what the layout itself settles is mended: a letter where only digits may stand and the other
way round, and the number of fillers in a run. No check digit is ever looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ekyc.document.mrz.grammar import ALPHABET, FILLER, FORMATS, Format, Kind, allowed

_TO_DIGIT = str.maketrans("OQDILZSBG", "000112586")
_TO_LETTER = str.maketrans("012586", "OIZSBG")
_MAX_RUN_CHANGE = 4


@dataclass(frozen=True)
class Shaped:
    """Lines that have the form of a zone. `fit` 0..1: the share of characters that stood where the
    layout allows them before anything was mended."""

    format: Format
    lines: tuple[str, ...]
    fit: float


def shape(untrusted: Sequence[str]) -> Shaped | None:
    """The zone that these lines are, the best fitting of all formats, or None."""
    options = [_as_format(untrusted, format_) for format_ in FORMATS.values()]
    return max((one for one in options if one is not None), key=lambda one: one.fit, default=None)


def _as_format(untrusted: Sequence[str], format_: Format) -> Shaped | None:
    if len(untrusted) != format_.rows:
        return None
    lines: list[str] = []
    for number, text in enumerate(untrusted):
        kept = "".join(char for char in text.upper() if char in ALPHABET)
        line = _to_width(kept, format_, number)
        if line is None:
            return None
        lines.append(line)
    if not format_.begins(lines[0]):
        return None
    places = [(row, column) for row in range(format_.rows) for column in range(format_.width)]
    good = sum(lines[r][c] in allowed(format_, r, c) for r, c in places)
    mended = tuple(
        "".join(_mend(char, format_.kind_at(row, column)) for column, char in enumerate(line))
        for row, line in enumerate(lines)
    )
    return Shaped(format_, mended, good / len(places))


def _to_width(text: str, format_: Format, number: int) -> str | None:
    """Right length by adding or taking fillers where a run of them stands, or None."""
    width = format_.width
    names = next((slot.span for slot in format_.slots if slot.name == "names"), None)
    if names is not None and number == names.line:
        head, tail = text[: names.start], text[names.start :]
        # Three fillers never stand inside a name: nothing follows them.
        tail = re.split(f"{FILLER}{{3}}", tail)[0].rstrip(FILLER)
        if len(head) + len(tail) > width or (len(text) != width and len(text) < width - 12):
            return None
        full = len(text) == width or text.endswith(FILLER) or len(head + tail) == width
        return (head + tail).ljust(width, FILLER) if full else None
    missing = width - len(text)
    if missing:
        runs = sorted(re.finditer(f"{FILLER}{{3,}}", text), key=lambda run: len(run[0]))
        if not runs or abs(missing) > _MAX_RUN_CHANGE or len(runs[-1][0]) + missing < 2:
            return None
        if len(runs) > 1 and len(runs[-2][0]) == len(runs[-1][0]):
            return None  # two runs of one length: the layout does not say which is wrong
        start, end = runs[-1].span()
        text = text[:start] + FILLER * (end - start + missing) + text[end:]
    return text


def _mend(char: str, kind: Kind) -> str:
    if kind is Kind.DIGITS:
        return char.translate(_TO_DIGIT)
    return char.translate(_TO_LETTER) if kind is Kind.LETTERS else char
