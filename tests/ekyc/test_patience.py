from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from ekyc.patience import Patience, queued_s, running_s


def test_it_is_over_when_its_time_is() -> None:
    now_s = 10.0
    patience = Patience(2.0, lambda: now_s)
    assert not patience.is_over
    now_s = 11.9
    assert not patience.is_over
    now_s = 12.0
    assert patience.is_over


def test_what_others_had_of_the_processor_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ekyc.patience.queued_s", lambda _task: 3.0)
    monkeypatch.setattr("time.monotonic", lambda: 5.0)
    assert running_s() == 2.0


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="not counted here")
def test_a_thread_that_waits_for_the_processor_is_seen_to() -> None:
    stop = threading.Event()
    waiting: list[Path] = []

    def spin() -> None:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        waiting.append(Path(f"/proc/self/task/{threading.get_native_id()}"))
        while not stop.is_set():
            sum(range(1000))

    threads = [threading.Thread(target=spin) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        while len(waiting) < 2:
            pass
        for _ in range(1000):
            if all(queued_s(task) > 0 for task in waiting):
                break
            stop.wait(0.01)
        assert all(queued_s(task) > 0 for task in waiting)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert queued_s(Path("/proc/self/task/0")) == 0.0
