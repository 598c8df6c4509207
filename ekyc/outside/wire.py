"""Frames on a pipe: JSON and raw arrays, nothing that could name code.

A frame is 4 bytes (big endian) of the JSON's length, the JSON, and the bytes of the arrays that it
lists, one after the other. Whoever reads checks each number before acting on it.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn, Protocol

import numpy as np
from numpy.typing import NDArray

from ekyc.memory import fleeting

MOST_JSON = 1 << 20
MOST_BYTES = 1 << 28
MOST_ARRAYS = 256
_MOST_AXES = 4
_DTYPES: dict[str, type[np.uint8] | type[np.float32]] = {"uint8": np.uint8, "float32": np.float32}
_LENGTH = struct.Struct(">I")

Array = NDArray[Any]


class Garbled(Exception):
    """What came over the pipe is not what was to come, or it ended."""


class Frame(NamedTuple):
    """A JSON value and the arrays that belong to it, uint8 or float32."""

    value: Any
    arrays: Sequence[Array] = ()


class Reading(Protocol):
    """An unbuffered end of a pipe to read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """How many bytes came; 0 at the end."""
        ...


class Writing(Protocol):
    """An unbuffered end of a pipe to write to."""

    def write(self, data: memoryview, /) -> int | None:
        """How many bytes went."""
        ...


def send(pipe: Writing, frame: Frame) -> None:
    """Write one frame. Raises OSError: nobody reads any more."""
    arrays = [np.ascontiguousarray(array) for array in frame.arrays]
    listed = [[str(array.dtype), list(array.shape)] for array in arrays]
    text = json.dumps({"arrays": listed, "value": frame.value}, allow_nan=False).encode()
    _write(pipe, memoryview(_LENGTH.pack(len(text)) + text))
    for array in arrays:
        if array.size:
            _write(pipe, array.data.cast("B"))


def receive(pipe: Reading) -> Frame:
    """Read one frame. Raises Garbled."""
    head = bytearray(_LENGTH.size)
    _read(pipe, memoryview(head))
    (length,) = _LENGTH.unpack(head)
    if length > MOST_JSON:
        raise Garbled(f"{length} bytes of JSON")
    text = bytearray(length)
    _read(pipe, memoryview(text))
    try:
        told = json.loads(text, parse_constant=_refuse)
        shapes = [(_DTYPES[dtype], _shape(shape)) for dtype, shape in told["arrays"]]
        value = told["value"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Garbled("no frame") from error
    sizes = [math.prod(shape) * np.dtype(dtype).itemsize for dtype, shape in shapes]
    if len(shapes) > MOST_ARRAYS or sum(sizes) > MOST_BYTES:
        raise Garbled(f"{len(shapes)} arrays of {sum(sizes)} bytes")
    arrays: list[Array] = []
    for dtype, shape in shapes:
        array: Array = fleeting(shape, dtype)
        if array.size:
            _read(pipe, array.data.cast("B"))
        arrays.append(array)
    return Frame(value, arrays)


def _shape(told: Any) -> tuple[int, ...]:
    shape = tuple(told)
    if len(shape) > _MOST_AXES or not all(type(n) is int and 0 <= n <= MOST_BYTES for n in shape):
        raise ValueError("no shape")
    return shape


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _read(pipe: Reading, into: memoryview) -> None:
    while into:
        count = pipe.readinto(into)
        if not count:
            raise Garbled("the pipe ended")
        into = into[count:]


def _write(pipe: Writing, data: memoryview) -> None:
    while data:
        data = data[pipe.write(data) or 0 :]
