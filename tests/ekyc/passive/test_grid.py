from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.passive.grid import BLOCK_PX, grid_of
from ekyc.values import Rgb


def picture(shape: tuple[int, int] = (200, 240)) -> Rgb:
    """Slopes and grain."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[: shape[0], : shape[1]]
    waves = 120 + 50 * np.sin(x / 23) * np.cos(y / 17)
    grain = rng.normal(0, 4, shape)
    return np.repeat((waves + grain)[..., None], 3, axis=2).clip(0, 255).astype(np.uint8)


def compressed(rgb: Rgb, quality: int = 20) -> Rgb:
    _, stored = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize("shift", range(BLOCK_PX))
def test_the_grid_is_found_where_it_lies(shift: int) -> None:
    grid = grid_of(np.roll(compressed(picture()), -shift, axis=(0, 1)))
    assert (int(grid.argmax()) + shift + 1) % BLOCK_PX == 0
    assert grid.max() > np.median(grid) + 0.5


def test_a_large_picture_is_looked_at_in_its_middle() -> None:
    grid = grid_of(compressed(picture((907, 1013))))
    assert int(grid.argmax()) == BLOCK_PX - 1


def test_what_was_not_compressed_has_none() -> None:
    grid = grid_of(picture())
    assert grid.max() < np.median(grid) + 0.2


@pytest.mark.parametrize("shape", [(1, 1), (8, 300), (31, 31)])
def test_a_picture_of_few_blocks_has_none(shape: tuple[int, int]) -> None:
    assert not grid_of(picture(shape)).any()
