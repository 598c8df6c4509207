from __future__ import annotations

import numpy as np

from ekyc.evaluate.portraits import with_ghost
from tests.ekyc.document.cards import card, drawn_photo

FRONT = card("TD1").front


def test_a_ghost_is_thin_ink_in_one_place() -> None:
    found = with_ghost(FRONT, drawn_photo(), np.random.default_rng(1))
    assert (found <= FRONT).all()
    rows, columns = (np.flatnonzero((found < FRONT).any(axis=(2, axis))) for axis in (1, 0))
    height, width = FRONT.shape[:2]
    assert 0.08 < np.ptp(columns) / width < 0.14
    assert columns[0] > width / 2
    assert rows[-1] < height / 2


def test_equal_seeds_give_equal_ghosts() -> None:
    again = [with_ghost(FRONT, drawn_photo(), np.random.default_rng(2)) for _ in range(2)]
    assert np.array_equal(*again)
