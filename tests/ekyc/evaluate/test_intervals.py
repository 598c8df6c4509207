from __future__ import annotations

import numpy as np
import pytest

from ekyc.evaluate.intervals import Compared, bootstrap
from ekyc.evaluate.rates import fnmr_at, threshold_at_fmr, wilson

RANDOM = np.random.default_rng(7)
PEOPLE = 400


def pairs(scores: np.ndarray, a: np.ndarray, b: np.ndarray) -> Compared:
    return Compared(scores, a.astype(np.int32), b.astype(np.int32))


def independent(genuine: np.ndarray) -> tuple[Compared, Compared]:
    """One genuine pair a person, impostors between neighbours."""
    who = np.arange(len(genuine))
    impostor = RANDOM.normal(0, 0.1, 50 * PEOPLE)
    a = np.arange(len(impostor)) % PEOPLE
    return pairs(genuine, who, who), pairs(impostor, a, (a + 1 + a // 7) % PEOPLE)


def test_with_one_pair_a_person_the_interval_is_the_usual_one() -> None:
    scores = np.where(np.arange(PEOPLE) < 40, -1.0, 1.0)  # 10 % are missed whatever the threshold
    genuine, impostor = independent(scores)
    [spread] = bootstrap(genuine, impostor, [(1e-2, 0.3)])
    assert spread.fnmr is not None
    assert spread.fnmr == pytest.approx(wilson(40, PEOPLE), abs=0.006)


def test_pairs_of_one_person_do_not_count_as_many_people() -> None:
    """The same pairs, 20 a person: 2 of 20 people fail in all of theirs."""
    scores = np.where(np.arange(PEOPLE) < 40, -1.0, 1.0)
    genuine, impostor = independent(scores)
    crowded = pairs(scores, np.arange(PEOPLE) // 20, np.arange(PEOPLE) // 20)
    [narrow] = bootstrap(genuine, impostor, [(1e-2, 0.3)])
    [wide] = bootstrap(crowded, impostor, [(1e-2, 0.3)])
    assert narrow.fnmr is not None
    assert wide.fnmr is not None
    assert wide.fnmr[1] - wide.fnmr[0] > 3 * (narrow.fnmr[1] - narrow.fnmr[0])


def test_the_measured_figures_lie_inside() -> None:
    genuine, impostor = independent(RANDOM.normal(0.4, 0.15, PEOPLE))
    for fmr in (1e-2, 1e-3):
        at = threshold_at_fmr(impostor.scores, fmr)
        assert at is not None
        [spread] = bootstrap(genuine, impostor, [(fmr, at)])
        for interval, value in (
            (spread.threshold, at),
            (spread.fnmr, fnmr_at(genuine.scores, at)),
            (spread.fmr, fmr),
        ):
            assert interval is not None
            assert interval[0] <= value + 1e-9
            assert interval[1] >= value - 1e-9


def test_the_same_data_give_the_same_intervals() -> None:
    genuine, impostor = independent(RANDOM.normal(0.4, 0.15, PEOPLE))
    points = [(1e-2, 0.2), (1e-3, 0.3)]
    assert bootstrap(genuine, impostor, points, 50) == bootstrap(genuine, impostor, points, 50)
    assert bootstrap(genuine, impostor, [], 50) == []


def test_impostors_that_were_not_compared_leave_the_threshold_open() -> None:
    genuine, impostor = independent(np.full(PEOPLE, 0.5))
    failed = impostor.scores.copy()
    failed[:25] = np.inf
    [spread] = bootstrap(genuine, pairs(failed, impostor.a, impostor.b), [(1e-3, 0.4)])
    assert spread.threshold is None
    assert spread.fnmr is not None
    assert spread.fnmr[1] == 1.0
