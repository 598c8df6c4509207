from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.document.page import rectify, to_picture
from ekyc.document.size import MOST_PIXELS, fitted, in_original
from ekyc.errors import SubjectError


def test_a_picture_of_a_usual_size_is_left_as_it_is() -> None:
    rgb = np.zeros((3000, 4000, 3), np.uint8)
    same, scale = fitted(rgb)
    assert same is rgb and scale == 1


def test_a_larger_one_shrinks_and_its_pages_corners_stay_where_they_were() -> None:
    rgb = np.zeros((5000, 8000, 3), np.uint8)
    corners = np.array([[1000, 800], [2000, 900], [1950, 1500], [980, 1450]], np.float32)
    cv2.fillPoly(rgb, [corners.astype(np.int32)], (255, 255, 255))
    small, scale = fitted(rgb)
    assert small.shape[0] * small.shape[1] <= 1.001 * MOST_PIXELS
    page = in_original(rectify(small, corners * np.float32(scale)), scale)
    height, width = page.picture.shape[:2]
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    assert np.abs(to_picture(page, whole) - corners).max() < 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 60000), (60000, 1), (23, 300), (30, 700)])
def test_what_can_show_no_document_is_told_at_once(shape: tuple[int, int]) -> None:
    with pytest.raises(SubjectError) as caught:
        fitted(np.zeros((*shape, 3), np.uint8))
    assert caught.value.message.id == "document.not_found"
