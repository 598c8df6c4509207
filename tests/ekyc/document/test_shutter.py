from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.reading import CardSighting
from ekyc.document.shutter import HOLD_S, MAX_GAP_S, AutoShutter


def sighting(shift: float = 0.0, ready: bool = True) -> CardSighting:
    quad = np.array([[100, 100], [500, 100], [500, 380], [100, 380]], dtype=np.float32)
    return CardSighting(quad + np.float32(shift), True, None, 12.0, ready)


@pytest.mark.parametrize("fps", [5, 10, 15, 30, 60])
def test_fires_after_the_same_time_at_any_rate(fps: int) -> None:
    shutter = AutoShutter()
    steps = [shutter.step(sighting(), 100 + i / fps) for i in range(fps * 2)]
    fired = [i / fps for i, step in enumerate(steps) if step.fired]
    assert len(fired) == 1
    assert HOLD_S <= fired[0] + 1e-9 < HOLD_S + 1 / fps + 1e-6
    assert steps[-1].progress == 1.0


def test_a_short_gap_does_not_begin_again_a_long_one_does() -> None:
    shutter = AutoShutter()
    for t_s in (0.0, 0.2, 0.4):
        shutter.step(sighting(), t_s)
    assert shutter.step(None, 0.5).progress == pytest.approx(0.4 / HOLD_S, abs=1e-3)
    shutter.step(sighting(), 0.6)
    assert shutter.step(sighting(), 0.8).fired
    shutter.reset()
    shutter.step(sighting(), 1.0)
    shutter.step(None, 1.0 + MAX_GAP_S + 0.01)
    assert shutter.step(None, 1.5).progress == 0.0
    assert not shutter.step(sighting(), 1.9).fired


def test_a_gap_without_frames_begins_again() -> None:
    """A camera that stood still has not seen a card held still."""
    shutter = AutoShutter()
    shutter.step(sighting(), 0.0)
    assert not shutter.step(sighting(), 2.0).fired


def test_a_bad_card_never_fires() -> None:
    shutter = AutoShutter()
    assert not any(shutter.step(sighting(ready=False), i / 30).fired for i in range(90))


def test_a_moving_card_never_fires() -> None:
    shutter = AutoShutter()
    assert not any(shutter.step(sighting(shift=i * 3.0), i / 30).fired for i in range(90))


@given(
    st.lists(st.tuples(st.floats(0.001, 0.3), st.booleans(), st.floats(0, 40)), max_size=60),
)
def test_progress_stays_in_bounds_and_it_fires_once(steps: list[tuple[float, bool, float]]) -> None:
    shutter, t_s, fired = AutoShutter(), 0.0, 0
    for dt, there, shift in steps:
        t_s += dt
        step = shutter.step(sighting(shift) if there else None, t_s)
        assert 0.0 <= step.progress <= 1.0
        fired += step.fired
    assert fired <= 1


def test_one_outline_seen_wrongly_does_not_begin_again() -> None:
    shutter = AutoShutter()
    steps = [shutter.step(sighting(60.0 if i == 10 else 0.0), i / 25) for i in range(22)]
    assert [step.fired for step in steps].index(True) == 20


def test_the_side_that_was_taken_must_be_turned_first() -> None:
    shutter = AutoShutter(turn_first=True)
    assert not any(shutter.step(sighting(), i / 25).fired for i in range(50))
    assert not any(shutter.step(None, 2 + i / 25).fired for i in range(15))
    assert any(shutter.step(sighting(), 2.6 + i / 25).fired for i in range(22))
