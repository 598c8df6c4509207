"""Our recogniser of machine-readable lines (OCR-B): a small CNN, trained with CTC on made print.

`models/training/mrz` makes the print and fits the network; its configuration and log stand beside
the weights.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.runtime import Network
from models.untracked import ov

Floats = NDArray[np.float32]
Gray = NDArray[np.uint8]

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
FILLER = "<"
BLANK = len(ALPHABET)
"""The number of CTC's blank, after the characters."""
HEIGHT = 32
"""Rows of the strip that the network sees, px."""
STRIDE = 4
"""px of the strip to a step of what it says."""
GRAIN = 32
"""Columns come in multiples of this: what is made ready for a new size costs three times what it
takes to look at one that is known, and a megabyte."""
MOST_COLUMNS = 2048
THREADS = 1


class MrzLines:
    """The network. Holds no state between calls and is safe to call from several threads."""

    def __init__(self, model: ov.Model) -> None:
        self._network = Network(model, THREADS)

    def predict(self, strip: Gray) -> Floats:
        """Probabilities float32[T, 38] of the characters of `ALPHABET` and of the blank, from left
        to right.

        `strip` uint8[H, W] shows one line, dark on light, about level; its capitals are a third to
        two thirds of its height. Raises ValueError if it is empty or another array.
        """
        if strip.dtype != np.uint8 or strip.ndim != 2 or not strip.size:
            raise ValueError(f"strip must be uint8[H, W], not {strip.dtype}{list(strip.shape)}")
        height, width = strip.shape
        columns = min(max(round(width * HEIGHT / height / GRAIN), 1) * GRAIN, MOST_COLUMNS)
        how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
        seen = cv2.resize(strip, (columns, HEIGHT), interpolation=how).astype(np.float32)
        (logarithms,) = self._network(np.ascontiguousarray(seen[None, None]))
        probabilities: Floats = np.exp(logarithms[0])
        return probabilities
