"""InceptionResnetV1 as an OpenVINO graph, made from its folded arrays.

Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections" (2016), as
trained by facenet and laid out by facenet-pytorch 2.5.3 (layer names, residual scales, paddings).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.untracked import ops, ov

Floats = NDArray[np.float32]

SIDE = 160
LENGTH = 512
BLOCK35_SCALE, BLOCK17_SCALE, BLOCK8_SCALE = 0.17, 0.10, 0.20
UNIT_EPSILON = 1e-12
"""torch's F.normalize divides by no less than this."""


def build(arrays: Mapping[str, Floats]) -> ov.Model:
    """`crops` uint8[N, 160, 160, 3] -> `embedding` float32[N, 512] of length 1.

    Raises ValueError if a layer is missing or has the wrong shape.
    """
    try:
        model = _Builder(arrays).model()
    except (KeyError, IndexError, RuntimeError) as error:
        raise ValueError(f"these are not the weights of InceptionResnetV1: {error}") from error
    if list(model.output(0).partial_shape)[1:] != [LENGTH]:
        raise ValueError("these are not the weights of InceptionResnetV1: another length")
    return model


class _Builder:
    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self._arrays = arrays

    def model(self) -> ov.Model:
        crops = ops.parameter([-1, SIDE, SIDE, 3], np.uint8, name="crops")
        pixels = ops.transpose(ops.convert(crops, "f32"), np.array([0, 3, 1, 2]))
        x = ops.multiply(ops.subtract(pixels, np.float32(127.5)), np.float32(1 / 128))
        x = self._stem(x)
        for block in range(5):
            x = self._residual(x, f"repeat_1.{block}", (1, 2, 3), BLOCK35_SCALE)
        x = self._reduce(x, "mixed_6a", (1, 3))
        for block in range(10):
            x = self._residual(x, f"repeat_2.{block}", (1, 3), BLOCK17_SCALE)
        x = self._reduce(x, "mixed_7a", (2, 2, 3))
        for block in range(5):
            x = self._residual(x, f"repeat_3.{block}", (1, 3), BLOCK8_SCALE)
        # facenet-pytorch gives the last block scale 1 and no rectifier
        x = self._residual(x, "block8", (1, 3), 1.0, relu=False)
        x = ops.reduce_mean(x, np.array([2, 3]), keep_dims=False)
        x = ops.matmul(x, ops.constant(self._arrays["last_linear.weight"]), False, True)
        x = ops.add(x, ops.constant(self._arrays["last_linear.bias"]))
        x = ops.normalize_l2(x, np.array([1]), UNIT_EPSILON, "max")
        return ov.Model([x], [crops], "inception_resnet_v1")

    def _stem(self, x: ov.Node) -> ov.Node:
        x = self._conv(x, "conv2d_1a", stride=2)
        x = self._conv(x, "conv2d_2a", same=False)
        x = self._conv(x, "conv2d_2b")
        x = _max_pool(x)
        x = self._conv(x, "conv2d_3b")
        x = self._conv(x, "conv2d_4a", same=False)
        return self._conv(x, "conv2d_4b", stride=2)

    def _residual(
        self, x: ov.Node, block: str, depths: tuple[int, ...], scale: float, relu: bool = True
    ) -> ov.Node:
        """Branches of so many convolutions each, joined, scaled and added to what came in."""
        branches = [self._branch(x, f"{block}.branch{i}", n) for i, n in enumerate(depths)]
        change = self._conv(ops.concat(branches, 1), f"{block}.conv2d", relu=False)
        x = ops.add(x, ops.multiply(change, np.float32(scale)))
        return ops.relu(x) if relu else x

    def _reduce(self, x: ov.Node, block: str, depths: tuple[int, ...]) -> ov.Node:
        """Branches whose last step halves the size, joined with a max-pooling."""
        branches = [
            self._branch(x, f"{block}.branch{i}", n, stride=2) for i, n in enumerate(depths)
        ]
        return ops.concat([*branches, _max_pool(x)], 1)

    def _branch(self, x: ov.Node, name: str, depth: int, stride: int = 1) -> ov.Node:
        if depth == 1:
            return self._conv(x, name, stride)
        for step in range(depth):
            x = self._conv(x, f"{name}.{step}", stride if step == depth - 1 else 1)
        return x

    def _conv(
        self, x: ov.Node, name: str, stride: int = 1, same: bool = True, relu: bool = True
    ) -> ov.Node:
        """A convolution; `same` pads so that the size stays, and a stride of 2 never pads."""
        weight = self._arrays[f"{name}.weight"]
        pad = [side // 2 if same and stride == 1 else 0 for side in weight.shape[2:]]
        x = ops.convolution(x, ops.constant(weight), [stride] * 2, pad, pad, [1, 1])
        bias = self._arrays[f"{name}.bias"].reshape(1, -1, 1, 1)
        x = ops.add(x, ops.constant(np.ascontiguousarray(bias)))
        return ops.relu(x) if relu else x


def _max_pool(x: ov.Node) -> ov.Node:
    pooled = ops.max_pool(x, [2, 2], [1, 1], [0, 0], [0, 0], [3, 3])
    return pooled.output(0)
