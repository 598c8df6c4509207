"""dlib's 68 facial landmarks: regression trees that start from the face's box.

Kazemi and Sullivan, "One Millisecond Face Alignment with an Ensemble of Regression Trees" (2014);
numbering of iBUG 300-W. The predictor's licence excludes commercial use.
"""

from __future__ import annotations

from pathlib import Path

import dlib
import numpy as np
from numpy.typing import NDArray

POINTS = 68


class Landmarks68:
    """The predictor. Holds no state between calls and is safe to call from several threads.

    Input: `rgb` uint8[H, W, 3] and a box as dlib's own detector draws it (a square from the brows
    to the chin); the nearer the given box is to that, the better the points.
    """

    def __init__(self, path: Path) -> None:
        """Read the predictor from a file whose hash the store has checked."""
        self._predictor = dlib.shape_predictor(str(path))

    def predict(self, rgb: NDArray[np.uint8], box_xyxy: NDArray[np.float32]) -> NDArray[np.float32]:
        """The landmarks float32[68, 2] px of the face in `box_xyxy` [4] px, used as it is given.

        dlib rounds: the box to whole pixels before, the points to whole pixels after. On a face of
        40 px between the eyes that is about a tenth of an eye's height. The box may reach beyond
        the picture, and so may the points. Raises ValueError if the picture is not uint8[H, W, 3]
        or the box is empty.
        """
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
            raise ValueError(f"rgb must be uint8[H, W, 3], not {rgb.dtype}{list(rgb.shape)}")
        x0, y0, x1, y1 = (round(float(side)) for side in box_xyxy)
        if x1 <= x0 or y1 <= y0:
            raise ValueError(f"the box is empty: {[x0, y0, x1, y1]}")
        # dlib counts the last pixel as inside
        box = dlib.rectangle(x0, y0, x1 - 1, y1 - 1)
        parts = self._predictor(np.ascontiguousarray(rgb), box).parts()
        return np.array([(p.x, p.y) for p in parts], dtype=np.float32)
