"""Draws the head: turned, with its expression, over whatever is behind it."""

from __future__ import annotations

import cv2
import numpy as np

from ekyc.camera.simulated.expression import SkinFields, curve
from ekyc.camera.simulated.geometry import WINDOW, Placement, PortraitGeometry, window_grid
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.values import Floats, Rgb

TEXTURE_SCALE = 3
"""Texture px a portrait px: a little more than the frame shows."""
_STEP_PX = 4
"""The skin is followed at every 4th frame px and between them linearly: it is smooth."""


class HeadRenderer:
    """Holds the textures of one portrait (uint8[512, 512, 3]) and draws poses of it."""

    def __init__(self, portrait: Rgb, geometry: PortraitGeometry) -> None:
        self._geometry = geometry
        self._fields = SkinFields(geometry)
        self._skin = _enlarged(portrait)
        self._matte = _filled(geometry.outline, soften=0.55)
        opaque = self._matte.astype(np.float32)[:, :, None] / 255.0
        self._head = np.dstack([np.uint8(self._skin * opaque + 0.5), self._matte])
        self._mouth_hole, self._lower_lip = _lip_masks(geometry)
        self._inside = _mouth_inside(self._skin, geometry)
        self._lid_moves = {side: self._fields.lid(side) for side in geometry.lids}
        self._lid_masks = {side: _lid_mask(pair) for side, pair in geometry.lids.items()}

    def draw(self, frame: Rgb, pose: CustomerPose, placement: Placement) -> None:
        """Draw the head over `frame` uint8[h, w, 3], in place."""
        upper = self._fields.upper(pose)
        box = self._box(frame.shape, placement, upper)
        if box[2] - box[0] < 8 or box[3] - box[1] < 8:
            return
        skin = self._followed(box, placement, upper)
        seen = cv2.remap(self._head, skin, None, cv2.INTER_LINEAR)
        colour = np.ascontiguousarray(seen[:, :, :3])
        self._draw_mouth(colour, box, pose, placement, skin)
        self._draw_lids(colour, box, pose, placement, upper, skin)
        behind = frame[box[1] : box[3], box[0] : box[2]]
        clear = cv2.cvtColor(255 - seen[:, :, 3], cv2.COLOR_GRAY2RGB)
        cv2.add(cv2.multiply(behind, clear, scale=1 / 255), colour, dst=behind)

    def _surface(self, moved: Floats) -> Floats:
        return np.dstack([self._geometry.relief, moved])

    def _box(
        self, shape: tuple[int, ...], placement: Placement, moved: Floats
    ) -> tuple[int, int, int, int]:
        outline = self._geometry.outline
        at = np.int32(outline) - np.int32(WINDOW[:2])
        points = outline + moved[at[:, 1], at[:, 0]]
        seen = placement.project(points, self._geometry.relief_at(outline))
        left, top = np.maximum(np.floor(seen.min(axis=0)).astype(int) - 6, 0)
        right, bottom = np.ceil(seen.max(axis=0)).astype(int) + 6
        return int(left), int(top), int(min(right, shape[1])), int(min(bottom, shape[0]))

    def _followed(
        self,
        box: tuple[int, int, int, int],
        placement: Placement,
        moved: Floats,
        step: int = _STEP_PX,
        steps: int = 9,
    ) -> Floats:
        """Texture px that show at each frame px of `box`: float32[h, w, 2]."""
        left, top, right, bottom = box
        across, down = -(-(right - left) // step), -(-(bottom - top) // step)
        middle = (step - 1) / 2
        x = np.arange(across, dtype=np.float32) * step + left + middle
        y = np.arange(down, dtype=np.float32) * step + top + middle
        grid_x, grid_y = np.meshgrid(x, y)
        coarse = placement.unproject(grid_x, grid_y, self._surface(moved), steps)
        texture = (coarse - np.float32(WINDOW[:2]) + 0.5) * TEXTURE_SCALE - 0.5
        if step == 1:
            return np.float32(texture)
        fine = cv2.resize(texture, (across * step, down * step), interpolation=cv2.INTER_CUBIC)
        return np.ascontiguousarray(fine[: bottom - top, : right - left])

    def _draw_mouth(
        self,
        colour: Rgb,
        box: tuple[int, int, int, int],
        pose: CustomerPose,
        placement: Placement,
        skin: Floats,
    ) -> None:
        part = self._part(box, placement, (196.0, 130.0, 250.0, 178.0), 21.0 * pose.mouth_open)
        if part is None:
            return
        y, x = part
        hole = cv2.remap(self._mouth_hole, skin[y, x], None, cv2.INTER_LINEAR)
        frame_box = (box[0] + x.start, box[1] + y.start, box[0] + x.stop, box[1] + y.stop)
        still = np.zeros((*self._geometry.relief.shape, 2), np.float32)
        bone = self._followed(frame_box, placement, still)
        inside = cv2.remap(self._inside, bone, None, cv2.INTER_LINEAR)
        lip_map = self._followed(frame_box, placement, self._fields.lower(pose), 2)
        lip = cv2.remap(self._skin, lip_map, None, cv2.INTER_LINEAR)
        lip_mask = cv2.remap(self._lower_lip, lip_map, None, cv2.INTER_LINEAR)
        colour[y, x] = _over(_over(colour[y, x], inside, hole), lip, lip_mask)

    def _draw_lids(
        self,
        colour: Rgb,
        box: tuple[int, int, int, int],
        pose: CustomerPose,
        placement: Placement,
        upper: Floats,
        skin: Floats,
    ) -> None:
        for side, closed in zip(("left", "right"), pose.eye_closed, strict=True):
            edge = self._geometry.lids[side][0]
            area = (
                edge[0, 0] - 4.0,
                edge[:, 1].min() - 14.0,
                edge[-1, 0] + 4.0,
                edge[:, 1].max() + 9,
            )
            part = self._part(box, placement, area, 0.0)
            if closed <= 0.0 or part is None:
                continue
            y, x = part
            frame_box = (box[0] + x.start, box[1] + y.start, box[0] + x.stop, box[1] + y.stop)
            moved = upper.copy()
            moved[:, :, 1] += closed * self._lid_moves[side]
            lid_map = self._followed(frame_box, placement, moved, 1, 14)
            lid = cv2.remap(self._skin, lid_map, None, cv2.INTER_LINEAR)
            mask = cv2.remap(self._lid_masks[side], lid_map, None, cv2.INTER_LINEAR)
            colour[y, x] = _over(colour[y, x], lid, mask)

    def _part(
        self,
        box: tuple[int, int, int, int],
        placement: Placement,
        area: tuple[float, float, float, float],
        below: float,
    ) -> tuple[slice, slice] | None:
        left, top, right, bottom = area
        corners = np.float32(
            [[left, top], [right, top], [left, bottom + below], [right, bottom + below]]
        )
        seen = placement.project(corners, self._geometry.relief_at(corners))
        start = np.maximum(np.floor(seen.min(axis=0)).astype(int) - box[:2], 0)
        stop = np.ceil(seen.max(axis=0)).astype(int) - box[:2]
        stop = np.minimum(stop, (box[2] - box[0], box[3] - box[1]))
        if (stop - start < 4).any():
            return None
        return slice(int(start[1]), int(stop[1])), slice(int(start[0]), int(stop[0]))


def _over(below: Rgb, above: Rgb, mask: Rgb) -> Rgb:
    weight = cv2.cvtColor(mask, cv2.COLOR_GRAY2RGB)
    kept = cv2.multiply(below, 255 - weight, scale=1 / 255)
    return np.asarray(cv2.add(kept, cv2.multiply(above, weight, scale=1 / 255)), dtype=np.uint8)


def _enlarged(portrait: Rgb) -> Rgb:
    left, top, right, bottom = WINDOW
    part = np.ascontiguousarray(portrait[top:bottom, left:right])
    size = ((right - left) * TEXTURE_SCALE, (bottom - top) * TEXTURE_SCALE)
    large = cv2.resize(part, size, interpolation=cv2.INTER_LANCZOS4)
    soft = cv2.GaussianBlur(large, (0, 0), 2.2)
    return np.asarray(cv2.addWeighted(large, 1.45, soft, -0.45, 0), dtype=np.uint8)


def _filled(polygon: Floats, soften: float) -> Rgb:
    """A polygon in portrait px as a mask of the texture: uint8[H, W]."""
    left, top, right, bottom = WINDOW
    mask = np.zeros(((bottom - top) * TEXTURE_SCALE, (right - left) * TEXTURE_SCALE), np.uint8)
    points = ((polygon - np.float32([left, top]) + 0.5) * TEXTURE_SCALE - 0.5) * 16
    cv2.fillPoly(mask, [np.int32(np.round(points))], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soften * TEXTURE_SCALE), dtype=np.uint8)


