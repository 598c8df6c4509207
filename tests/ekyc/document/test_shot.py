from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.document.page import rectify, to_picture
from ekyc.document.shot import MOST_PIXELS, Shot
from ekyc.errors import SubjectError


def test_a_picture_of_a_usual_size_is_left_as_it_is() -> None:
    rgb = np.zeros((3000, 4000, 3), np.uint8)
    shot = Shot.of(rgb)
    assert shot.rgb is rgb and shot.scale == 1 and not shot.mirrored


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_larger_one_shrinks_and_its_pages_corners_stay_where_they_were(mirrored: bool) -> None:
    rgb = np.zeros((5000, 8000, 3), np.uint8)
    corners = np.array([[1000, 800], [2000, 900], [1950, 1500], [980, 1450]], np.float32)
    cv2.fillPoly(rgb, [corners.astype(np.int32)], (255, 255, 255))
    shot = Shot.of(rgb)
    small = shot.rgb
    assert small.shape[0] * small.shape[1] <= 1.001 * MOST_PIXELS
    seen = corners * np.float32(shot.scale)
    if mirrored:
        shot, seen = shot.exchanged(), np.array([small.shape[1], 0]) + seen * (-1, 1)
        assert (shot.rgb == small[:, ::-1]).all()
    page = shot.as_it_came(rectify(shot.rgb, seen.astype(np.float32)))
    assert page.mirrored == mirrored
    height, width = page.picture.shape[:2]
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    assert np.abs(to_picture(page, whole) - corners).max() < 1.5


@pytest.mark.parametrize("shape", [(1, 1), (1, 60000), (60000, 1), (23, 300), (30, 700)])
def test_what_can_show_no_document_is_told_at_once(shape: tuple[int, int]) -> None:
    with pytest.raises(SubjectError) as caught:
        Shot.of(np.zeros((*shape, 3), np.uint8))
    assert caught.value.message.id == "document.not_found"
