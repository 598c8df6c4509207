"""Which movements are asked for, and in which order: drawn so that nobody can film them before."""

from __future__ import annotations

import itertools
import random
import secrets
from collections.abc import Sequence

from ekyc.liveness.challenges import CHALLENGES


def draw_plan(
    count: int, pool: Sequence[str] = tuple(CHALLENGES), rng: random.Random | None = None
) -> tuple[str, ...]:
    """`count` challenge names from `pool`: one of each family as far as `count` reaches, then any.

    None twice in a row. `rng` defaults to the system's cryptographic source; a test passes its own.
    Raises ValueError when the pool cannot fill the plan.
    """
    rng = rng or secrets.SystemRandom()
    if count < 1 or not pool or (count > 1 and len(set(pool)) < 2):
        raise ValueError(f"{count} movements cannot be drawn from {sorted(set(pool))}")
    families: dict[str, list[str]] = {}
    for name in pool:
        families.setdefault(CHALLENGES[name].family, []).append(name)
    while True:
        order = rng.sample(sorted(families), k=min(count, len(families)))
        names = [rng.choice(families[family]) for family in order]
        names += [rng.choice(list(pool)) for _ in range(count - len(names))]
        rng.shuffle(names)
        if all(a != b for a, b in itertools.pairwise(names)):
            return tuple(names)
