"""The constant tensors of an ONNX file, by name, without ONNX.

An ONNX file is a protocol buffer (onnx/onnx.proto); only its initializers are read here.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from models.protobuf import fields, number, view

Array = NDArray[np.float32] | NDArray[np.int8] | NDArray[np.int64]

MODEL_GRAPH, GRAPH_INITIALIZER = 7, 5
DIMS, DATA_TYPE, FLOAT_DATA, NAME, RAW_DATA = 1, 2, 4, 8, 9
DTYPES = {1: "<f4", 3: "i1", 7: "<i8"}
"""TensorProto.DataType: FLOAT, INT8, INT64."""


def initializers(model: bytes) -> dict[str, Array]:
    """Every float32, int8 and int64 initializer of the graph; others are left aside.

    Raises ValueError if `model` is not a readable ONNX file.
    """
    found = {}
    try:
        for field, graph in fields(memoryview(model)):
            for kind, tensor in fields(view(graph)) if field == MODEL_GRAPH else ():
                if kind == GRAPH_INITIALIZER:
                    found.update(_tensor(view(tensor)))
    except (IndexError, KeyError, ValueError) as error:
        raise ValueError("not an ONNX file") from error
    return found


def _tensor(message: memoryview) -> dict[str, Array]:
    parts = list(fields(message))
    shape = [number(value) for field, value in parts if field == DIMS]
    single = dict(parts)
    dtype = DTYPES.get(number(single[DATA_TYPE]))
    data = single.get(RAW_DATA, single.get(FLOAT_DATA))
    if dtype is None or data is None or any(side > len(message) for side in shape):
        return {}
    array = np.frombuffer(view(data), dtype)
    if len(array) != math.prod(shape):
        raise ValueError("a tensor of another size than its shape says")
    return {bytes(view(single[NAME])).decode(): array.reshape(shape)}
