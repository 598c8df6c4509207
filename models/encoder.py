"""What every encoder of faces is: crops in, embeddings of length 1 out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.runtime import Network
from models.untracked import ov

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]


@dataclass(frozen=True)
class Identity:
    """Which weights an embedding came from: only embeddings of equal `sha256` can be compared."""

    name: str
    sha256: str


class Encoder:
    """A network that takes crops uint8[N, `side`, `side`, 3] and normalises them inside. Safe to
    call from several threads."""

    def __init__(
        self, model: ov.Model, side: int, length: int, identity: Identity, threads: int | None
    ) -> None:
        self.identity = identity
        self._side, self._length = side, length
        self._network = Network(model, threads)

    def embed(self, crops: Rgb) -> Floats:
        """One embedding of length 1 per crop: float32[N, `length`].

        Raises ValueError if `crops` is not uint8[N, `side`, `side`, 3].
        """
        side = self._side
        if crops.dtype != np.uint8 or crops.ndim != 4 or crops.shape[1:] != (side, side, 3):
            raise ValueError(f"crops must be uint8[N, {side}, {side}, 3], not {crops.shape}")
        if not len(crops):
            return np.zeros((0, self._length), np.float32)
        return self._network(np.ascontiguousarray(crops))[0]
