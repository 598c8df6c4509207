"""Where a zone is looked for."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.document.mrz.band import Gray, find_bands
from ekyc.document.plane import Turn, project
from ekyc.document.specimen import CORNER_MM
from ekyc.evaluate import scene_drawing as draw
from ekyc.evaluate.scans import SIZES_MM
from ekyc.values import Floats
from tests.ekyc.document.cards import card

LEFT = np.array([[0, 0], [640, 0], [640, 720], [0, 720]], np.float32)
RIGHT = LEFT + np.array([640, 0], np.float32)


def two_cards() -> Gray:
    """A passport's page on the left and one on the right."""
    page = cv2.cvtColor(card("TD3").front, cv2.COLOR_RGB2GRAY)
    picture = np.full((720, 1280), 90, np.uint8)
    for x in (20, 660):
        small = cv2.resize(page, (600, 420), interpolation=cv2.INTER_AREA)
        picture[150:570, x : x + 600] = small
    return picture


@pytest.mark.parametrize(("outline", "first"), [(LEFT, 0), (RIGHT, 1)])
def test_the_card_that_was_seen_is_searched_first_and_all_else_after(
    outline: Floats, first: int
) -> None:
    picture = two_cards()
    bands = list(find_bands(picture, outline))
    sides = [int(band.rows[..., 0].mean() > 640) for band in bands if band.whole]
    assert sides[0] == first
    assert set(sides) == {0, 1}
    before = next(band for band in find_bands(picture) if band.rows[..., 0].mean() > 640)
    mine = next(band for band in bands if band.rows[..., 0].mean() > 640)
    assert np.abs(mine.rows - before.rows).max() < 12, "its place is the picture's, not the part's"


@pytest.mark.parametrize(
    "outline",
    [
        [[900, 20], [1200, 20], [1200, 200], [900, 200]],
        [[-50, -50], [-10, -50], [-10, -10], [-50, -10]],
        [[-400, -400], [2000, -400], [2000, 2000], [-400, 2000]],
    ],
)
def test_an_outline_of_something_else_hides_no_zone(outline: list[list[int]]) -> None:
    wrong: Floats = np.array(outline, np.float32)
    page = card("TD3").front
    gray: Gray = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    assert any(band.whole and len(band.rows) == 2 for band in find_bands(gray, wrong))


@pytest.mark.parametrize("room", [1, 5])
def test_a_small_card_before_a_room_shows_all_three_lines(room: int) -> None:
    random = np.random.default_rng(room)
    picture = draw.room(random, (1280, 720))
    back, size_mm = card("TD1").back, SIZES_MM["TD1"]
    assert back is not None
    quad = project(size_mm, Turn(3, -4), 1.0, (715.0, 265.0), 475.0, (1280, 720))
    draw.lay(picture, back, quad, CORNER_MM / size_mm[0])
    rgb = draw.exposed(random, draw.defocused(picture, 1.0), 0.6, 5.0)
    gray: Gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    # Of the picture as a whole two lines are seen first in these rooms.
    assert len(next(find_bands(gray, quad)).rows) == 3
