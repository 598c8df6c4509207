from __future__ import annotations

import numpy as np

from models import Models, runtime
from models.runtime import Floats, Network


def results(network: Network) -> list[Floats]:
    """What the network's memory holds now."""
    request, outputs = network._mine.request, network._compiled.outputs
    return [request.get_output_tensor(i).data.copy() for i in range(len(outputs))]


def test_no_result_of_a_picture_stays_in_a_network(networks: Models) -> None:
    picture = np.random.default_rng(7).integers(0, 256, (480, 640, 3)).astype(np.uint8)
    crop = np.ascontiguousarray(picture[:160, :160])[None]
    runtime.forget()
    networks.mtcnn.detect(picture)
    embedding = networks.encoder.embed(crop)
    used = list(runtime._networks_of_this_thread())
    assert len(used) >= 2
    before = [results(network) for network in used]
    runtime.forget()
    for network, old in zip(used, before, strict=True):
        for is_now, was in zip(results(network), old, strict=True):
            assert not np.array_equal(is_now, was)
    assert not runtime._networks_of_this_thread()
    assert np.array_equal(networks.encoder.embed(crop), embedding), "it runs on as before"
