from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.boxes import clip_to_pixels, largest_first, shift, square, suppress

CORNERS = st.tuples(*[st.integers(0, 60)] * 4)
BOXES = st.lists(CORNERS, max_size=25).map(
    lambda rows: np.array(
        [[x, y, x + 1 + w, y + 1 + h] for x, y, w, h in rows], np.float32
    ).reshape(-1, 4)
)


def overlap(a: np.ndarray, b: np.ndarray, of_smaller: bool) -> float:
    end = 1 if of_smaller else 0
    size = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]) + end
    common = float(np.prod(np.maximum(size, 0)))
    areas = [float(np.prod(box[2:] - box[:2] + end)) for box in (a, b)]
    # In float32, as there: 22 of 40 is then a little above 0.55.
    return float(np.float32(common) / np.float32(min(areas) if of_smaller else sum(areas) - common))


@given(BOXES, st.randoms(use_true_random=False), st.booleans())
def test_what_is_kept_is_apart_and_what_goes_was_covered_by_a_better_one(
    boxes: np.ndarray, random: np.random.RandomState, of_smaller: bool
) -> None:
    scores = np.array([random.random() for _ in boxes], np.float32)
    keep = suppress(boxes, scores, 0.55, of_smaller)
    assert list(scores[keep]) == sorted(scores[keep], reverse=True)
    for at, i in enumerate(keep):
        assert all(overlap(boxes[i], boxes[j], of_smaller) <= 0.55 for j in keep[at + 1 :])
    for i in set(range(len(boxes))) - set(keep.tolist()):
        better = [j for j in keep if scores[j] >= scores[i]]
        assert any(overlap(boxes[i], boxes[j], of_smaller) > 0.55 for j in better)


def test_a_box_inside_another_goes_only_by_the_smaller_one() -> None:
    boxes = np.array([[0, 0, 100, 100], [10, 10, 40, 40]], np.float32)
    scores = np.array([0.9, 0.8], np.float32)
    assert list(suppress(boxes, scores, 0.7)) == [0, 1]
    assert list(suppress(boxes, scores, 0.7, of_smaller=True)) == [0]


def test_square_keeps_the_middle_and_takes_the_longer_side() -> None:
    boxes = square(np.array([[10, 20, 30, 80]], np.float32))
    np.testing.assert_array_equal(boxes, [[-10, 20, 50, 80]])


def test_shift_counts_both_ends() -> None:
    boxes = np.array([[0, 0, 9, 19]], np.float32)
    offsets = np.array([[0.1, 0.1, -0.1, 0.5]], np.float32)
    np.testing.assert_allclose(shift(boxes, offsets), [[1, 2, 8, 29]])


def test_boxes_outside_the_picture_are_left_out() -> None:
    boxes = np.array([[-5.9, 3.2, 10.9, 12.7], [70, 10, 90, 30], [5, 5, 5.5, 9]], np.float32)
    kept, pixels = clip_to_pixels(boxes, width=64, height=10)
    np.testing.assert_array_equal(kept, boxes[[0, 2]])
    np.testing.assert_array_equal(pixels, [[0, 2, 10, 10], [4, 4, 5, 9]])


def test_largest_first() -> None:
    boxes = np.array([[0, 0, 2, 2], [0, 0, 9, 9], [0, 0, 5, 5]], np.float32)
    assert list(largest_first(boxes)) == [1, 2, 0]
