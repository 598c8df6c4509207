"""What the head is painted with: enlarged skin, and masks for the parts that move over others.

Texture px: `SCALE` to one portrait px, from the left top of `geometry.WINDOW`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.camera.simulated.geometry import WINDOW, PortraitGeometry, window_grid
from ekyc.camera.simulated.raster import Mask, curve, filled, floats, mixed
from ekyc.values import Floats, Rgb

SCALE = 3
"""A little more than the frame shows."""
_CHEEKS_Y = (116, 163)
_SIZE = ((WINDOW[2] - WINDOW[0]) * SCALE, (WINDOW[3] - WINDOW[1]) * SCALE)


@dataclass(frozen=True, eq=False)
class Textures:
    """All that one portrait is painted with.

    `skin` uint8[H, W, 3] is the whole window; `head` uint8[H, W, 4] the part that is head, with its
    coverage. `mouth` shows behind the lips where `mouth_hole` (below the upper lip) lets it;
    `lower_lip` is the lower lip with the chin, `lids` are the upper lids.
    """

    skin: Rgb
    head: Rgb
    mouth: Rgb
    mouth_hole: Mask
    lower_lip: Mask
    lids: dict[str, Mask]

    @staticmethod
    def paint(portrait: Rgb, geometry: PortraitGeometry) -> Textures:
        """From the portrait, uint8[512, 512, 3]."""
        skin = _enlarged(_without_background(portrait, geometry))
        matte = _filled(geometry.outline, 0.55)
        upper, lower = (_fine(edge) for edge in geometry.lips)
        hole = floats([[240, 156], [232, 160], [223, 161], [214, 160], [207, 156]])
        chin = floats(
            [[250, 148], [248, 163], [236, 171], [223, 172], [210, 171], [198, 163], [196, 146]]
        )
        return Textures(
            skin=skin,
            head=np.dstack([mixed(np.zeros_like(skin), skin, matte), matte]),
            mouth=_mouth(skin, _filled(np.vstack([upper, lower[::-1] - floats([0, 0.9])]), 0.3)),
            mouth_hole=_filled(np.vstack([upper, hole]), 0.25),
            lower_lip=_filled(np.vstack([lower, chin]), 0.25),
            lids={side: _lid(pair[0]) for side, pair in geometry.lids.items()},
        )


def to_texture(points: Floats) -> Floats:
    """Texture px of portrait px, float32[..., 2]."""
    return floats((points - floats(WINDOW[:2]) + 0.5) * SCALE - 0.5)


def _without_background(portrait: Rgb, geometry: PortraitGeometry) -> Rgb:
    """Ears and cheeks go on beyond the outline: no bright rim comes along when they turn."""
    size = (portrait.shape[1], portrait.shape[0])
    head = filled(geometry.outline, size, 1.0, (0.0, 0.0), 0.5)
    inner = cv2.erode(head, np.ones((3, 3), np.uint8))
    band = np.asarray(cv2.dilate(head, np.ones((7, 7), np.uint8)), dtype=np.uint8)
    rim = np.where((band > 0) & (np.asarray(inner) < 250), 255, 0).astype(np.uint8)
    rim[: _CHEEKS_Y[0]] = rim[_CHEEKS_Y[1] :] = 0
    return np.asarray(cv2.inpaint(portrait, rim, 3, cv2.INPAINT_TELEA), dtype=np.uint8)


def _enlarged(portrait: Rgb) -> Rgb:
    left, top, right, bottom = WINDOW
    part = np.ascontiguousarray(portrait[top:bottom, left:right])
    large = cv2.resize(part, _SIZE, interpolation=cv2.INTER_LANCZOS4)
    blurred = cv2.GaussianBlur(large, (0, 0), 2.2)
    return np.asarray(cv2.addWeighted(large, 1.45, blurred, -0.45, 0), dtype=np.uint8)


def _filled(polygon: Floats, sigma_portrait_px: float) -> Mask:
    return filled(polygon, _SIZE, SCALE, WINDOW[:2], sigma_portrait_px * SCALE)


def _fine(edge: Floats) -> Floats:
    x = np.arange(edge[0, 0], edge[-1, 0] + 0.01, 0.5, dtype=np.float32)
    return np.column_stack([x, curve(edge, x)])


def _lid(upper: Floats) -> Mask:
    edge = _fine(upper) + floats([0.0, 0.2])  # with the lashes
    first, last = edge[0], edge[-1]
    brow = [[last[0] + 1, last[1] - 12], [first[0] - 1, first[1] - 12]]
    return _filled(np.vstack([edge, floats(brow)]), 0.3)


def _mouth(skin: Rgb, teeth: Mask) -> Rgb:
    """The portrait's own teeth before a dark throat with a hint of tongue."""
    _, y = window_grid()
    depth = np.clip((y - 144.0) / 12.0, 0.0, 1.0)[:, :, None]
    throat = (1 - depth) * floats([30, 10, 10]) + depth * floats([20, 6, 6])
    large = np.asarray(cv2.resize(throat.astype(np.uint8), _SIZE), dtype=np.uint8)
    angle = np.linspace(0, 2 * np.pi, 60)
    ellipse = np.column_stack([223.0 + 12.0 * np.cos(angle), 172.0 + 7.0 * np.sin(angle)])
    tongue = np.full_like(large, (40, 14, 13))
    return mixed(mixed(large, tongue, _filled(floats(ellipse), 2.5)), skin, teeth)
