from __future__ import annotations

import numpy as np
import pytest

from ekyc.evaluate.spoiling import SPOILINGS


@pytest.mark.parametrize("name", SPOILINGS)
@pytest.mark.parametrize("seed", range(5))
def test_a_draw_repeats_and_stays_a_picture(name: str, seed: int) -> None:
    rgb = np.random.default_rng(1).integers(0, 255, (60, 50, 3), np.uint8)
    before = rgb.copy()
    once, again = (SPOILINGS[name](rgb, np.random.default_rng(seed)) for _ in range(2))
    assert (once == again).all()
    assert (rgb == before).all()
    assert once.dtype == np.uint8
    assert once.ndim == 3
    assert once.size > 0
    assert name in ("none", "bright") or not np.array_equal(once, rgb)


def test_cutting_takes_from_each_side_and_leaves_the_rest() -> None:
    rgb = np.random.default_rng(1).integers(0, 255, (60, 50, 3), np.uint8)
    shapes = set()
    for seed in range(40):
        kept = SPOILINGS["cut_off"](rgb, np.random.default_rng(seed))
        height, width = kept.shape[:2]
        corners = [rgb[:height, :width], rgb[-height:, -width:]]
        assert any(np.array_equal(kept, corner) for corner in corners)
        shapes.add((height < 60, width < 50, np.array_equal(kept, corners[0])))
    assert len(shapes) == 4
