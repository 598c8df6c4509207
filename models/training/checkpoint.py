"""facenet-pytorch checkpoints and our arrays of InceptionResnetV1, each from the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.inception_weights import BN_EPSILON, from_state_dict
from models.training.torch_family import facenet_pytorch

Floats = NDArray[np.float32]


def arrays_of(path: Path) -> dict[str, Floats]:
    """Our arrays of a state_dict saved by torch (20180402-114759, or fine-tuned from it).

    Only tensors are read: a file with code in it is refused. Raises ValueError if the file is not
    such a checkpoint.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch tells a bad file by a dozen kinds of exception
        raise ValueError(f"torch cannot read {path.name}") from error
    if not isinstance(state, Mapping) or not all(torch.is_tensor(t) for t in state.values()):
        raise ValueError(f"{path.name} is not a state_dict")
    return from_state_dict({name: tensor.float().numpy() for name, tensor in state.items()})


def module_of(arrays: Mapping[str, Floats]) -> torch.nn.Module:
    """facenet-pytorch's own module with our arrays in it, for the reference tests.

    Its batch normalisations become the identity plus our bias.
    """
    module: torch.nn.Module = facenet_pytorch().InceptionResnetV1(pretrained=None).eval()
    state = module.state_dict()
    for name in state:
        if name.endswith("running_var"):
            state[name] = torch.full_like(state[name], 1 - BN_EPSILON)
    for name, array in arrays.items():
        layer, kind = name.rsplit(".", 1)
        if layer.endswith(".conv2d"):
            target = name
        elif layer == "last_linear":
            target = "last_linear.weight" if kind == "weight" else "last_bn.bias"
        else:
            target = f"{layer}.conv.weight" if kind == "weight" else f"{layer}.bn.bias"
        state[target] = torch.from_numpy(np.array(array))
    module.load_state_dict(state)
    return module
