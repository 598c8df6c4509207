from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.area import AreaSampler

SIZES = st.integers(1, 40)


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(height * 100 + width).integers(0, 256, (height, width, 3), "u1")


@given(SIZES, SIZES, SIZES, SIZES)
def test_each_pixel_is_the_mean_of_all_that_it_touches(
    h: int, w: int, rows: int, cols: int
) -> None:
    picture = noise(h, w)
    got = AreaSampler(picture).whole(rows, cols)[0]
    for i, j in [(0, 0), (rows // 2, cols // 3), (rows - 1, cols - 1)]:
        top, bottom = i * h // rows, -(-(i + 1) * h // rows)
        left, right = j * w // cols, -(-(j + 1) * w // cols)
        mean = picture[top:bottom, left:right].reshape(-1, 3).mean(axis=0, dtype=np.float64)
        np.testing.assert_allclose(got[i, j], mean, rtol=1e-6)


def test_it_is_what_torch_calls_area(need: Callable[[str], ModuleType]) -> None:
    torch = need("torch")
    picture = noise(97, 131)
    for size in [(24, 24), (97, 131), (41, 200), (48, 48)]:
        batch = torch.from_numpy(picture).permute(2, 0, 1)[None].float()
        want = torch.nn.functional.interpolate(batch, size=size, mode="area")
        got = AreaSampler(picture).whole(*size)
        np.testing.assert_allclose(got[0], want[0].permute(1, 2, 0).numpy(), atol=2e-5)


def test_a_crop_is_the_crop_of_the_picture() -> None:
    picture = noise(50, 70)
    boxes = np.array([[0, 0, 70, 50], [3, 7, 20, 9], [69, 49, 70, 50]])
    crops = AreaSampler(picture).crops(boxes, 24)
    for crop, (x0, y0, x1, y1) in zip(crops, boxes, strict=True):
        alone = AreaSampler(picture[y0:y1, x0:x1]).whole(24, 24)[0]
        np.testing.assert_array_equal(crop, alone)


def test_sums_that_wrap_round_do_not_matter() -> None:
    white = np.full((3000, 3000, 3), 255, np.uint8)  # 255 * 9e6 is above 2**31
    np.testing.assert_allclose(AreaSampler(white).whole(7, 7), 255, rtol=1e-6)
