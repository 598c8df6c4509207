from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from ekyc.patience import ENDLESS, Patience, Stopwatch


def test_it_is_over_when_its_time_is() -> None:
    lasted_s = 0.0
    patience = Patience(2.0, lambda seconds: lasted_s >= seconds)
    assert not patience.is_over
    lasted_s = 1.9
    assert not patience.is_over
    lasted_s = 2.0
    assert patience.is_over
    assert not ENDLESS.is_over


@pytest.mark.parametrize(
    ("queued_s", "over"), [(0.0, True), (2.9, True), (3.1, False), (9.9, True)]
)
def test_what_others_had_of_the_processor_does_not_count(
    queued_s: float, over: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A tenth of the time counts in any case."""
    now_s, waited = 100.0, {"1": 7.0, "2": 1.0}
    monkeypatch.setattr("time.monotonic", lambda: now_s)
    monkeypatch.setattr(Stopwatch, "_queued_s", lambda _self: dict(waited))
    patience = Patience(1.0 if queued_s > 9 else 2.0)
    assert not patience.is_over
    now_s += 10.0 if queued_s > 9 else 5.0
    waited |= {"2": 1.0 + queued_s, "3": 0.1}
    assert patience.is_over is over


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="not counted here")
def test_threads_that_wait_for_the_processor_are_seen_to() -> None:
    stop = threading.Event()
    one = {min(os.sched_getaffinity(0))}

    def spin() -> None:
        os.sched_setaffinity(0, one)
        while not stop.is_set():
            sum(range(1000))

    watch = Stopwatch()
    threads = [threading.Thread(target=spin) for _ in range(2)]
    for thread in threads:
        thread.start()
    queued_s = 0.0
    try:
        for _ in range(1000):
            stop.wait(0.01)
            until_s = watch.elapsed_s
            queued_s = until_s - watch.running_s
            if queued_s > 0.02:
                break
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert queued_s > 0.02


def test_of_a_process_that_is_not_there_all_time_counts() -> None:
    watch = Stopwatch("nobody")
    assert watch.running_s >= 0.0
    assert watch._queued_s() == {}
