from __future__ import annotations

from contextlib import suppress

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from models.frozen_graph import constants


def field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return bytes([number << 3, value])
    size = len(value)
    length = bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])
    return bytes([number << 3 | 2]) + length + value


def node(name: bytes, op: bytes, array: np.ndarray) -> bytes:
    shape = b"".join(field(2, field(1, side)) for side in array.shape)
    tensor = field(1, 1) + field(2, shape) + field(4, array.astype("<f4").tobytes())
    attribute = field(1, b"value") + field(2, field(8, tensor))
    return field(1, field(1, name) + field(2, op) + field(5, attribute))


FILTER = np.arange(24, dtype=np.float32).reshape(1, 2, 3, 4)
GRAPH = node(b"a/weights", b"Const", FILTER) + node(b"b", b"Relu", FILTER)


def test_constants_are_read_by_name() -> None:
    found = constants(GRAPH)
    assert list(found) == ["a/weights"]
    np.testing.assert_array_equal(found["a/weights"], FILTER)


@given(st.integers(1, len(GRAPH) - 1))
def test_a_graph_cut_short_gives_nothing_wrong(length: int) -> None:
    try:
        found = constants(GRAPH[:length])
    except ValueError:
        return
    assert all(np.array_equal(array, FILTER) for array in found.values())


@given(st.binary(max_size=200))
@example(b"\x0a\x05\x2a\x03\x0a\x01a")
@example(b"\x80" * 30)
def test_bytes_from_anywhere_are_read_or_refused(data: bytes) -> None:
    with suppress(ValueError):  # the property is that nothing else is raised
        constants(data)


@given(st.integers(0, len(GRAPH) - 1), st.integers(0, 255))
def test_a_damaged_graph_is_read_or_refused(at: int, byte: int) -> None:
    damaged = bytearray(GRAPH)
    damaged[at] = byte
    with suppress(ValueError):
        constants(bytes(damaged))
