from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc.document.plane import ID_1_MM, ID_3_MM, Turn, is_id_1, project, ratio_of, turn_of

FRAME = (1280, 720)
ANGLES = st.floats(-40, 40)


@settings(max_examples=50)
@given(ANGLES, ANGLES, st.floats(-180, 180), st.sampled_from([ID_1_MM, ID_3_MM]))
def test_the_shape_is_known_however_it_is_turned(
    left: float, top: float, roll: float, size_mm: tuple[float, float]
) -> None:
    quad = project(size_mm, Turn(left, top), roll, (600, 380), 500, FRAME)
    assert ratio_of(quad, FRAME) == pytest.approx(size_mm[0] / size_mm[1], rel=1e-3)
    assert is_id_1(ratio_of(quad, FRAME)) is (size_mm is ID_1_MM)


@pytest.mark.parametrize("turn", [Turn(20, 0), Turn(-20, 0), Turn(0, 20), Turn(0, -20)])
@pytest.mark.parametrize("roll", [0, 90, 180, 7])
def test_the_nearer_edge_is_that_of_the_picture(turn: Turn, roll: float) -> None:
    seen = turn_of(project(ID_1_MM, turn, roll, (640, 360), 500, FRAME), FRAME)
    assert seen.left_deg == pytest.approx(turn.left_deg, abs=0.1)
    assert seen.top_deg == pytest.approx(turn.top_deg, abs=0.1)


def test_a_shape_between_both_is_left_open() -> None:
    assert is_id_1(1.5) is None
    assert is_id_1(2.5) is None
