"""From camera pixels to the stage: filling it, in the middle, and mirrored for the person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PyQt5.QtCore import QPointF, QRectF
from PyQt5.QtGui import QPolygonF

from ekyc.values import Floats


@dataclass(frozen=True)
class Mirror:
    """Maps a frame of `frame_size` (width, height) px onto a stage of `stage_size` px.

    `scale` is stage px of one frame px. The frame's middle is the stage's; its left is the stage's
    right.
    """

    frame_size: tuple[int, int]
    stage_size: tuple[float, float]
    scale: float

    @classmethod
    def covering(
        cls, frame_size: tuple[int, int], stage_size: tuple[int, int], full_size: tuple[int, int]
    ) -> Mirror:
        """The picture covers a stage of `full_size`; what stands over on two sides is not seen.

        A stage that had to give up height shows the same, smaller.
        """
        cover = max(s / f for s, f in zip(full_size, frame_size, strict=True))
        return cls(frame_size, stage_size, cover * min(1.0, stage_size[1] / full_size[1]))

    def point(self, x: float, y: float) -> QPointF:
        """A point of the frame on the stage."""
        (width, height), (frame_width, frame_height) = self.stage_size, self.frame_size
        return QPointF(
            width / 2 - (x - frame_width / 2) * self.scale,
            height / 2 + (y - frame_height / 2) * self.scale,
        )

    def polygon(self, corners_xy: Floats) -> QPolygonF:
        """Corners float32[n, 2] px of the frame on the stage."""
        return QPolygonF([self.point(float(x), float(y)) for x, y in np.asarray(corners_xy)])

    @property
    def picture(self) -> QRectF:
        """Where the whole mirrored frame lies on the stage."""
        width, height = (side * self.scale for side in self.frame_size)
        return QRectF(
            (self.stage_size[0] - width) / 2, (self.stage_size[1] - height) / 2, width, height
        )
