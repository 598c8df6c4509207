"""Where a zone is looked for."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.document.mrz.band import Gray, find_bands, find_within
from ekyc.document.mrz.engine import NetworkEngine
from ekyc.document.mrz.reader import read_mrz
from ekyc.document.plane import Turn, project
from ekyc.document.specimen import CORNER_MM
from ekyc.evaluate import scene_drawing as draw
from ekyc.evaluate.scans import SIZES_MM
from ekyc.values import Floats
from tests.ekyc.document.cards import TODAY, card

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


@pytest.mark.parametrize(("outline", "side"), [(LEFT, 0), (RIGHT, 1)])
def test_within_an_outline_only_its_own_card_is_seen(outline: Floats, side: int) -> None:
    picture = two_cards()
    bands = list(find_within(picture, outline))
    assert {int(band.rows[..., 0].mean() > 640) for band in bands} == {side}
    middles = [band.rows.mean(axis=(0, 1)) for band in find_bands(picture)]
    mine = bands[0].rows.mean(axis=(0, 1))
    apart = min(float(np.linalg.norm(mine - other)) for other in middles)
    assert apart < 12, "its place is the picture's, not the part's"


@pytest.mark.parametrize(
    "outline",
    [
        [[900, 20], [1200, 20], [1200, 200], [900, 200]],
        [[-50, -50], [-10, -50], [-10, -10], [-50, -10]],
        [[5000, 5000], [6000, 5000], [6000, 6000], [5000, 6000]],
    ],
)
def test_an_outline_of_something_else_hides_no_zone(
    outline: list[list[int]], network: NetworkEngine
) -> None:
    gray: Gray = np.asarray(cv2.cvtColor(card("TD3").front, cv2.COLOR_RGB2GRAY), np.uint8)
    found = read_mrz(gray, [network], TODAY, outline=np.array(outline, np.float32))
    assert found is not None and found.is_certain


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
    assert len(next(find_within(gray, quad)).rows) == 3
