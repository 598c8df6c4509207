"""A fitted detector as files: ONNX for the kiosk, TorchScript for others.

The ONNX file holds its weights in 16 bits, and is worked out in 32. Eight bits (NNCF, 300 crops of
the training sources) cost too much: the finest textures, which tell a recapture, are lost in them
(docs/measured.md).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor

from models.training.attack.config import Config
from models.training.attack.fit import detector

ONNX, SCRIPT = "detector.onnx", "detector.pt"
_OPSET = 17
_LEAST_HALVED = 1024
"""Numbers of a tensor: below it nothing is saved."""


def export(
    folder: Path, config: Config, trunk: Mapping[str, Tensor], species: Sequence[str]
) -> Path:
    """Write what a fit left in `folder` as ONNX and TorchScript, for any number of pictures.

    The ONNX file says its scales and species itself.
    """
    network = detector(folder, config, trunk)
    crops = torch.zeros(1, len(config.scales), config.side, config.side, 3)
    path = folder / ONNX
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the new exporter needs onnxscript
        torch.onnx.export(
            network, (crops,), path, opset_version=_OPSET, dynamo=False,
            input_names=["crops"], output_names=["attack", "species"],
            dynamic_axes={"crops": {0: "pictures"}, "attack": {0: "pictures"},
                          "species": {0: "pictures"}},
        )  # fmt: skip
        torch.jit.trace(network, (crops,)).save(str(folder / SCRIPT))  # type: ignore[no-untyped-call]
    model = halved(onnx.load(path))
    said = {
        "scales": ",".join(f"{scale:g}" for scale in config.scales),
        "species": ",".join(species),
    }
    onnx.helper.set_model_props(model, said)
    onnx.save(model, path)
    return path


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same network with every large tensor kept as float16, and cast back where it is used."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _LEAST_HALVED:
            continue
        kept = f"{tensor.name}_half"
        casts.append(
            onnx.helper.make_node("Cast", [kept], [tensor.name], to=onnx.TensorProto.FLOAT)
        )
        tensor.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), kept))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model
