"""Draws the head: turned, with its expression, over whatever is behind it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.camera.simulated.expression import JAW_DROP_PX, SkinFields
from ekyc.camera.simulated.geometry import WINDOW, Placement, PortraitGeometry
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.camera.simulated.raster import floats, over, sampled
from ekyc.camera.simulated.textures import Textures, to_texture
from ekyc.values import Floats, Rgb

_MOUTH_AREA = (196.0, 130.0, 250.0, 178.0)
"""Portrait px: left, top, right, bottom, while the mouth is closed."""


@dataclass(frozen=True)
class _Box:
    """A part of the frame, in frame px."""

    left: int
    top: int
    right: int
    bottom: int

    @staticmethod
    def around(points: Floats, within: _Box, margin: int = 0) -> _Box:
        low = np.floor(points.min(axis=0)).astype(int) - margin
        high = np.ceil(points.max(axis=0)).astype(int) + margin
        left, top = max(int(low[0]), within.left), max(int(low[1]), within.top)
        right, bottom = min(int(high[0]), within.right), min(int(high[1]), within.bottom)
        return _Box(left, top, max(right, left), max(bottom, top))

    @property
    def is_empty(self) -> bool:
        return self.right - self.left < 4 or self.bottom - self.top < 4

    def of(self, outer: _Box) -> tuple[slice, slice]:
        """Rows and columns of this part in an array that shows `outer`."""
        return (
            slice(self.top - outer.top, self.bottom - outer.top),
            slice(self.left - outer.left, self.right - outer.left),
        )


class HeadRenderer:
    """Holds the textures of one portrait, uint8[512, 512, 3], and draws poses of it."""

    def __init__(self, portrait: Rgb, geometry: PortraitGeometry) -> None:
        self._geometry = geometry
        self._fields = SkinFields(geometry)
        self._textures = Textures.paint(portrait, geometry)

    def draw(self, frame: Rgb, pose: CustomerPose, placement: Placement) -> None:
        """Draw the head over `frame` uint8[h, w, 3], in place."""
        upper = self._fields.upper(pose)
        whole = _Box(0, 0, frame.shape[1], frame.shape[0])
        box = _Box.around(self._outline(placement, upper), whole, margin=6)
        if box.is_empty:
            return
        skin = self._followed(box, placement, upper, step=4)
        seen = sampled(self._textures.head, skin)
        colour = np.ascontiguousarray(seen[:, :, :3])
        self._draw_mouth(colour, box, pose, placement, skin)
        self._draw_lids(colour, box, pose, placement, upper)
        behind = frame[box.of(whole)]
        clear = cv2.cvtColor(255 - seen[:, :, 3], cv2.COLOR_GRAY2RGB)
        cv2.add(cv2.multiply(behind, clear, scale=1 / 255), colour, dst=behind)

    def _outline(self, placement: Placement, moved: Floats) -> Floats:
        outline = self._geometry.outline
        x, y = (outline - floats(WINDOW[:2])).astype(int).T
        return placement.project(outline + moved[y, x], self._geometry.relief_at(outline))

    def _followed(
        self, box: _Box, placement: Placement, moved: Floats, step: int, steps: int = 9
    ) -> Floats:
        """Texture px that show at each frame px of `box`: float32[h, w, 2].

        Skin is smooth: it is followed at every `step`-th px and between them linearly.
        """
        across, down = -(-(box.right - box.left) // step), -(-(box.bottom - box.top) // step)
        middle = (step - 1) / 2
        x, y = np.meshgrid(
            np.arange(across) * step + box.left + middle, np.arange(down) * step + box.top + middle
        )
        surface = np.dstack([self._geometry.relief, moved])
        coarse = to_texture(placement.unproject(floats(x), floats(y), surface, steps))
        fine = cv2.resize(coarse, (across * step, down * step), interpolation=cv2.INTER_LINEAR)
        return floats(fine)[: box.bottom - box.top, : box.right - box.left]

    def _draw_mouth(
        self, colour: Rgb, box: _Box, pose: CustomerPose, placement: Placement, skin: Floats
    ) -> None:
        left, top, right, bottom = _MOUTH_AREA
        area = self._area(placement, left, top, right, bottom + JAW_DROP_PX * pose.mouth_open)
        part = _Box.around(area, box)
        if part.is_empty:
            return
        bone = np.zeros((*self._geometry.relief.shape, 2), np.float32)
        jaw = self._followed(part, placement, self._fields.lower(pose), step=2)
        inside = sampled(self._textures.mouth, self._followed(part, placement, bone, step=4))
        hole = sampled(self._textures.mouth_hole, skin[part.of(box)])
        lip = sampled(self._textures.skin, jaw)
        lip_mask = sampled(self._textures.lower_lip, jaw)
        face = colour[part.of(box)]
        face[:] = over(over(face, inside, hole), lip, lip_mask)

    def _draw_lids(
        self, colour: Rgb, box: _Box, pose: CustomerPose, placement: Placement, upper: Floats
    ) -> None:
        for side, closed in zip(("left", "right"), pose.eye_closed, strict=True):
            x, y = self._geometry.lids[side][0].T
            area = self._area(placement, x[0] - 4, y.min() - 14, x[-1] + 4, y.max() + 9)
            part = _Box.around(area, box)
            if closed <= 0.0 or part.is_empty:
                continue
            moved = upper.copy()
            moved[:, :, 1] += closed * self._fields.lids[side]
            skin = self._followed(part, placement, moved, step=1, steps=14)
            mask = sampled(self._textures.lids[side], skin)
            face = colour[part.of(box)]
            face[:] = over(face, sampled(self._textures.skin, skin), mask)

    def _area(
        self, placement: Placement, left: float, top: float, right: float, bottom: float
    ) -> Floats:
        corners = floats([[left, top], [right, top], [right, bottom], [left, bottom]])
        return placement.project(corners, self._geometry.relief_at(corners))
