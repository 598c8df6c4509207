"""SFace's arrays out of OpenCV Zoo's int8 file: dequantised, batch normalisation folded in.

OpenVINO cannot read the block-quantised file (ONNX opset 21). Each convolution has
`<layer>.weight` (OIHW), `.bias` and `.slope` (of its PReLU, one a channel); between them and the
last layer stand `middle.scale` and `middle.shift`, one a channel; `last_linear` is
[128, 1024 * 7 * 7].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.batch_norm import BatchNorm, fold
from models.onnx_tensors import Array, initializers

Floats = NDArray[np.float32]

CONVOLUTIONS = (
    "conv_1",
    *(f"conv_{place}{kind}" for place in range(2, 15) for kind in ("_dw", "")),
)
"""In the order in which they are passed; `_dw` is one filter a channel."""

CONV_EPSILON = 0.0010000000474974513
DENSE_EPSILON = 1.9999999494757503e-05
"""Of the batch normalisations after convolutions, and of those round the last layer: as the file
writes them."""


def from_int8_onnx(model: bytes) -> dict[str, Floats]:
    """The arrays of face_recognition_sface_2021dec_int8bq.onnx.

    Raises ValueError if the file is not that network.
    """
    found = initializers(model)
    arrays: dict[str, Floats] = {}
    try:
        for layer in CONVOLUTIONS:
            weight = _dequantised(found, f"{layer}_conv2d_weight")
            weight = weight.reshape(found[f"{layer}_conv2d_weight_shape"].tolist())
            folded = fold(weight, _bn(found, f"{layer}_batchnorm"), CONV_EPSILON)
            arrays[f"{layer}.weight"], arrays[f"{layer}.bias"] = folded
            arrays[f"{layer}.slope"] = np.asarray(found[f"{layer}_relu_gamma"].ravel(), np.float32)
        ones = np.ones(len(found["bn1_gamma"]), np.float32)
        middle = fold(ones, _bn(found, "bn1"), DENSE_EPSILON)
        arrays["middle.scale"], arrays["middle.shift"] = middle
        weight, bias = (_dequantised(found, f"pre_fc1_{part}") for part in ("weight", "bias"))
        folded = fold(weight, _bn(found, "fc1"), DENSE_EPSILON, bias)
        arrays["last_linear.weight"], arrays["last_linear.bias"] = folded
    except KeyError as error:
        raise ValueError(f"the file lacks {error}") from error
    return arrays


def _dequantised(found: dict[str, Array], name: str) -> Floats:
    """DequantizeLinear with blocks along the last axis, (q - zero point) * scale, in float32.

    The length of a block is not read: it is as many values as share one scale.
    """
    steps = found[f"{name}_quantized"].astype(np.int32)
    scales, zeros = found[f"{name}_scales"], found[f"{name}_zero_point"]
    block = steps.shape[-1] // scales.shape[-1]
    steps -= np.repeat(zeros.astype(np.int32), block, -1)
    return steps.astype(np.float32) * np.repeat(scales.astype(np.float32), block, -1)


def _bn(found: dict[str, Array], name: str) -> BatchNorm:
    gamma, beta, mean, variance = (
        np.asarray(found[f"{name}_{key}"], np.float32)
        for key in ("gamma", "beta", "moving_mean", "moving_var")
    )
    return BatchNorm(gamma, beta, mean, variance)
