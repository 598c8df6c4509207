from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.liveness.dwell import MAX_GAP_S, Dwell

BAND = (-10.0, 10.0)


def held(seconds: float, samples: list[tuple[float, float]]) -> float | None:
    """When a dwell of `seconds` in BAND was seen, or None."""
    dwell = Dwell(seconds)
    return next((t for t, value in samples if dwell.step(t, (value, BAND))), None)


def swing(t_s: float) -> float:
    """From -20 to +20 degrees at 160 degrees a second: inside BAND from 0.0625 to 0.1875 s."""
    return -20 + 160 * t_s


@pytest.mark.parametrize("fps", [10, 12.5, 15, 25, 30, 60])
@pytest.mark.parametrize("phase", [0.0, 0.3, 0.7])
def test_the_rate_of_the_camera_does_not_matter(fps: float, phase: float) -> None:
    samples = [((i + phase) / fps, swing((i + phase) / fps)) for i in range(-3, int(0.3 * fps) + 2)]
    assert held(0.12, samples) is not None
    assert held(0.13, samples) is None


def test_a_gap_is_not_bridged() -> None:
    assert held(0.2, [(0.0, 0.0), (MAX_GAP_S + 0.01, 0.0)]) is None
    assert held(0.2, [(0.0, 0.0), (MAX_GAP_S - 0.01, 0.0)]) is not None


def test_leaving_starts_again() -> None:
    samples = [(0.0, 0.0), (0.1, 0.0), (0.2, 30.0), (0.3, 0.0), (0.4, 0.0)]
    assert held(0.25, samples) is None


def test_all_signals_must_hold_together() -> None:
    dwell = Dwell(0.1)
    assert not dwell.step(0.0, (0.0, BAND), (99.0, BAND))
    assert not dwell.step(0.1, (0.0, BAND), (0.0, BAND))
    assert dwell.step(0.25, (0.0, BAND), (0.0, BAND))


def test_a_band_without_end() -> None:
    dwell = Dwell(0.1)
    assert not dwell.step(0.0, (5.0, (18.0, math.inf)))
    assert not dwell.step(0.1, (19.0, (18.0, math.inf)))
    assert dwell.step(0.2, (40.0, (18.0, math.inf)))


@given(st.lists(st.tuples(st.floats(0.001, 0.3), st.floats(-40, 40)), min_size=2, max_size=40))
def test_never_longer_than_the_time_between_outside_samples(
    steps: list[tuple[float, float]],
) -> None:
    """What was held must fit between the last sample outside before it and the first after it."""
    t_s, dwell, seconds, since_outside = 0.0, Dwell(0.2), 0.2, 0.0
    for step_s, value in steps:
        t_s += step_s
        if dwell.step(t_s, (value, BAND)):
            assert t_s - since_outside >= seconds - 1e-6
            break
        if not BAND[0] <= value <= BAND[1]:
            since_outside = t_s
