"""Memory for pictures of people and for measures of their faces: it overwrites itself.

An array made here is zeroed when nothing refers to it, nor to a part of it, any more. Who forgets a
person therefore only has to let go.
"""

from __future__ import annotations

import math
from typing import Any, TypeVar
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


def fleeting(shape: tuple[int, ...], dtype: type[Scalar]) -> NDArray[Scalar]:
    """Zeros, to be filled, whose memory is zeroed again when the last array on it goes."""
    buffer = bytearray(math.prod(shape) * np.dtype(dtype).itemsize)
    whole = np.frombuffer(buffer, dtype)
    finalize(whole, _overwrite, buffer)
    return whole.reshape(shape)


def fleeting_copy(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """The same values in memory that overwrites itself."""
    copy: NDArray[Any] = fleeting(array.shape, array.dtype.type)
    copy[...] = array
    return copy


def _overwrite(buffer: bytearray) -> None:
    np.frombuffer(buffer, np.uint8)[:] = 0
