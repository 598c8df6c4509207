"""From what the recogniser saw to the lines of a zone: by the layout, then by the check digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ekyc.document.mrz import sums
from ekyc.document.mrz.grammar import FORMATS, Format, Span, allowed
from ekyc.document.mrz.places import Places, places
from ekyc.values import Floats
from models.mrz_lines import ALPHABET, BLANK

WORST_CORRECTION = 0.02
"""How likely, against the best reading, one that fits the digits must be to be taken: documents
with wrong digits exist, and are to be read as they are printed."""
SURE = 0.97
"""How sure a field must be, and that this is the reading that fits the digits: in strips that
cannot be read, any line can be found of which they hold (docs/measured.md)."""

UNLIKELY = 15.0
"""A format that explains the lines so far by so many nats worse than another is out."""
_MOST_MISSED, _MOST_ADDED = 10, 5
"""Characters by which a line, read without any rule, may be shorter or longer than its format: of
readings with a mean sureness of a zone it is 6 and 1 at most (docs/measured.md)."""


@dataclass(frozen=True)
class Decoded:
    """Lines of one format, with a `sureness` 0..1 for each character."""

    format: Format
    lines: tuple[str, ...]
    sureness: tuple[tuple[float, ...], ...]

    @property
    def mean_sureness(self) -> float:
        """Over all characters."""
        return float(np.mean(self.sureness))


def sureness_of(sureness: Sequence[Sequence[float]], spans: Sequence[Span]) -> float:
    """That every character of these places is right, 0..1, as far as they err by chance;
    `sureness` of each character of each line."""
    return float(np.prod([sureness[s.line][i] for s in spans for i in range(s.start, s.end)]))


def decode(steps: Sequence[Floats]) -> Decoded | None:
    """The likeliest zone of so many lines, each float32[T, 38] as `MrzLines.predict` gives it; None
    where no format has so many lines, or the strips are too short for it."""
    seen = _likeliest(steps)
    if seen is None:
        return None
    format_, chances = seen
    best, sure = chances.argmax(axis=2), chances.max(axis=2)
    fitted = sums.fit(chances, format_)
    if fitted is not None and _is_believed(fitted):
        for place, (character, sureness) in fitted.characters.items():
            best[place], sure[place] = character, sureness
    lines = tuple("".join(ALPHABET[c] for c in line) for line in best)
    if not format_.begins(lines[0]):
        return None  # a beginning that the rules ask for is never read into the picture
    return Decoded(format_, lines, tuple(map(tuple, sure.tolist())))


def _is_believed(fitted: sums.Fit) -> bool:
    sureness = math.prod(probability for _, probability in fitted.characters.values())
    return fitted.log_odds >= math.log(WORST_CORRECTION) and sureness >= SURE


def _likeliest(steps: Sequence[Floats]) -> tuple[Format, NDArray[np.float64]] | None:
    """The format that explains the lines best, and each place's characters: float64[lines, W, 37].

    Line by line, so that what the first one excludes costs nothing on the next.
    """
    lengths = [_length(line) for line in steps]
    seen = {format_: list[Places]() for format_ in FORMATS.values() if _suits(format_, lengths)}
    likelihoods = dict.fromkeys(seen, 0.0)
    for number, line in enumerate(steps):
        for format_ in list(seen):
            found = places(line, _masks(format_)[number])
            if found is None:
                del seen[format_], likelihoods[format_]
                continue
            seen[format_].append(found)
            likelihoods[format_] += found.log_likelihood
        least = max(likelihoods.values(), default=0.0) - UNLIKELY
        for format_ in [one for one, log in likelihoods.items() if log < least]:
            del seen[format_], likelihoods[format_]
    if not seen:
        return None
    best = max(seen, key=likelihoods.__getitem__)
    return best, np.stack([one.characters for one in seen[best]])


def _length(line: Floats) -> int:
    """How many characters stand there by CTC's best path."""
    best = line.argmax(axis=1)
    before = np.concatenate([[BLANK], best[:-1]])
    return int(np.count_nonzero((best != before) & (best != BLANK)))


def _suits(format_: Format, lengths: Sequence[int]) -> bool:
    return format_.rows == len(lengths) and all(
        -_MOST_MISSED <= length - format_.width <= _MOST_ADDED for length in lengths
    )


@cache
def _masks(format_: Format) -> NDArray[np.bool_]:
    """bool[lines, W, 37]: which characters may stand where."""
    return np.array(
        [
            [
                [character in allowed(format_, row, column) for character in ALPHABET]
                for column in range(format_.width)
            ]
            for row in range(format_.rows)
        ]
    )
