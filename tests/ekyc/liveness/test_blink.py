from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekyc.liveness.blink import BlinkDetector, Closure
from ekyc.values import FaceObservation

Observe = Callable[..., FaceObservation]


def play(
    observe: Observe, shut: list[tuple[float, float]], fps: float, seconds: float = 4.0
) -> tuple[list[Closure], BlinkDetector]:
    """What is told of eyes that are shut from and to these times."""
    detector, told = BlinkDetector(), []
    for index in range(int(seconds * fps)):
        t_s = index / fps
        eyes = 0.08 if any(start <= t_s < end for start, end in shut) else 0.3
        told.append(detector.step(observe(t_s, eyes=eyes)))
    return [one for one in told if one is not None], detector


@pytest.mark.parametrize("fps", [10, 15, 25, 30, 50])
def test_each_closure_is_told_once_at_any_rate(fps: float, observe: Observe) -> None:
    shut = [(1.0, 1.2), (1.8, 2.3), (3.0, 3.15)]
    told, _ = play(observe, shut, fps)
    assert len(told) == len(shut)
    for (start_s, end_s), closure in zip(shut, told, strict=True):
        assert start_s - 1e-6 <= closure.start_s <= start_s + 1 / fps
        assert end_s - 1 / fps - 1e-6 <= closure.end_s <= end_s
        assert closure.depth == pytest.approx(0.08 / 0.3, abs=0.01)


def test_it_is_told_with_the_frame_that_opens_the_eyes(observe: Observe) -> None:
    detector = BlinkDetector()
    for index in range(10):
        assert detector.step(observe(index / 25)) is None
    assert detector.step(observe(0.4, eyes=0.05)) is None
    assert detector.closed is not None
    assert detector.step(observe(0.44, eyes=0.3)) is not None
    assert detector.closed is None


def test_a_film_may_end_in_a_closure(observe: Observe) -> None:
    told, detector = play(observe, [(3.0, 9.0)], 25)
    assert told == []
    assert detector.closed is not None
    assert detector.closed.start_s == pytest.approx(3.0)


def test_half_shut_is_neither(observe: Observe) -> None:
    detector = BlinkDetector()
    for index in range(50):
        eyes = 0.3 if index < 25 else 0.21
        assert detector.step(observe(index / 25, eyes=eyes)) is None
    assert detector.closed is None


def test_what_nobody_watched_is_not_told(observe: Observe) -> None:
    detector = BlinkDetector()
    for index in range(25):
        detector.step(observe(index / 25))
    detector.step(observe(1.0, eyes=0.05))
    assert detector.step(observe(2.0)) is None


def test_one_eye_is_enough(observe: Observe) -> None:
    detector, told = BlinkDetector(), []
    for index in range(50):
        seen = observe(index / 25)
        wink = replace(seen, eye_openness=(0.3, 0.05)) if 25 <= index < 30 else seen
        told.append(detector.step(wink))
    assert sum(one is not None for one in told) == 1


def tilted(seen: FaceObservation, share: float) -> FaceObservation:
    """The face as a photo shows it that is tilted until it is so low."""
    low = seen.landmarks * np.array([1, share], np.float32)
    left, right = seen.eye_openness
    return replace(seen, landmarks=low, eye_openness=(left * share, right * share))


def test_a_tilted_photo_does_not_shut_its_eyes(observe: Observe) -> None:
    detector = BlinkDetector()
    for index in range(100):
        share = 1 - 0.5 * float(np.sin(index / 100 * np.pi))
        assert detector.step(tilted(observe(index / 25), share)) is None
    assert detector.closed is None


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.001, 1.0)), max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it is a plain function
def test_closures_follow_one_another(observe: Observe, frames: list[tuple[float, float]]) -> None:
    detector, t_s, last_s = BlinkDetector(), 0.0, -1.0
    for eyes, step_s in frames:
        t_s += step_s
        closure = detector.step(observe(t_s, eyes=eyes))
        if closure is not None:
            assert last_s < closure.start_s <= closure.end_s < t_s
            assert 0 <= closure.depth <= detector.shut
            last_s = closure.end_s
