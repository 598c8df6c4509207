"""The likeliest characters of a zone whose check digits all hold.

The digits are sums modulo 10 (ICAO Doc 9303-3, 4.9): the remainder of the field at hand and that of
the composite digit are all that has to be carried from place to place, so that every possibility
is weighed, and exactly. What a picture cannot tell apart (O and 0, 8 and B) the sums settle; how
much of the probability the other possibilities hold says how surely.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

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
"""Remainders: of the field at hand, of the composite digit. Counted as ten times the one and the
other."""
STATES = 100
START = 0


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
    steps = [_step(link, chances[link.place]) for link in links]
    mass: NDArray[np.float64] = np.zeros(STATES)
    best: NDArray[np.float64] = np.full(STATES + 1, -np.inf)
    mass[START], best[START] = 1.0, 0.0
    masses, origins = [mass], list[NDArray[np.int64]]()
    for step in steps:
        weights = (step.chances[:, None] * mass).ravel()
        mass = np.bincount(step.targets.ravel(), weights, STATES + 1)[:STATES].astype(np.float64)
        logs = (np.log(step.chances)[:, None] + best[:STATES]).ravel()
        order = np.argsort(logs)
        # of several ways to one remainder the likeliest is written last, and stays
        best = np.full(STATES + 1, -np.inf)
        origins.append(np.zeros(STATES + 1, dtype=np.int64))
        best[step.targets.ravel()[order]] = logs[order]
        origins[-1][step.targets.ravel()[order]] = order
        masses.append(mass)
    state = int(best[:STATES].argmax())
    log = float(best[state])
    if log == -np.inf:
        return None
    path = []
    for origin in reversed(origins):
        character, state = divmod(int(origin[state]), STATES)
        path.append(character)
    path.reverse()
    shares = _shares(steps, masses, path)
    without = sum(math.log(step.chances[0]) for step in steps)
    found = {
        link.place: (int(step.characters[taken]), share)
        for link, step, taken, share in zip(links, steps, path, shares, strict=True)
    }
    return Fit(found, log - without)


class _Step(NamedTuple):
    """The `characters` int64[N] that may stand at a link, the likeliest first, their `chances`
    float64[N], and to which state each leads from each: `targets` int64[N, STATES]."""

    characters: NDArray[np.int64]
    chances: NDArray[np.float64]
    targets: NDArray[np.int64]


def _step(link: Link, chances: NDArray[np.float64]) -> _Step:
    order = np.argsort(-chances)[:CANDIDATES]
    likely = order[chances[order] > STRAY]
    return _Step(likely, chances[likely], _targets(link)[likely])


def _shares(steps: list[_Step], masses: list[NDArray[np.float64]], path: list[int]) -> list[float]:
    """For each step the share of all that is possible in which its character is that of `path`."""
    behind = np.append((masses[-1] > 0).astype(np.float64), 0.0)
    shares = []
    for step, mass, taken in zip(
        reversed(steps), reversed(masses[:-1]), reversed(path), strict=True
    ):
        through = step.chances[:, None] * behind[step.targets]
        each = through @ mass
        shares.append(float(each[taken] / each.sum()))
        behind = np.append(through.sum(axis=0), 0.0)
    return shares[::-1]


@cache
def _targets(link: Link) -> NDArray[np.int64]:
    """int64[37, STATES]: the state after each character from each state; STATES where a digit does
    not hold."""
    states = [(own, composite) for own in range(10) for composite in range(10)]
    after = [[link.after(state, character) for state in states] for character in ALPHABET]
    return np.array(
        [[STATES if one is None else 10 * one[0] + one[1] for one in row] for row in after],
        dtype=np.int64,
    )


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
