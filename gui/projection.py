"""From camera pixels to the stage: filling it, in the middle, as a mirror or as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PyQt5.QtCore import QPointF, QRectF
from PyQt5.QtGui import QPolygonF

from ekyc.values import Floats


@dataclass(frozen=True)
class Projection:
    """Maps a frame of `frame_size` (width, height) px onto a stage of `stage_size` px.

    `scale` is stage px of one frame px. The frame's middle is the stage's; where it is `mirrored`
    its left is the stage's right.
    """

    frame_size: tuple[int, int]
    stage_size: tuple[float, float]
    scale: float
    mirrored: bool = True

    @classmethod
    def covering(
        cls, frame_size: tuple[int, int], stage_size: tuple[float, float], mirrored: bool = True
    ) -> Projection:
        """The picture covers the stage; what stands over on two sides is not seen."""
        scale = max(s / f for s, f in zip(stage_size, frame_size, strict=True))
        return cls(frame_size, stage_size, scale, mirrored)

    def point(self, x: float, y: float) -> QPointF:
        """A point of the frame on the stage."""
        (width, height), (frame_width, frame_height) = self.stage_size, self.frame_size
        turn = -1 if self.mirrored else 1
        return QPointF(
            width / 2 + turn * (x - frame_width / 2) * self.scale,
            height / 2 + (y - frame_height / 2) * self.scale,
        )

    def polygon(self, corners_xy: Floats) -> QPolygonF:
        """Corners float32[n, 2] px of the frame on the stage."""
        return QPolygonF([self.point(float(x), float(y)) for x, y in np.asarray(corners_xy)])

    @property
    def picture(self) -> QRectF:
        """Where the whole frame lies on the stage."""
        width, height = (side * self.scale for side in self.frame_size)
        return QRectF(
            (self.stage_size[0] - width) / 2, (self.stage_size[1] - height) / 2, width, height
        )
