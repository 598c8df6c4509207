"""Which movements are asked for, and in which order: drawn so that nobody can film them before."""

from __future__ import annotations

import hashlib
import itertools
import random
import secrets
from collections.abc import Sequence

from ekyc.liveness.challenges import CHALLENGES, NEEDED_FAMILIES

NONCE_BYTES = 16


def new_nonce() -> str:
    """A session's nonce: 128 bits of the system's cryptographic source, in hexadecimal."""
    return secrets.token_hex(NONCE_BYTES)


def draw_plan(
    nonce: str, attempt: int, count: int, pool: Sequence[str] = tuple(CHALLENGES), after: str = ""
) -> tuple[str, ...]:
    """`count` challenge names from `pool`; an auditor who knows the nonce draws the same.

    One of each needed family (eyes, head, mouth) as far as `count` and `pool` reach, then any. None
    twice in a row, `after` (the last one asked for before) included, unless it is the only one that
    can be asked for. Raises ValueError when the pool cannot fill the plan.
    """
    if count < 1 or not pool or (count > 1 and len(set(pool)) < 2):
        raise ValueError(f"{count} movements cannot be drawn from {sorted(set(pool))}")
    seed = hashlib.sha256(f"{nonce}/{attempt}".encode()).digest()
    rng = random.Random(seed)  # noqa: S311 (as unpredictable as the nonce; the same on every machine)
    names = sorted(set(pool))
    families = [
        [name for name in names if CHALLENGES[name].family == family] for family in NEEDED_FAMILIES
    ]
    wanted = [family for family in families if family]
    alone = count == 1 and set(itertools.chain(*wanted) if wanted else names) == {after}
    while True:
        plan = [rng.choice(family) for family in rng.sample(wanted, k=min(count, len(wanted)))]
        plan += [rng.choice(names) for _ in range(count - len(plan))]
        rng.shuffle(plan)
        before = plan if alone else [after, *plan]
        if all(a != b for a, b in itertools.pairwise(before)):
            return tuple(plan)
