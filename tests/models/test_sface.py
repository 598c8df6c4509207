from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from models import Identity, Models, SFace, Store, sface_crop
from models.onnx_tensors import initializers
from models.sface import TEMPLATE, similarity
from models.tensors import read

from .conftest import Rgb

POINTS = TEMPLATE.astype(np.float32)


@pytest.fixture(scope="module")
def crops(models: Models, photos: list[Rgb]) -> Rgb:
    found = [(p, models.mtcnn.detect(p)) for p in photos[::3]]
    return np.stack([sface_crop(p, d.points[0]) for p, d in found if len(d)])


def test_the_embedding_is_that_of_the_file_itself(models: Models, store: Store) -> None:
    """The first 16 numbers that onnx 1.23.2's reference implementation gives on the int8 file."""
    photo = np.asarray(Image.open(store.original("demo_portrait")).convert("RGB"))
    points = np.array([[205, 101], [247, 103], [225, 129], [201, 140], [245, 141]], np.float32)
    got = models.sface.embed(sface_crop(photo, points)[None])[0]
    want = """-0.02430 -0.12826 0.09207 0.15816 0.00514 0.01238 0.08252 0.05356
    -0.00581 0.07177 -0.05430 0.10987 -0.04201 0.00296 0.02442 -0.01596"""
    np.testing.assert_allclose(got[:16], [float(number) for number in want.split()], atol=2e-5)


def test_every_embedding_has_length_one_and_does_not_depend_on_its_neighbours(
    models: Models, crops: Rgb
) -> None:
    together = models.sface.embed(crops[:5])
    assert together.shape == (5, 128)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([models.sface.embed(crop[None]) for crop in crops[:5]])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert models.sface.embed(crops[:0]).shape == (0, 128)


def test_what_is_no_crop_is_refused(models: Models) -> None:
    for wrong in (np.zeros((112, 112, 3), np.uint8), np.zeros((1, 112, 112, 3), np.float32)):
        with pytest.raises(ValueError, match="crops must be"):
            models.sface.embed(wrong)


def test_weights_that_do_not_fit_are_refused(store: Store) -> None:
    whole = read(store.original("sface"))
    without = {name: array for name, array in whole.items() if name != "conv_3.slope"}
    narrow = {**whole, "conv_3.weight": whole["conv_3.weight"][:, :10]}
    short = {**whole, "last_linear.weight": whole["last_linear.weight"][:100]}
    short["last_linear.bias"] = whole["last_linear.bias"][:100]
    for wrong in ({}, without, narrow, short):
        with pytest.raises(ValueError, match="not the weights of SFace"):
            SFace(wrong, Identity("test", "0"))


@given(arrays(np.float32, (5, 2), elements=st.floats(0, 1000, width=32), unique=True))
def test_the_alignment_is_the_least_squares_one(points: np.ndarray) -> None:
    x, y = points.T.astype(np.float64)
    zero, one = np.zeros(5), np.ones(5)
    rows = np.concatenate([np.stack([x, -y, one, zero], 1), np.stack([y, x, zero, one], 1)])
    a, b, u, v = np.linalg.lstsq(rows, TEMPLATE.T.ravel(), rcond=None)[0]
    found = similarity(points, TEMPLATE)
    np.testing.assert_allclose(found, [[a, -b, u], [b, a, v]], rtol=1e-4, atol=1e-4)


@given(
    st.floats(0.05, 20), st.floats(-np.pi, np.pi), st.floats(-500, 500), st.floats(-500, 500)
)  # fmt: skip
def test_a_turned_and_scaled_template_is_brought_back(
    scale: float, turn: float, x: float, y: float
) -> None:
    a, b = scale * np.cos(turn), scale * np.sin(turn)
    moved = (POINTS @ np.array([[a, b], [-b, a]]) + (x, y)).astype(np.float32)
    back = similarity(moved, TEMPLATE)
    np.testing.assert_allclose(moved @ back[:, :2].T + back[:, 2], TEMPLATE, atol=0.02)


def test_a_large_face_is_averaged_and_not_skipped_through() -> None:
    """Lines one pixel wide, eight times as large as the crop: their mean is grey all over."""
    lines = np.zeros((900, 900, 3), np.uint8)
    lines[:, ::2] = 255
    crop = sface_crop(lines, POINTS * 8)[2:-2, 2:-2]  # beyond the picture it is black
    assert abs(crop.astype(int) - 127.5).max() < 20


def test_points_that_fall_together_are_refused() -> None:
    with pytest.raises(ValueError, match="fall together"):
        sface_crop(np.zeros((50, 50, 3), np.uint8), np.full((5, 2), 20, np.float32))


@given(st.binary(max_size=200))
def test_bytes_from_anywhere_are_read_or_refused(data: bytes) -> None:
    with suppress(ValueError):  # the property is that nothing else is raised
        initializers(data)


@given(arrays(np.int8, st.tuples(st.integers(1, 4), st.integers(1, 5))))
def test_tensors_are_read_by_name(array: np.ndarray) -> None:
    def field(number: int, value: bytes) -> bytes:
        return bytes([number << 3 | 2, len(value)]) + value

    dims = b"".join(bytes([1 << 3, side]) for side in array.shape)
    tensor = dims + bytes([2 << 3, 3]) + field(8, b"w") + field(9, array.tobytes())
    found = initializers(field(7, field(5, tensor)))
    assert list(found) == ["w"]
    np.testing.assert_array_equal(found["w"], array)
