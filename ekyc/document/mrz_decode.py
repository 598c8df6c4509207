"""From what the recogniser saw to the lines of a zone: by the layout, then by the check digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ekyc.document import mrz_sums
from ekyc.document.mrz_grammar import FORMATS, Format, allowed
from ekyc.document.mrz_places import places
from ekyc.values import Floats
from models.mrz_lines import ALPHABET

WORST_CORRECTION = 0.02
"""How likely, against the best reading, one that fits the digits must be to be taken: documents
with wrong digits exist, and are to be read as they are printed."""
SURE = 0.97
"""How sure a field must be, and that this is the reading that fits the digits: in strips that
cannot be read, any line can be found of which they hold (docs/measured.md)."""


@dataclass(frozen=True)
class Decoded:
    """Lines of one format, with a `sureness` 0..1 for each character. `log_likelihood`: of the
    strips under this format, by step of the network."""

    format: Format
    lines: tuple[str, ...]
    sureness: tuple[tuple[float, ...], ...]
    log_likelihood: float


def decode(steps: Sequence[Floats]) -> Decoded | None:
    """The likeliest zone of so many lines, each float32[T, 38] as `MrzLines.predict` gives it; None
    where no format has so many lines, or the strips are too short for it."""
    formats = [format_ for format_ in FORMATS.values() if format_.rows == len(steps)]
    seen = [one for format_ in formats if (one := _seen(steps, format_)) is not None]
    if not seen:
        return None
    format_, chances, log_likelihood = max(seen, key=lambda one: one[2])
    best, sure = chances.argmax(axis=2), chances.max(axis=2)
    fitted = mrz_sums.fit(chances, format_)
    if fitted is not None and _is_believed(fitted):
        for place, (character, sureness) in fitted.characters.items():
            best[place], sure[place] = character, sureness
    lines = tuple("".join(ALPHABET[c] for c in line) for line in best)
    return Decoded(format_, lines, tuple(map(tuple, sure.tolist())), log_likelihood)


def _is_believed(fitted: mrz_sums.Fit) -> bool:
    sureness = math.prod(probability for _, probability in fitted.characters.values())
    return fitted.log_odds >= math.log(WORST_CORRECTION) and sureness >= SURE


def _seen(
    steps: Sequence[Floats], format_: Format
) -> tuple[Format, NDArray[np.float64], float] | None:
    found = [places(line, mask) for line, mask in zip(steps, _masks(format_), strict=True)]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    likelihood = sum(one.log_likelihood for one in known) / sum(map(len, steps))
    return format_, np.stack([one.characters for one in known]), likelihood


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
