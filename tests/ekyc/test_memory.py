from __future__ import annotations

import gc

import cv2
import numpy as np

from ekyc.memory import fleeting, fleeting_copy


def raw(array: np.ndarray) -> bytearray:
    """The very memory that an array stands on."""
    while isinstance(array, np.ndarray):
        array = array.base  # type: ignore[assignment]
    owner = array.obj if isinstance(array, memoryview) else array
    assert isinstance(owner, bytearray)
    return owner


def test_what_nobody_holds_is_zero() -> None:
    picture = fleeting_copy(np.full((4, 5, 3), 7, np.uint8))
    memory = raw(picture)
    assert set(memory) == {7}
    del picture
    assert set(memory) == {0}


def test_a_part_that_is_held_keeps_the_whole() -> None:
    picture = fleeting_copy(np.full((4, 5, 3), 7, np.uint8))
    memory, part = raw(picture), picture[1:3, ::2]
    view = memoryview(part[0])
    del picture, part
    gc.collect()
    assert set(memory) == {7}
    del view
    assert set(memory) == {0}


def test_floats_and_what_opencv_writes() -> None:
    vector = fleeting_copy(np.ones(512, np.float32))
    assert vector.dtype == np.float32
    assert vector.shape == (512,)
    bgr = np.zeros((6, 8, 3), np.uint8)
    bgr[..., 0] = 200
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB, dst=fleeting(bgr.shape, np.uint8))
    memory = raw(rgb)
    assert memory[2] == 200
    del rgb
    assert not any(memory)
