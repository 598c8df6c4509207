from __future__ import annotations

import numpy as np

from ekyc.document.outline import SIGNS
from ekyc.evaluate.outline_fit import choices, fit
from ekyc.evaluate.scans import SIZES_MM
from ekyc.evaluate.scenes import CardPicture, scene
from tests.ekyc.document.cards import card


def test_what_decides_among_candidates_gets_its_weight() -> None:
    chance = np.random.default_rng(4)
    true = np.zeros(len(SIGNS))
    true[0], true[2] = 2.0, -1.0
    shown = []
    for _ in range(600):
        signs = chance.normal(size=(12, len(SIGNS))).astype(np.float32)
        score = np.append(signs @ true, 1.5) + chance.gumbel(size=13)
        best = int(np.argmax(score))
        shown.append((signs, np.arange(12) == best))
    found = fit(shown)
    assert np.abs(found.weights - true).max() < 0.25
    assert abs(found.none - 1.5) < 0.25


def test_the_right_candidates_of_a_scene_are_its_card() -> None:
    one = CardPicture("TD3", card("TD3").front, SIZES_MM["TD3"])
    shown = [scene(np.random.default_rng([3, n]), "dark table", one) for n in range(2)]
    for signs, right in choices(shown):
        assert signs.shape == (len(right), len(SIGNS))
        assert 0 < right.sum() < len(right)
    ((_, right),) = choices([], [np.full((480, 640, 3), 90, np.uint8)])
    assert not right.any()