def _lip_masks(geometry: PortraitGeometry) -> tuple[Rgb, Rgb]:
    """Where the mouth can be seen into (below the upper lip), and the lower lip with the chin."""
    upper, lower = (_fine(edge) for edge in geometry.lips)
    hole_end = np.float32([[240, 156], [232, 160], [223, 161], [214, 160], [207, 156]])
    hole = _filled(np.vstack([upper, hole_end]), soften=0.25)
    lip_end = np.float32(
        [[250, 148], [248, 163], [236, 171], [223, 172], [210, 171], [198, 163], [196, 146]]
    )
    lip = _filled(np.vstack([lower, lip_end]), soften=0.25)
    return hole, lip


def _lid_mask(pair: tuple[Floats, Floats]) -> Rgb:
    """The upper lid's skin down to its lashes."""
    edge = _fine(pair[0]) + np.float32([0.0, 0.2])
    first, last = edge[0], edge[-1]
    above = np.float32([[last[0] + 1, last[1] - 12], [first[0] - 1, first[1] - 12]])
    return _filled(np.vstack([edge, above]), soften=0.3)


def _fine(edge: Floats) -> Floats:
    x = np.arange(edge[0, 0], edge[-1, 0] + 0.01, 0.5, dtype=np.float32)
    return np.column_stack([x, curve(edge, x)])


