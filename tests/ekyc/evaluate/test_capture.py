from __future__ import annotations

import numpy as np
import pytest

from ekyc.document.locate import DocumentFinder
from ekyc.evaluate.capture import corner_error, false_finds, summary, watch
from ekyc.evaluate.scans import SIZES_MM, has_margin
from ekyc.evaluate.scenes import KINDS, CardPicture, scene, scenes
from tests.ekyc.document.cards import card

CARDS = [CardPicture(name, card(name).front, SIZES_MM[name]) for name in ("TD1", "TD3")]


def test_scenes_are_the_same_for_a_seed_and_of_every_kind() -> None:
    first, again = (list(scenes(CARDS, 1, seed=5)) for _ in range(2))
    assert [one.kind for one in first] == list(KINDS)
    assert all((a.rgb == b.rgb).all() for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize("kind", ["dark table", "quarter turn", "glare", "tilted"])
def test_what_the_finder_says_is_held_against_the_truth(kind: str) -> None:
    shown = [scene(np.random.default_rng([3, n]), kind, CARDS[n % 2]) for n in range(4)]
    counts = summary(watch(DocumentFinder(), shown))[kind]
    assert counts["n"] == 4
    assert counts["found"] >= 3
    assert counts["hint_right"] >= 3
    assert counts["error_px_median"] < 4
    assert counts["ready_wrongly"] == 0


def test_fingers_over_most_of_a_side_do_not_hide_the_card() -> None:
    shown = [scene(np.random.default_rng([6, n]), "in the hand", CARDS[n % 2]) for n in range(8)]
    counts = summary(watch(DocumentFinder(), shown))["in the hand"]
    assert counts["found"] >= 7
    assert counts["ready_wrongly"] == 0


def test_the_worst_corner_counts_whichever_comes_first() -> None:
    truth = np.array([[0, 0], [9, 0], [9, 5], [0, 5]], np.float32)
    assert corner_error(np.roll(truth, 2, axis=0), truth) == 0
    moved = truth.copy()
    moved[2] += 3
    assert corner_error(moved, truth) == pytest.approx(18**0.5)


def test_a_picture_without_a_card_counts_what_is_seen_in_it() -> None:
    blank = np.full((480, 640, 3), 90, np.uint8)
    seen = false_finds(DocumentFinder(), [blank, blank])
    assert seen == {"n": 2, "seen": 0, "fits": 0, "ready": 0}


def test_a_scan_with_a_margin_is_no_card_alone() -> None:
    side = CARDS[0].rgb
    assert not has_margin(side)
    assert has_margin(np.pad(side, ((40, 40), (40, 40), (0, 0)), constant_values=255))
