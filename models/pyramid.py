"""MTCNN's first network, P-net, over one picture at many scales."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from models.area import Floats, Integers
from models.runtime import Network
from models.untracked import ops, ov

SIDE = 12
"""P-net looks at every square of so many px, and from one to the next goes `STRIDE` px."""
STRIDE = 2
FACTOR = 0.709
"""From one scale to the next: half the area each time."""
COMPILED_KEPT = 16

Shapes = tuple[tuple[int, ...], ...]


def scales(height: int, width: int, min_face_px: float) -> list[float]:
    """Scales at which a face of `min_face_px` or more is 12 px wide, P-net's own size."""
    scale = SIDE / min_face_px
    shortest = min(height, width) * scale
    found = []
    while shortest >= SIDE:
        found.append(scale)
        scale *= FACTOR
        shortest *= FACTOR
    return found


def places(levels: Sequence[Floats], chosen: Integers) -> tuple[Integers, Integers]:
    """Where squares stand: the number of the level, int64[n], and its first row and column there,
    int64[n, 2] px. `chosen` int64[n] counts the squares through all `levels`."""
    shapes = np.array([level.shape[1:3] for level in levels])
    rows, columns = ((shapes - SIDE + STRIDE - 1) // STRIDE + 1).T
    ends = np.cumsum(rows * columns)
    level = np.searchsorted(ends, chosen, side="right")
    within = chosen - (ends - rows * columns)[level]
    return level, np.stack(np.divmod(within, columns[level]), axis=1) * STRIDE


class PyramidNetwork:
    """P-net on all levels of a picture, as one network when their sizes come back.

    The version for any size costs nothing to start but runs 2 to 3 times slower, and one network
    for all levels is faster than one for each; a video's sizes recur with every frame, a folder of
    photos' do not.
    """

    def __init__(self, model: ov.Model, threads: int) -> None:
        """`model`: float32[1, H, W, 3] to offsets [1, 4, h, w] and scores [1, h, w]."""
        self._model = model
        self._threads = threads
        self._any = Network(model, threads)
        self._joint: OrderedDict[Shapes, Network | None] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, levels: Sequence[Floats]) -> tuple[Floats, Floats]:
        """Offsets float32[4, n] and scores float32[n] of every square of one or more levels
        float32[1, H, W, 3], in their order, row by row."""
        joint = self._for(tuple(level.shape for level in levels))
        if joint is not None:
            offsets, scores = joint(*levels)
            return offsets, scores
        parts = [self._any(level) for level in levels]
        return (
            np.concatenate([offsets.reshape(4, -1) for offsets, _ in parts], axis=1),
            np.concatenate([scores.ravel() for _, scores in parts]),
        )

    def _for(self, shapes: Shapes) -> Network | None:
        with self._lock:
            seen = shapes in self._joint
            network = self._joint.pop(shapes, None)
            if seen and network is None:
                network = Network(self._join(shapes), self._threads)
            self._joint[shapes] = network
            while len(self._joint) > COMPILED_KEPT:
                self._joint.popitem(last=False)
            return network

    def _join(self, shapes: Shapes) -> ov.Model:
        inputs, offsets, scores = [], [], []
        for shape in shapes:
            one = self._model.clone()
            one.reshape(list(shape))
            inputs += one.get_parameters()
            of_offsets, of_scores = (result.input_value(0) for result in one.get_results())
            offsets.append(ops.reshape(of_offsets, [4, -1], special_zero=False))
            scores.append(ops.reshape(of_scores, [-1], special_zero=False))
        return ov.Model([ops.concat(offsets, 1), ops.concat(scores, 0)], inputs)
