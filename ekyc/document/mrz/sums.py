"""The likeliest characters of a zone whose check digits all hold.

The digits are sums modulo 10 (ICAO Doc 9303-3, 4.9): the remainder of the field at hand and that of
the composite digit are all that has to be carried from place to place, so that every possibility
is weighed, and exactly. What a picture cannot tell apart (O and 0, 8 and B) the sums settle; how
much of the probability the other possibilities hold says how surely.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ekyc.document.mrz.grammar import (
    DIGITS,
    FILLER,
    WEIGHTS,
    CheckPlace,
    Format,
    check_value,
)
from models.mrz_lines import ALPHABET

CANDIDATES = 4
"""Characters weighed at a place."""
STRAY = 1e-6
"""Least probability of a candidate: what the picture makes less likely is left out."""

Place = tuple[int, int]
"""Line and column."""
State = tuple[int, int]
"""Remainders: of the field at hand, of the composite digit."""
START: State = (0, 0)


@dataclass(frozen=True)
class Link:
    """A place that some digit covers, or a digit's own. Weight 0: not covered."""

    place: Place
    weight: int = 0
    composite_weight: int = 0
    digit: CheckPlace | None = None
    composite_digit: bool = False

    def after(self, state: State, character: str) -> State | None:
        """The remainders after `character` stood here; None where its digit does not hold."""
        own, composite = state
        value = check_value(character)
        if self.digit is not None:
            open_ = self.digit.may_be_filler and character == FILLER and own == 0
            if not open_ and (character not in DIGITS or value != own):
                return None
            own = 0
        if self.composite_digit:
            return (0, 0) if character in DIGITS and value == composite else None
        return (
            (own + self.weight * value) % 10,
            (composite + self.composite_weight * value) % 10,
        )


@dataclass(frozen=True)
class Fit:
    """The likeliest characters on which all digits hold: for each place its number in `ALPHABET`
    and its probability, given that they hold. `log_odds`: against the likeliest without digits."""

    characters: dict[Place, tuple[int, float]]
    log_odds: float


def fit(chances: NDArray[np.float64], format_: Format) -> Fit | None:
    """Weigh `chances` float64[lines, W, 37]; None where no likely characters make all digits hold.

    A number that is too long for its place has its digit elsewhere (Doc 9303-5 and -6, 4.2.2.2) and
    is left to the composite digit.
    """
    links = _links(format_, _is_long(chances, format_))
    options = [_options(chances[link.place]) for link in links]
    masses: list[dict[State, float]] = [{START: 1.0}]
    best: dict[State, tuple[float, tuple[int, ...]]] = {START: (0.0, ())}
    for link, characters in zip(links, options, strict=True):
        mass: dict[State, float] = defaultdict(float)
        nearer: dict[State, tuple[float, tuple[int, ...]]] = {}
        for state, character, chance, after in _moves(link, characters, masses[-1]):
            mass[after] += masses[-1][state] * chance
            log, path = best[state]
            candidate = (log + math.log(chance), (*path, character))
            if after not in nearer or candidate[0] > nearer[after][0]:
                nearer[after] = candidate
        masses.append(mass)
        best = nearer
    if not best:
        return None
    log, path = max(best.values())
    shares = _shares(links, options, masses, path)
    without = sum(math.log(characters[0][1]) for characters in options)
    found = {link.place: (c, p) for link, c, p in zip(links, path, shares, strict=True)}
    return Fit(found, log - without)


def _shares(
    links: list[Link],
    options: list[list[tuple[int, float]]],
    masses: list[dict[State, float]],
    path: tuple[int, ...],
) -> list[float]:
    """For each link the share of all that is possible in which its character is that of `path`."""
    behind: dict[State, float] = dict.fromkeys(masses[-1], 1.0)
    shares = []
    for link, characters, mass, taken in zip(
        reversed(links), reversed(options), reversed(masses[:-1]), reversed(path), strict=True
    ):
        with_it = whole = 0.0
        before: dict[State, float] = defaultdict(float)
        for state, character, chance, after in _moves(link, characters, mass):
            if after not in behind:
                continue
            through = chance * behind[after]
            before[state] += through
            whole += mass[state] * through
            if character == taken:
                with_it += mass[state] * through
        behind = before
        shares.append(with_it / whole)
    return shares[::-1]


def _moves(
    link: Link, characters: list[tuple[int, float]], states: dict[State, float]
) -> Iterator[tuple[State, int, float, State]]:
    for state in states:
        for character, chance in characters:
            after = link.after(state, ALPHABET[character])
            if after is not None:
                yield state, character, chance, after


def _options(chances: NDArray[np.float64]) -> list[tuple[int, float]]:
    order = np.argsort(-chances)[:CANDIDATES]
    return [(int(c), float(chances[c])) for c in order if chances[c] > STRAY]


def _is_long(chances: NDArray[np.float64], format_: Format) -> bool:
    if format_.name not in ("TD1", "TD2"):
        return False
    number = next(check for check in format_.checks if check.name == "document_number")
    digit = chances[number.span.line, number.span.start]
    return ALPHABET[int(digit.argmax())] == FILLER


@cache
def _links(format_: Format, long_number: bool) -> list[Link]:
    """The places that digits cover, in the composite digit's order."""
    composite = next((check for check in format_.checks if check.name == "composite"), None)
    fields = [check for check in format_.checks if check is not composite]
    if long_number:
        fields = [check for check in fields if check.name != "document_number"]
    own = {place: WEIGHTS[i % 3] for check in fields for i, place in enumerate(_places(check))}
    digits = {(check.span.line, check.span.start): check for check in fields}
    if composite is None:
        order = [place for check in fields for place in (*_places(check), _digit_place(check))]
        return [Link(place, own.get(place, 0), 0, digits.get(place)) for place in order]
    links = [
        Link(place, own.get(place, 0), WEIGHTS[i % 3], digits.get(place))
        for i, place in enumerate(_places(composite))
    ]
    return [*links, Link(_digit_place(composite), composite_digit=True)]


def _places(check: CheckPlace) -> list[Place]:
    return [(span.line, column) for span in check.covers for column in range(span.start, span.end)]


def _digit_place(check: CheckPlace) -> Place:
    return check.span.line, check.span.start
