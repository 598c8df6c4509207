"""Pictures of all sizes, lights and compressions come out in one format."""

from __future__ import annotations

import numpy as np
import pytest

from ekyc.evaluate.equal import BRIGHTNESS, FACE_PX, equalised
from ekyc.passive.still import StillFace


@pytest.mark.parametrize(("side", "level"), [(90, 40), (640, 150), (1200, 90)])
def test_size_and_brightness_are_the_same(side: int, level: int) -> None:
    random = np.random.default_rng(side)
    rgb = np.clip(random.normal(level, 10, (side, side, 3)), 0, 255).astype(np.uint8)
    box, points = np.array([0.25, 0.25, 0.75, 0.75], np.float32), np.full((5, 2), 0.5, np.float32)
    face = StillFace(box * side, points * side, side / 2)
    other, there = equalised(rgb, face)
    left, top, right, bottom = there.box_xyxy
    assert right - left == pytest.approx(FACE_PX, abs=1)
    assert (left + right) / 2 == pytest.approx(other.shape[1] / 2, abs=1)
    assert (bottom - top, there.size_px) == pytest.approx((FACE_PX, FACE_PX), abs=1)
    assert there.keypoints == pytest.approx(np.full((5, 2), other.shape[0] / 2), abs=1)
    assert other.mean() == pytest.approx(BRIGHTNESS, abs=2)
