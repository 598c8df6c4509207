from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ekyc.evaluate.rates import (
    ACCEPTED,
    REFUSED,
    auc,
    eer,
    fnmr_at,
    threshold_at_fmr,
    wilson,
)

scores = arrays(np.float64, st.integers(1, 40), elements=st.floats(-1, 1, width=16))


@given(scores, scores)
def test_auc_is_the_share_of_pairs_in_order(genuine: np.ndarray, impostor: np.ndarray) -> None:
    wins = (genuine[:, None] > impostor).mean() + 0.5 * (genuine[:, None] == impostor).mean()
    assert auc(genuine, impostor) == pytest.approx(wins)


@given(scores, st.sampled_from([0.5, 0.1, 0.01, 1e-4]))
def test_the_threshold_keeps_the_false_match_rate(impostor: np.ndarray, fmr: float) -> None:
    at = threshold_at_fmr(impostor, fmr)
    if len(impostor) * fmr < 1 - 1e-6:
        assert at is None
        return
    assert at is not None
    assert (impostor >= at).mean() <= fmr
    below = impostor[impostor < at].max()
    assert (impostor >= below).mean() > fmr, "the least threshold that keeps it"


@given(scores, st.integers(0, 10), st.sampled_from([0.5, 0.1, 0.05]))
def test_impostors_not_compared_are_accepted_and_move_no_threshold_beyond_the_others(
    impostor: np.ndarray, failed: int, fmr: float
) -> None:
    every = np.concatenate([impostor, np.full(failed, ACCEPTED)])
    allowed = int(fmr * len(every) + 1e-9)
    at = threshold_at_fmr(every, fmr)
    if allowed == 0 or allowed < failed:
        assert at is None
        return
    assert at is not None
    assert at <= np.nextafter(impostor.max(), 2)
    assert (impostor >= at).sum() + failed <= allowed


def test_errors_of_both_classes_keep_the_figures_finite() -> None:
    genuine, impostor = np.array([0.9, 0.8, REFUSED]), np.array([0.1, 0.2, ACCEPTED])
    assert auc(genuine, impostor) == pytest.approx(4 / 9)
    assert eer(genuine, impostor) == pytest.approx(1 / 3)
    assert fnmr_at(genuine, 0.5) == pytest.approx(1 / 3)


def test_known_figures() -> None:
    genuine = np.array([0.9, 0.8, 0.7, 0.2])
    impostor = np.array([0.1, 0.3, 0.4, 0.75])
    assert eer(genuine, impostor) == pytest.approx(0.25)
    assert fnmr_at(genuine, 0.75) == 0.5
    assert eer(np.array([0.9, 0.8]), np.array([0.1, 0.2])) == 0.0


def test_wilson_agrees_with_the_textbook() -> None:
    """0 of 100 and 10 of 100 (Newcombe 1998, table of the score interval)."""
    assert wilson(0, 100) == pytest.approx((0.0, 0.037), abs=1e-3)
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
