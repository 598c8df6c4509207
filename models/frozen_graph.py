"""The constants of a frozen TensorFlow graph, by node name, without TensorFlow.

A frozen graph is a protocol buffer (tensorflow/core/framework/{graph,node_def,tensor}.proto); only
the few fields that hold float constants are read here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

GRAPH_NODE = 1
NODE_NAME, NODE_OP, NODE_ATTR = 1, 2, 5
ATTR_KEY, ATTR_VALUE, VALUE_TENSOR = 1, 2, 8
TENSOR_DTYPE, TENSOR_SHAPE, TENSOR_CONTENT = 1, 2, 4
SHAPE_DIM, DIM_SIZE = 2, 1
DT_FLOAT = 1


def constants(graph: bytes) -> dict[str, Floats]:
    """Every float32 constant array by its node's name, in TensorFlow's layout (HWIO for filters).

    Raises ValueError if `graph` is not a readable frozen graph.
    """
    found = {}
    try:
        for field, node in _fields(memoryview(graph)):
            if field == GRAPH_NODE:
                found.update(_constant(_view(node)))
    except (IndexError, KeyError, UnicodeDecodeError) as error:
        raise ValueError("not a frozen TensorFlow graph") from error
    return found


def _constant(node: memoryview) -> dict[str, Floats]:
    parts = list(_fields(node))
    plain = {field: bytes(_view(value)) for field, value in parts if field in (NODE_NAME, NODE_OP)}
    if plain.get(NODE_OP) != b"Const":
        return {}
    for field, value in parts:
        attribute = dict(_fields(_view(value))) if field == NODE_ATTR else {}
        if attribute and bytes(_view(attribute[ATTR_KEY])) == b"value":
            tensor = _view(dict(_fields(_view(attribute[ATTR_VALUE])))[VALUE_TENSOR])
            array = _array(dict(_fields(tensor)))
            return {} if array is None else {plain[NODE_NAME].decode(): array}
    return {}


def _array(tensor: dict[int, memoryview | int]) -> Floats | None:
    if tensor.get(TENSOR_DTYPE) != DT_FLOAT or TENSOR_CONTENT not in tensor:
        return None
    shape = [
        _number(dict(_fields(_view(dimension)))[DIM_SIZE])
        for field, dimension in _fields(_view(tensor[TENSOR_SHAPE]))
        if field == SHAPE_DIM
    ]
    return np.frombuffer(_view(tensor[TENSOR_CONTENT]), "<f4").reshape(shape)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview | int]]:
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            number, at = _varint(message, at)
            yield key >> 3, number
            continue
        if kind == 2:
            size, at = _varint(message, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError("not a frozen TensorFlow graph")
        if at + size > len(message):
            raise ValueError("a frozen TensorFlow graph that is cut short")
        yield key >> 3, message[at : at + size]
        at += size


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _number(value: memoryview | int) -> int:
    if not isinstance(value, int):
        raise ValueError("not a frozen TensorFlow graph")
    return value


def _view(value: memoryview | int) -> memoryview:
    if isinstance(value, int):
        raise ValueError("not a frozen TensorFlow graph")
    return value
