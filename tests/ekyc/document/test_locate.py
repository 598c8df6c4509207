from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.document.locate import SHARP, DocumentFinder
from ekyc.document.outline import find_quad
from ekyc.document.page import rectify, to_picture
from tests.ekyc.document.cards import card, hold

FINDER = DocumentFinder()


@pytest.mark.parametrize("name", ["TD1", "TD2", "TD3"])
@pytest.mark.parametrize("turn_deg", [-12, 0, 5])
@pytest.mark.parametrize("width", [380, 470])
def test_a_card_in_the_hand_is_found(name: str, turn_deg: float, width: float) -> None:
    picture, truth = hold(card(name).front, width=width, turn_deg=turn_deg)
    sighting = FINDER.find(picture)
    assert sighting is not None
    assert np.abs(sighting.quad_xy - truth).max() < 8
    assert sighting.fits
    assert sighting.sharpness > SHARP
    assert sighting.hint is not None
    assert sighting.hint.id == "document.hint_good"


def hint(**how: float) -> str | None:
    sighting = FINDER.find(hold(card().front, **how)[0])  # type: ignore[arg-type]
    return sighting.hint.id if sighting is not None and sighting.hint is not None else None


def test_each_trouble_has_its_hint() -> None:
    assert hint(width=260) == "document.hint_closer"
    assert hint(blur=2.5) == "document.hint_still"
    assert hint(light=0.2) == "document.hint_dark"
    assert hint(lean=0.3, width=360) == "document.hint_flat"


def test_a_card_that_is_cut_off_is_not_whole() -> None:
    picture, _ = hold(card().front, width=440, turn_deg=0, lean=0)
    cut = np.ascontiguousarray(picture[:, 105:])
    sighting = FINDER.find(cut)
    assert sighting is None or (not sighting.fits and sighting.hint is not None)


def test_light_on_the_card_is_seen() -> None:
    picture, _ = hold(card().front)
    spot = cv2.circle(np.zeros((480, 640), np.float32), (330, 230), 45, 255.0, -1)
    lit = np.clip(picture + cv2.GaussianBlur(spot, (0, 0), 6)[..., None], 0, 255).astype(np.uint8)
    sighting = FINDER.find(lit)
    assert sighting is not None
    assert sighting.hint is not None
    assert sighting.hint.id == "document.hint_glare"


def test_no_card_in_an_empty_room() -> None:
    chance = np.random.default_rng(1)
    assert find_quad(np.full((480, 640, 3), 90, np.uint8)) is None
    noise = chance.integers(0, 255, (480, 640, 3), dtype=np.uint8)
    sighting = FINDER.find(noise)
    assert sighting is None or not sighting.fits


def test_points_of_a_page_go_back_to_the_picture() -> None:
    picture, truth = hold(card().front)
    page = rectify(picture, truth)
    height, width = page.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    assert np.abs(to_picture(page, corners) - truth).max() < 0.5
    assert width / height == pytest.approx(105 / 74, rel=0.03)


def test_sharpness_does_not_depend_on_the_size_of_the_picture() -> None:
    """The same blur by the card's own size is measured alike at 400 and at 1000 px."""
    small = FINDER.find(hold(card().front, blur=2.0)[0])
    large = FINDER.find(hold(card().front, width=1000, blur=5.0, size=(1600, 1200))[0])
    assert small is not None
    assert large is not None
    assert small.sharpness == pytest.approx(large.sharpness, rel=0.2)


def test_a_picture_of_two_cards_is_not_taken() -> None:
    """Each may be the one that is meant."""
    one, _ = hold(card().front, width=520, turn_deg=0, lean=0)
    both = np.concatenate([one, one], axis=1)
    assert FINDER.find(one).ready  # type: ignore[union-attr]
    sighting = FINDER.find(both)
    assert sighting is None or not sighting.ready
    if sighting is not None and sighting.fits:
        assert sighting.hint is not None
        assert sighting.hint.id == "document.hint_edges"