def _mouth_inside(skin: Rgb, geometry: PortraitGeometry) -> Rgb:
    """The portrait's own teeth over a dark throat with a hint of tongue."""
    upper, lower = (_fine(edge) for edge in geometry.lips)
    teeth = _filled(np.vstack([upper, lower[::-1] - np.float32([0.0, 0.9])]), soften=0.3)
    _, y = window_grid()
    throat = np.zeros((*y.shape, 3), np.float32)
    depth = np.clip((y - 144.0) / 12.0, 0.0, 1.0)[:, :, None]
    throat[:] = (1 - depth) * np.float32([72, 32, 30]) + depth * np.float32([38, 14, 15])
    throat = cv2.resize(throat, (skin.shape[1], skin.shape[0]), interpolation=cv2.INTER_LINEAR)
    tongue = _filled(_ellipse(223.0, 171.0, 13.0, 9.0), soften=2.5).astype(np.float32)[:, :, None]
    throat += tongue / 255.0 * (np.float32([140, 72, 70]) - throat) * 0.8
    weight = teeth.astype(np.float32)[:, :, None] / 255.0
    return np.uint8(throat * (1 - weight) + skin * weight)


def _ellipse(x: float, y: float, across: float, down: float) -> Floats:
    angle = np.linspace(0, 2 * np.pi, 60)
    return np.float32(np.column_stack([x + across * np.cos(angle), y + down * np.sin(angle)]))
