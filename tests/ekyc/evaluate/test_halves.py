from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.evaluate.halves import Scored, told

HONEST = [Scored(half, score) for half in (0, 1) for score in (0.7, 0.8, 0.9)]
ATTACKS = [Scored(0, 0.1), Scored(0, 0.75), Scored(1, 0.2)]


def test_what_is_below_fails_or_from_there_on() -> None:
    low = told(HONEST, ATTACKS, 0.75, low_fails=True)
    assert (low["refused"], low["missed"]) == (2, 1)
    high = told(ATTACKS, HONEST, 0.75, low_fails=False)
    assert (high["refused"], high["missed"]) == (1, 2)


def test_a_half_is_judged_by_the_other() -> None:
    honest = [Scored(0, 0.5), Scored(0, 0.6), Scored(1, 0.3), Scored(1, 0.9)]
    first, second = told(honest, [Scored(0, 0.4)], 0.0, low_fails=True)["by_other_half"]
    assert (first["threshold"], first["refused"], first["missed"]) == (0.3, 0, 1)
    assert (second["threshold"], second["refused"], second["attacks"]) == (0.5, 1, 0)


@given(
    st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=120),
    st.booleans(),
)
def test_a_half_that_judges_itself_is_refused_a_fiftieth_at_most(
    scores: list[float], low_fails: bool
) -> None:
    honest = [Scored(half, score) for half in (0, 1) for score in scores]
    for half in told(honest, [], 0.0, low_fails=low_fails)["by_other_half"]:
        assert half["refused"] <= len(scores) // 50


def test_both_halves_have_honest_ones() -> None:
    with pytest.raises(ValueError, match="half"):
        told([Scored(0, 0.5)], ATTACKS, 0.5, low_fails=True)


def test_intervals_are_those_of_the_counts() -> None:
    found = told(HONEST * 50, ATTACKS, 0.5, low_fails=True)
    assert found["refused_95"][0] == 0.0
    assert found["refused_95"][1] < 0.02 < np.mean(found["missed_95"])
