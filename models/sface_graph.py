"""SFace as an OpenVINO graph, made from its folded arrays.

A MobileNet (Howard et al., 2017) with PReLU, as OpenCV Zoo's face_recognition_sface_2021dec lays
it out.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.sface_weights import CONVOLUTIONS
from models.untracked import ops, ov

Floats = NDArray[np.float32]

SIDE = 112
LENGTH = 128
HALVING = ("conv_3_dw", "conv_5_dw", "conv_7_dw", "conv_13_dw")
"""Convolutions with a stride of 2."""
UNIT_EPSILON = 1e-12


def build(arrays: Mapping[str, Floats]) -> ov.Model:
    """`crops` uint8[N, 112, 112, 3], red first -> `embedding` float32[N, 128] of length 1.

    Raises ValueError if an array is missing or has the wrong shape.
    """
    try:
        crops = ops.parameter([-1, SIDE, SIDE, 3], np.uint8, name="crops")
        pixels = ops.transpose(ops.convert(crops, "f32"), np.array([0, 3, 1, 2]))
        x = ops.multiply(ops.subtract(pixels, np.float32(127.5)), np.float32(1 / 128))
        for layer in CONVOLUTIONS:
            x = _convolution(x, layer, arrays)
        scale, shift = (
            arrays[f"middle.{part}"].reshape(1, -1, 1, 1) for part in ("scale", "shift")
        )
        x = ops.add(ops.multiply(x, ops.constant(scale)), ops.constant(shift))
        x = ops.reshape(x, np.array([0, -1]), special_zero=True)
        x = ops.matmul(x, ops.constant(arrays["last_linear.weight"]), False, True)
        x = ops.add(x, ops.constant(arrays["last_linear.bias"]))
        x = ops.normalize_l2(x, np.array([1]), UNIT_EPSILON, "max")
        model = ov.Model([x], [crops], "sface")
    except (KeyError, IndexError, RuntimeError) as error:
        raise ValueError(f"these are not the weights of SFace: {error}") from error
    if list(model.output(0).partial_shape)[1:] != [LENGTH]:
        raise ValueError("these are not the weights of SFace: another length")
    return model


def _convolution(x: ov.Node, layer: str, arrays: Mapping[str, Floats]) -> ov.Node:
    weight = arrays[f"{layer}.weight"]
    pad, stride = [weight.shape[-1] // 2] * 2, [2 if layer in HALVING else 1] * 2
    if layer.endswith("_dw"):
        by_channel = ops.constant(np.ascontiguousarray(weight[:, None]))
        x = ops.group_convolution(x, by_channel, stride, pad, pad, [1, 1])
    else:
        x = ops.convolution(x, ops.constant(weight), stride, pad, pad, [1, 1])
    x = ops.add(x, _by_channel(arrays[f"{layer}.bias"]))
    return ops.prelu(x, ops.constant(arrays[f"{layer}.slope"]))


def _by_channel(values: Floats) -> ov.Node:
    return ops.constant(np.ascontiguousarray(values.reshape(1, -1, 1, 1)))
