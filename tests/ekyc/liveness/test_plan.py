from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.liveness.challenges import CHALLENGES, NEEDED_FAMILIES
from ekyc.liveness.plan import draw_plan, new_nonce

NAMES = st.sampled_from(sorted(CHALLENGES))


@given(st.integers(1, 8), st.text(max_size=4), st.integers(1, 3), NAMES)
def test_no_repeats_in_a_row_and_every_family(
    count: int, nonce: str, attempt: int, after: str
) -> None:
    plan = draw_plan(nonce, attempt, count, after=after)
    assert len(plan) == count
    assert all(a != b for a, b in pairwise((after, *plan)))
    families = {CHALLENGES[name].family for name in plan}
    assert len(families & set(NEEDED_FAMILIES)) >= min(count, len(NEEDED_FAMILIES))


def test_the_nonce_gives_the_plan_again_and_another_gives_another() -> None:
    assert draw_plan("a", 1, 3) == draw_plan("a", 1, 3)
    assert len({draw_plan(new_nonce(), 1, 3) for _ in range(40)}) > 20
    assert len({draw_plan("a", attempt, 3) for attempt in range(1, 20)}) > 10


def test_a_nonce_is_128_bits_and_never_the_same() -> None:
    drawn = {new_nonce() for _ in range(50)}
    assert len(drawn) == 50
    assert {len(bytes.fromhex(nonce)) for nonce in drawn} == {16}


def test_every_movement_comes_up_about_as_often_as_its_family_allows() -> None:
    drawn = Counter(name for n in range(900) for name in draw_plan(str(n), 1, 3))
    for family in NEEDED_FAMILIES:
        names = [name for name in CHALLENGES if CHALLENGES[name].family == family]
        for name in names:
            assert drawn[name] == pytest.approx(900 / len(names), rel=0.35)


def test_holding_still_is_never_one_of_three() -> None:
    """A photo can do that."""
    assert all("hold_still" not in draw_plan(str(n), 1, 3) for n in range(300))


def test_only_from_the_pool() -> None:
    assert set(draw_plan("", 1, 4, ("blink", "turn_left"))) == {"blink", "turn_left"}


@pytest.mark.parametrize(("count", "pool"), [(0, ("blink",)), (2, ("blink",)), (1, ())])
def test_what_cannot_be_drawn_is_refused(count: int, pool: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_plan("", 1, count, pool)


@pytest.mark.timeout(10)
def test_the_only_movement_of_a_family_is_asked_for_again_rather_than_none() -> None:
    """A photo can hold still, so that cannot stand in for it."""
    assert draw_plan("", 2, 1, ("blink", "hold_still"), after="blink") == ("blink",)
