from __future__ import annotations

from collections.abc import Callable

import pytest

from ekyc.bench.timing import LEAST_RUNS, Stage, measure


class Clock:
    """A clock that only work moves."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def work(self, *seconds: float) -> Callable[[], None]:
        """Work that takes these times in turn."""
        times = iter(seconds * 1000)

        def run() -> None:
            self.now_s += next(times)

        return run


def test_medians_and_the_ratio() -> None:
    clock = Clock()
    stage = Stage("one", clock.work(0.002), "other", clock.work(0.010), aim_ms=3.0)
    timing = measure(stage, 0.5, clock)
    assert timing.ours_ms == pytest.approx(2.0)
    assert timing.peer_ms == pytest.approx(10.0)
    assert timing.ratio == pytest.approx(5.0)
    assert timing.runs == pytest.approx(125, abs=2)  # five turns of 50 ms
    assert timing.as_json()["aim_ms"] == 3.0


def test_one_slow_run_in_ten_moves_no_median() -> None:
    clock = Clock()
    timing = measure(Stage("one", clock.work(*[0.001] * 9, 1.0)), 5.0, clock)
    assert timing.ours_ms == pytest.approx(1.0)
    assert timing.ratio is None
    assert timing.as_json()["peer"] is None


def test_slow_work_runs_a_few_times_all_the_same() -> None:
    clock = Clock()
    assert measure(Stage("one", clock.work(100.0)), 1.0, clock).runs == LEAST_RUNS


def test_work_on_many_is_told_of_one() -> None:
    clock = Clock()
    assert measure(Stage("one", clock.work(0.5), per=50), 1.0, clock).ours_ms == pytest.approx(10.0)
