"""Values as JSON and arrays, and back: what comes back is only ever of the types that were asked
for, never of one that the sender names."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

from ekyc.messages import Message
from ekyc.outside.wire import Array, Garbled

T = TypeVar("T")

MOST_ITEMS = 1000
MOST_CHARACTERS = 10_000
_MESSAGE_ID = re.compile(r"[a-z_]+\.[A-Za-z0-9_]+")


def pack(value: Any, arrays: list[Array]) -> Any:
    """`value` as JSON can carry it; its arrays are appended to `arrays` and named by their place.

    Dataclasses, enums, mappings by strings, sequences, arrays, strings, numbers and None.
    """
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return len(arrays) - 1
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {one.name: pack(getattr(value, one.name), arrays) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: pack(one, arrays) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [pack(one, arrays) for one in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


def unpack(wanted: type[T], told: Any, arrays: Sequence[Array]) -> T:
    """The value of type `wanted` that `pack` made `told` of. Raises Garbled: it is none."""
    try:
        return cast(T, _unpack(wanted, told, arrays))
    except Garbled:
        raise
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        raise Garbled(f"no {wanted}") from error


def _unpack(wanted: Any, told: Any, arrays: Sequence[Array]) -> Any:
    kind, of = get_origin(wanted), get_args(wanted)
    if kind in (Union, types.UnionType):
        return _one_of(of, told, arrays)
    if kind is np.ndarray:
        return _array(get_args(of[1])[0], told, arrays)
    if kind in (dict, Mapping):
        _require(isinstance(told, dict) and len(told) <= MOST_ITEMS)
        return {_unpack(of[0], k, arrays): _unpack(of[1], v, arrays) for k, v in told.items()}
    if kind is tuple:
        _require(isinstance(told, list) and len(told) <= MOST_ITEMS)
        each = (of[0],) * len(told) if of[-1] is Ellipsis else of
        return tuple(_unpack(one, v, arrays) for one, v in zip(each, told, strict=True))
    if wanted in (str, int, float, bool, type(None)):
        return _scalar(wanted, told)
    if issubclass(wanted, Enum):
        return wanted(told)
    if is_dataclass(wanted):
        return _dataclass(wanted, told, arrays)
    raise TypeError(f"{wanted} does not travel")


def _one_of(kinds: Sequence[Any], told: Any, arrays: Sequence[Array]) -> Any:
    for kind in kinds:
        try:
            return _unpack(kind, told, arrays)
        except (Garbled, ValueError, TypeError, KeyError, IndexError):
            continue
    raise Garbled("no alternative")


def _array(dtype: Any, told: Any, arrays: Sequence[Array]) -> Array:
    _require(type(told) is int and 0 <= told < len(arrays))
    array: Array = arrays[told]
    _require(array.dtype == dtype)
    return array


def _scalar(wanted: Any, told: Any) -> Any:
    if wanted is float and type(told) is int:
        return float(told)
    _require(type(told) is wanted)
    _require(not isinstance(told, str) or len(told) <= MOST_CHARACTERS)
    return told


def _dataclass(wanted: Any, told: Any, arrays: Sequence[Array]) -> Any:
    hints = get_type_hints(wanted)
    _require(isinstance(told, dict) and set(told) == {one.name for one in fields(wanted)})
    made = wanted(**{name: _unpack(hints[name], v, arrays) for name, v in told.items()})
    if isinstance(made, Message):
        _require(_MESSAGE_ID.fullmatch(made.id) is not None)
    return made


def _require(holds: bool) -> None:
    if not holds:
        raise Garbled("not as it was asked for")
