"""The statistics of every sample, worked out once: what is fitted afterwards takes seconds."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader

from models.runtime import Network, read_network
from models.training.attack.config import Config
from models.training.attack.network import Statistics
from models.training.attack.samples import Samples

FILE = "statistics.npy"
_AT_ONCE, _SAVED_EVERY = 16, 1024
Work = Callable[[Tensor], NDArray[np.float32]]


def statistics_of(folder: Path, config: Config, trunk: Mapping[str, Tensor]) -> NDArray[np.float16]:
    """Of every sample of `folder`, float16[samples, scales, width]; kept beside the crops, and gone
    on with where an earlier run was stopped."""
    network = Statistics(max(end for _, end in config.groups))
    network.trunk.load_imagenet(trunk)
    path, counter = folder / FILE, folder / "statistics.done"
    done = int(counter.read_text()) if counter.exists() else 0
    samples = Samples(folder, config, done)
    shape = (done + len(samples), len(config.scales), network.width)
    found = np.lib.format.open_memmap(path, "r+" if done else "w+", np.float16, shape)
    if not len(samples):
        return np.asarray(found)
    work = _on_gpu(network) if torch.cuda.is_available() else _on_processor(network, config)
    for crops in DataLoader(samples, _AT_ONCE, num_workers=1):
        found[done : done + len(crops)] = work(crops)
        done += len(crops)
        if done % _SAVED_EVERY == 0 or done == len(found):
            found.flush()
            counter.write_text(str(done))
    return np.asarray(found)


def _on_gpu(network: Statistics) -> Work:
    network = network.eval().cuda()

    @torch.no_grad()
    def work(crops: Tensor) -> NDArray[np.float32]:
        return np.asarray(network(crops.cuda().float()).cpu().numpy(), np.float32)

    return work


def _on_processor(network: Statistics, config: Config) -> Work:
    """By OpenVINO: five times as fast as torch, and what the kiosk itself runs."""
    crops = torch.zeros(1, len(config.scales), config.side, config.side, 3)
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the new exporter needs onnxscript
        path = Path(folder) / "statistics.onnx"
        torch.onnx.export(network.eval(), (crops,), path, opset_version=17, dynamo=False)
        compiled = Network(read_network(path))

    def work(crops: Tensor) -> NDArray[np.float32]:
        each = crops.numpy().astype(np.float32)
        return np.concatenate([compiled(one[None])[0] for one in each])

    return work
