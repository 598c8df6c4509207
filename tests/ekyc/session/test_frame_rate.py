from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.session.frame_rate import FrameRate


@given(st.integers(2, 60), st.integers(2, 200), st.floats(0, 1e6))
def test_a_steady_camera_has_its_own_rate(fps: int, frames: int, start_s: float) -> None:
    rate = FrameRate()
    for i in range(frames):
        rate.step(start_s + i / fps)
    assert rate.fps == pytest.approx(fps, rel=1e-3)


def test_a_pause_is_forgotten_and_one_frame_has_no_rate() -> None:
    rate = FrameRate()
    for t_s in (0.0, 0.1, 0.2):
        rate.step(t_s)
    assert rate.fps == pytest.approx(10)
    rate.step(5.0)
    assert rate.fps is None
    rate.step(5.5)
    assert rate.fps == pytest.approx(2)


def test_a_clock_that_begins_anew_counts_anew() -> None:
    rate = FrameRate()
    for t_s in (100.0, 100.1, 0.0):
        rate.step(t_s)
    assert rate.fps is None
