"""The square around a face never leaves the picture."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.context_crop import context_crop, context_square


@given(
    st.floats(-200, 600),
    st.floats(-200, 600),
    st.floats(1, 500),
    st.floats(1, 500),
    st.floats(0.5, 5),
    st.integers(1, 640),
    st.integers(1, 480),
)
def test_whatever_the_box_the_square_lies_in_the_picture(
    x: float, y: float, width: float, height: float, scale: float, across: int, down: int
) -> None:
    box = np.array([x, y, x + width, y + height], np.float32)
    left, top, side = context_square(box, scale, (across, down))
    assert side >= 1 and left >= 0 and top >= 0
    assert left + side <= across and top + side <= down


def test_a_face_with_room_around_it_stays_in_the_middle() -> None:
    left, top, side = context_square(np.array([300, 200, 340, 290], np.float32), 2.0, (640, 480))
    assert side == 120
    assert abs(left + side / 2 - 320) <= 1 and abs(top + side / 2 - 245) <= 1


def test_at_the_edge_it_is_moved_and_in_a_small_picture_made_smaller() -> None:
    at_the_edge = context_square(np.array([0, 0, 40, 40], np.float32), 2.0, (640, 480))
    assert at_the_edge == (0, 0, 80)
    assert context_square(np.array([10, 10, 90, 90], np.float32), 3.0, (100, 120))[2] == 100


def test_the_crop_shows_what_is_in_the_square() -> None:
    rgb = np.zeros((100, 100, 3), np.uint8)
    rgb[40:60, 40:60] = 255
    crop = context_crop(rgb, np.array([40, 40, 60, 60], np.float32), 2.0, 32)
    assert crop.shape == (32, 32, 3)
    assert crop[16, 16].tolist() == [255, 255, 255]
    assert crop[1, 1].tolist() == [0, 0, 0]
