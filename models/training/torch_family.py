"""torch's relatives, imported so that they also work beside a CPU build of torch."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import ModuleType

import torch


@cache
def torchvision() -> ModuleType:
    """The torchvision module, with a working `nms`.

    PyPI's Linux torchvision is linked against CUDA: beside a CPU torch its compiled operators do
    not register, and the import fails for want of them. Then the two it looks for are declared
    first, and nms runs in plain torch: the reference tests of MTCNN need it.
    """
    try:
        return import_module("torchvision")
    except RuntimeError:
        for name in [n for n in sys.modules if n.split(".")[0] == "torchvision"]:
            del sys.modules[name]
    for name in ("nms", "qnms"):
        signature = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
        torch.library.define(f"torchvision::{name}", signature)
    torch.library.impl("torchvision::nms", "CPU", _nms)
    module = import_module("torchvision")
    vars(import_module("torchvision.extension"))["_has_ops"] = lambda: True
    return module


def facenet_pytorch() -> ModuleType:
    """The facenet_pytorch module; raises ModuleNotFoundError without the extra `models`."""
    torchvision()
    return import_module("facenet_pytorch")


def _nms(dets: torch.Tensor, scores: torch.Tensor, iou_threshold: float) -> torch.Tensor:
    """torchvision's CPU kernel in torch: greedy, an IoU strictly above the threshold goes."""
    order = scores.argsort(descending=True, stable=True)
    areas = (dets[:, 2] - dets[:, 0]) * (dets[:, 3] - dets[:, 1])
    keep = []
    while len(order):
        first, order = order[0], order[1:]
        keep.append(int(first))
        low = torch.maximum(dets[first, :2], dets[order, :2])
        high = torch.minimum(dets[first, 2:], dets[order, 2:])
        inter = (high - low).clamp(min=0).prod(dim=1)
        iou = inter / (areas[first] + areas[order] - inter)
        order = order[~(iou.double() > iou_threshold)]
    return torch.tensor(keep, dtype=torch.int64)
