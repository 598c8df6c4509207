"""OpenVINO, shared: one core for the process, float32, one inference request per thread."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from models.untracked import ov

Floats = NDArray[np.float32]

PRECISION = "f32"
"""Asked for outright: on processors with bf16 OpenVINO would use that, and differ by 1e-3."""


@cache
def core() -> ov.Core:
    """The process's only OpenVINO core."""
    return ov.Core()


class Network:
    """A network on the CPU: arrays in, arrays out, from any thread.

    Results are copies: they stay what they are when the network runs again.
    """

    def __init__(self, model: ov.Model, threads: int | None = None) -> None:
        """Compile `model` in float32; `threads` caps its worker threads (None: OpenVINO's own)."""
        settings: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": PRECISION,
            "PERFORMANCE_HINT": "LATENCY",
            # a thread tied to a core waits for it while another core is free
            "ENABLE_CPU_PINNING": False,
        }
        if threads is not None:
            settings["INFERENCE_NUM_THREADS"] = threads
        self._compiled = core().compile_model(model, "CPU", settings)
        self._mine = threading.local()

    def __call__(self, *inputs: NDArray[Any]) -> list[Floats]:
        """Every output for contiguous input arrays, in the network's own order."""
        request = getattr(self._mine, "request", None)
        if request is None:
            request = self._mine.request = self._compiled.create_infer_request()
        _networks_of_this_thread().add(self)
        for i, array in enumerate(inputs):
            request.set_input_tensor(i, ov.Tensor(array, shared_memory=True))
        request.infer()
        return [
            request.get_output_tensor(i).data.copy() for i in range(len(self._compiled.outputs))
        ]

    def forget(self) -> None:
        """Overwrite what this thread's request holds: its last results and what led to them."""
        tensor = self._mine.request.get_input_tensor
        self(*(np.zeros_like(tensor(i).data) for i in range(len(self._compiled.inputs))))


_thread = threading.local()


def _networks_of_this_thread() -> WeakSet[Network]:
    if not hasattr(_thread, "networks"):
        _thread.networks = WeakSet()
    networks: WeakSet[Network] = _thread.networks
    return networks


def forget() -> None:
    """Run every network that this thread has run on nothing: no picture stays in their memory."""
    networks = _networks_of_this_thread()
    for network in tuple(networks):
        network.forget()
    networks.clear()


def read_network(path: Path) -> ov.Model:
    """The network in an ONNX or TensorFlow Lite file whose hash the store has checked."""
    return core().read_model(path)
