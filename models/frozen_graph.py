"""The constants of a frozen TensorFlow graph, by node name, without TensorFlow.

A frozen graph is a protocol buffer (tensorflow/core/framework/{graph,node_def,tensor}.proto); only
the few fields that hold float constants are read here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.protobuf import Value, fields, number, view

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
        for field, node in fields(memoryview(graph)):
            if field == GRAPH_NODE:
                found.update(_constant(view(node)))
    except (IndexError, KeyError, ValueError) as error:
        raise ValueError("not a frozen TensorFlow graph") from error
    return found


def _constant(node: memoryview) -> dict[str, Floats]:
    parts = list(fields(node))
    plain = {field: bytes(view(value)) for field, value in parts if field in (NODE_NAME, NODE_OP)}
    if plain.get(NODE_OP) != b"Const":
        return {}
    for field, value in parts:
        attribute = dict(fields(view(value))) if field == NODE_ATTR else {}
        if attribute and bytes(view(attribute[ATTR_KEY])) == b"value":
            tensor = view(dict(fields(view(attribute[ATTR_VALUE])))[VALUE_TENSOR])
            array = _array(dict(fields(tensor)))
            return {} if array is None else {plain[NODE_NAME].decode(): array}
    return {}


def _array(tensor: dict[int, Value]) -> Floats | None:
    if tensor.get(TENSOR_DTYPE) != DT_FLOAT or TENSOR_CONTENT not in tensor:
        return None
    shape = [
        number(dict(fields(view(dimension)))[DIM_SIZE])
        for field, dimension in fields(view(tensor[TENSOR_SHAPE]))
        if field == SHAPE_DIM
    ]
    return np.frombuffer(view(tensor[TENSOR_CONTENT]), "<f4").reshape(shape)
