"""facenet-pytorch doing our work, for the bench: its own networks in torch, with our weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models import tensors
from models.training.checkpoint import module_of
from models.training.torch_family import facenet_pytorch

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]


class FacenetPytorch:
    """MTCNN and InceptionResnetV1 on `threads` threads."""

    def __init__(self, encoder_weights: Path, threads: int) -> None:
        """Raises ModuleNotFoundError without the extra `models`."""
        torch.set_num_threads(threads)
        self._package = facenet_pytorch()
        self._encoder = module_of(tensors.read(encoder_weights)).eval()
        self._detectors: dict[float, Any] = {}

    def detect(self, rgb: Rgb, least_px: float) -> object:
        """Boxes, scores and points of every face at least `least_px` wide."""
        if least_px not in self._detectors:
            self._detectors[least_px] = self._package.MTCNN(
                keep_all=True, min_face_size=int(least_px), device="cpu"
            )
        return self._detectors[least_px].detect(rgb, landmarks=True)

    @torch.no_grad()
    def encode(self, crops: Rgb) -> Floats:
        """Embeddings float32[N, 512] of crops uint8[N, 160, 160, 3]."""
        batch = torch.from_numpy(crops).permute(0, 3, 1, 2).float().sub(127.5).div(128)
        embeddings: Floats = self._encoder.forward(batch).numpy()
        return embeddings
