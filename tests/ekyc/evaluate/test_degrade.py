from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.evaluate.degrade import PORTRAIT_WIDTHS_PX, Recipe, on_card, printed
from ekyc.face.observer import find_main_face
from ekyc.values import Face, Rgb
from models import Models, Store


@pytest.fixture(scope="module")
def portrait(networks: Models) -> tuple[Rgb, Face]:
    rgb = read_picture(Store().path("demo_portrait"))
    face = find_main_face(networks, rgb)
    assert face is not None
    return rgb, face


def test_a_card_is_small_and_keeps_the_face(networks: Models, portrait: tuple[Rgb, Face]) -> None:
    for seed in range(6):
        card = on_card(*portrait, seed)
        assert PORTRAIT_WIDTHS_PX[0] <= card.shape[1] <= PORTRAIT_WIDTHS_PX[1]
        face = find_main_face(networks, card)
        assert face is not None
        assert face.inter_eye_px == pytest.approx(card.shape[1] / 4.4, rel=0.15)


def test_equal_seeds_give_equal_cards_and_others_other_ones(portrait: tuple[Rgb, Face]) -> None:
    np.testing.assert_array_equal(on_card(*portrait, 5), on_card(*portrait, 5))
    assert on_card(*portrait, 5).shape != on_card(*portrait, 6).shape


@pytest.mark.parametrize("grey", [30, 90, 128, 200, 240])
def test_dots_are_as_dark_as_the_tone_that_they_stand_for(grey: int) -> None:
    recipe = Recipe(120, gamma=1, contrast=1, ink=1, blur_px=0.5, noise=0, jpeg_quality=90)
    dots = printed(np.full((150, 120, 3), grey, np.uint8), recipe)
    assert dots.std() > 0.02, "there are dots"
    assert dots.mean() * 255 == pytest.approx(grey, abs=3)
    seen = cv2.resize(dots, (120, 154), interpolation=cv2.INTER_AREA)
    assert seen.std() < dots.std() / 2, "and from afar there are hardly any"


def test_nothing_of_the_data_is_asked_for(ekyc_data: Path, portrait: tuple[Rgb, Face]) -> None:
    """Any face of any picture, also at its edge."""
    rgb, face = portrait
    cut = np.ascontiguousarray(rgb[60:200, 180:290])
    moved = Face(
        face.box_xyxy - np.float32([180, 60, 180, 60]),
        face.score,
        face.keypoints - np.float32([180, 60]),
    )
    assert on_card(cut, moved, 1).ndim == 3
