from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.liveness.challenges import CHALLENGES
from ekyc.liveness.plan import draw_plan


@given(st.integers(1, 8), st.integers())
def test_no_repeats_in_a_row_and_every_family(count: int, seed: int) -> None:
    plan = draw_plan(count, rng=random.Random(seed))
    assert len(plan) == count
    assert all(a != b for a, b in pairwise(plan))
    families = {CHALLENGES[name].family for name in plan}
    assert len(families) == min(count, 3)


def test_drawn_from_the_systems_source() -> None:
    """All plans of three come up: families in any order, either turn."""
    drawn = Counter(draw_plan(3) for _ in range(600))
    assert len(drawn) == 12


def test_only_from_the_pool() -> None:
    assert set(draw_plan(4, ("blink", "turn_left"))) == {"blink", "turn_left"}


@pytest.mark.parametrize(("count", "pool"), [(0, ("blink",)), (2, ("blink",)), (1, ())])
def test_what_cannot_be_drawn_is_refused(count: int, pool: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_plan(count, pool)
