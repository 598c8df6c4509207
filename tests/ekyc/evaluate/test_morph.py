from __future__ import annotations

import numpy as np
import pytest

from ekyc.evaluate.morph import Held, differential
from ekyc.evaluate.morphing import HEIGHT, WIDTH, Pictured, morph
from ekyc.values import Face, Rgb

_EYES = np.array([[125, 180], [195, 180], [160, 222], [133, 258], [187, 258]], np.float32)


def person(grey: int) -> Pictured:
    """One who is as the morph's frame has it: a face of `grey` in a picture of 90."""
    rgb = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    turn = np.linspace(0, 2 * np.pi, 68, endpoint=False)
    reach = np.linspace(0.2, 1.0, 68)
    oval = np.stack([160 + 80 * reach * np.cos(turn), 215 + 100 * reach * np.sin(turn)], axis=1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb[((x - 160) / 80) ** 2 + ((y - 215) / 100) ** 2 < 1.2] = grey
    box = np.array([80, 100, 240, 320], np.float32)
    return Pictured(rgb, Face(box, 1.0, _EYES), oval.astype(np.float32))


def inner(rgb: Rgb) -> float:
    return float(rgb[200:230, 150:170].mean())


def test_a_morph_with_oneself_is_oneself() -> None:
    one = person(200)
    assert np.abs(morph(one, one).astype(int) - one.rgb).mean() < 1.0


def test_a_morph_keeps_the_firsts_colours_and_surroundings() -> None:
    both = morph(person(200), person(120))
    assert both.shape == (HEIGHT, WIDTH, 3)
    assert inner(both) == pytest.approx(200, abs=4)
    assert np.abs(both[:60].astype(int) - 90).max() <= 1


def held(kind: str, number: int, sign: float) -> Held:
    return Held(kind, number, number % 2, 0.6, np.array([sign, 0.1 * (number % 3), 0.0]))


@pytest.mark.parametrize(("apart", "auc"), [(4.0, 1.0), (0.0, 0.5)])
def test_signs_that_separate_are_found_and_others_are_not(apart: float, auc: float) -> None:
    random = np.random.default_rng(1)
    some = [held("genuine", n, float(random.normal(0, 0.3))) for n in range(200)]
    some += [held("alike", n, float(random.normal(apart, 0.3))) for n in range(200)]
    found = differential(some, threshold=0.5)
    assert found["n_genuine"] == found["n_morph"] == 200
    assert found["auc"] == pytest.approx([auc, auc], abs=0.12)


def test_what_the_match_refuses_is_not_counted() -> None:
    some = [held(kind, n, float(n)) for kind in ("genuine", "random") for n in range(8)]
    refused = [Held("alike", 9, 0, 0.4, np.zeros(3))]
    assert differential([*some, *refused], threshold=0.5)["n_morph"] == 8
