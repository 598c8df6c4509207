"""Recapture of a display: what a camera sees of a recording that is played before it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.attack.footage import Scene
from ekyc.attack.picture import Alter, Altered
from ekyc.values import Floats, Rgb

_SUBPIXELS = 3
"""Red, green and blue stripes of a display's pixel; it is drawn so fine where its grid counts."""

_LENS_SIGMA = 1.15
"""The camera's lens and pixels blur the grid by so many stripes: moire of about a tenth is left."""

_ROOM = np.array([92, 88, 84], np.float32)
_BEZEL = np.array([14, 14, 16], np.float32)
_WHITE = np.array([0.90, 0.96, 1.06], np.float32)
"""A display's white is bluer than the room's, to which the camera is set."""


@dataclass(frozen=True)
class Screen(Altered):
    """The clip on a display.

    `share` of the frame's width that the display fills; over 1 its edges are out of sight. The
    grid of its pixels against the camera's gives moire; `gamma` lifts the blacks; `glare` adds up
    to so many grey levels in a spot; `banding` is the depth of the bars that roll through the
    picture at `banding_hz`, refresh against exposure; it is turned by `yaw_deg` and `roll_deg`.
    """

    share: float = 1.05
    gamma: float = 0.85
    glare: float = 0.0
    banding: float = 0.0
    banding_hz: float = 1.3
    yaw_deg: float = 0.0
    roll_deg: float = 0.6

    def alter(self, scene: Scene) -> Alter:
        """The display's place, its light and the room are prepared once."""
        width, height = scene.size
        onto = self._onto((width, height))
        seen = cv2.warpPerspective(np.ones((height, width), np.float32), onto, (width, height))
        border = max(width // 40, 3)
        frame = cv2.dilate(seen, np.ones((border, border), np.uint8))
        around = np.where(frame[..., None] > 0.5, _BEZEL, _ROOM) * (1 - seen[..., None])
        fixed = around + self.glare * _spot(width, height)[..., None]
        passes = _WHITE * seen[..., None] * _moire((width, height), onto)
        table = (255 * (np.arange(256) / 255) ** self.gamma * 0.94 + 12).astype(np.float32)
        rows = np.arange(height, dtype=np.float32)[:, None, None] / height

        def altered(rgb: Rgb, t_s: float) -> Rgb:
            shown = table[cv2.warpPerspective(rgb, onto, (width, height))] * passes
            if self.banding:
                waves = np.sin(2 * np.pi * (2.5 * rows + self.banding_hz * t_s))
                shown *= (1 - self.banding * (0.5 + 0.5 * waves)).astype(np.float32)
            return np.asarray(np.clip(shown + fixed, 0, 255), np.uint8)

        return altered

    def _onto(self, size: tuple[int, int]) -> NDArray[np.float64]:
        """From the display's pixels to the camera's, both `size`; float64[3, 3]."""
        width, height = size
        half = np.array([width, height]) / 2
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
        flat = np.column_stack([corners * self.share, np.zeros(4)])
        turn = cv2.Rodrigues(np.radians([0.0, self.yaw_deg, 0.0]))[0]
        roll = cv2.Rodrigues(np.radians([0.0, 0.0, self.roll_deg]))[0]
        away = 1.5 * width
        placed = flat @ (roll @ turn).T + (0, 0, away)
        seen = placed[:, :2] * away / placed[:, 2:] + half
        display = (corners + half).astype(np.float32)
        return np.asarray(cv2.getPerspectiveTransform(display, seen.astype(np.float32)), np.float64)


def _moire(size: tuple[int, int], onto: NDArray[np.float64]) -> Floats:
    """What the display's grid and the camera's make together, float32[H, W, 3] about 1."""
    width, height = size
    fine = (width * _SUBPIXELS, height * _SUBPIXELS)
    grid = np.full((fine[1], fine[0], 3), 0.1, np.float32)
    for channel in range(3):
        grid[:, channel::_SUBPIXELS, channel] = 1.0
    grid[::_SUBPIXELS] *= 0.4  # the dark line between rows of pixels
    soft = cv2.GaussianBlur(grid, (0, 0), _LENS_SIGMA)
    from_fine = onto @ np.diag([1 / _SUBPIXELS, 1 / _SUBPIXELS, 1.0])
    sampled = cv2.warpPerspective(soft, from_fine, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(sampled / soft.mean(), np.float32)


def _spot(width: int, height: int) -> Floats:
    """A soft spot of light, float32[height, width], 1 at its middle."""
    x = (np.arange(width, dtype=np.float32) - 0.68 * width) / (0.16 * width)
    y = (np.arange(height, dtype=np.float32) - 0.3 * height) / (0.2 * height)
    spot: Floats = np.exp(-(x[None, :] ** 2 + y[:, None] ** 2)).astype(np.float32)
    return spot
