"""Text to print: lines as they stand in machine-readable zones, and lines of pure chance.

Half of the lines have the zones' habits (runs of fillers, dates, names), so that the network learns
to count fillers. The other half are letters, digits and fillers in any order: what it reads must
not depend on what is usual.
"""

from __future__ import annotations

import numpy as np

from models.mrz_lines import ALPHABET, FILLER

LETTERS, DIGITS = ALPHABET[10:36], ALPHABET[:10]
WIDTHS = (30, 36, 44)
CHANCE_LINES = 0.5
FILLER_SHARE = 0.15


def line(random: np.random.Generator, width: int) -> str:
    """A line of `width` characters of `ALPHABET`."""
    if random.random() < CHANCE_LINES:
        return _chance(random, width)
    make = _names if random.random() < 0.5 else _numbers
    return make(random, width)[:width].ljust(width, FILLER)


def _chance(random: np.random.Generator, width: int) -> str:
    runs = ""
    while len(runs) < width:
        if random.random() < FILLER_SHARE:
            runs += FILLER * int(random.integers(1, 9))
        else:
            runs += _some(random, ALPHABET[:36], int(random.integers(1, 8)))
    return runs[:width]


def _names(random: np.random.Generator, _: int) -> str:
    kind = random.choice(list("PPPVIAC")) + random.choice([FILLER, *LETTERS])
    head = kind + _some(random, LETTERS, 3) if random.random() < 0.7 else ""
    surname = FILLER.join(_name(random) for _ in range(int(random.integers(1, 3))))
    given = FILLER.join(_name(random) for _ in range(int(random.integers(0, 4))))
    return f"{head}{surname}{FILLER * 2}{given}"


def _numbers(random: np.random.Generator, width: int) -> str:
    number = _some(random, random.choice([DIGITS, ALPHABET[:36]]), int(random.integers(6, 10)))
    number = number.ljust(9, FILLER) + _some(random, DIGITS, 1)
    state = _some(random, LETTERS, 3) if random.random() < 0.9 else "D<<"
    born, ends = (_some(random, DIGITS, 7) for _ in range(2))
    sex = random.choice(list("FM<"))
    parts = [number + state + born + sex + ends, born + sex + ends + state, "I" + FILLER + number]
    start = str(random.choice(parts))
    room = max(width - len(start) - 2, 0)
    extra = _some(random, ALPHABET[:36], int(random.integers(0, room + 1)))
    return (start + extra).ljust(width - 2, FILLER) + _some(random, DIGITS + FILLER, 2)


def _name(random: np.random.Generator) -> str:
    return _some(random, LETTERS, int(random.integers(2, 11)))


def _some(random: np.random.Generator, of: str, count: int) -> str:
    return "".join(random.choice(list(of), count))
