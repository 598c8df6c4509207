"""How skin moves: smooth fields over the portrait for jaw, lips, smile, brows and lids.

Every field is float32[H, W] over `geometry.WINDOW`, in portrait px at the full amount. Skin above and
below the line between the lips moves apart, so there are two fields there: the upper face's and the
lower lip's. They agree wherever the lips do not part them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from ekyc.camera.simulated.geometry import PIVOT_XY, PortraitGeometry, window_grid
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.values import Floats

JAW_DROP_PX = 22.0
"""About 30 mm: the mouth wide open."""
_BROW_RAISE_PX = 4.5
_CORNER_IN_PX, _CORNER_DOWN_PX = 3.2, 2.6
_CHEEK_DOWN_PX = 1.6
_LOWER_LID_UP_PX = 2.2
_LID_OVERLAP_PX = 0.8
_LASH_THINNING_PX = 2.0
_UPPER_LIP_SHARE = 0.42
"""Of closing the lips of the portrait, which smiles; the lower lip does the rest."""


@dataclass(frozen=True, eq=False)
class SkinFields:
    """The fields of one portrait."""

    geometry: PortraitGeometry

    def upper(self, pose: CustomerPose) -> Floats:
        """Movement of all skin but the lower lip's: float32[H, W, 2], portrait px."""
        drop = JAW_DROP_PX * pose.mouth_open
        rest = 1.0 - pose.smile
        down = drop * self._jaw_upper + rest * self._close_upper
        return self._with_common(pose, down)

    def lower(self, pose: CustomerPose) -> Floats:
        """Movement of the lower lip and chin: float32[H, W, 2], portrait px."""
        drop = JAW_DROP_PX * pose.mouth_open
        rest = 1.0 - pose.smile
        down = drop * self._jaw_lower + rest * self._close_lower
        return self._with_common(pose, down)

    def lid(self, side: str) -> Floats:
        """Downward movement of the upper lid's skin when the eye closes: float32[H, W]."""
        x, y = window_grid()
        upper, lower = (curve(edge, x) for edge in self.geometry.lids[side])
        left, right = self.geometry.lids[side][0][[0, -1], 0]
        across = np.clip(1.0 - ((x - (left + right) / 2) / ((right - left) / 2)) ** 2, 0.0, 1.0)
        aperture = np.maximum(lower - upper, 0.0) + (_LID_OVERLAP_PX - _LOWER_LID_UP_PX) * across
        aperture = cv2.GaussianBlur(aperture + 0.3 * np.sqrt(across), (0, 0), 1.0)
        above = y - upper
        thinned = across * _rise(above, -9.0, -3.5) * _fall(above, -3.5, 0.5)
        return np.float32(aperture * _rise(above, -9.0, -1.0) + _LASH_THINNING_PX * thinned)

    def _with_common(self, pose: CustomerPose, down: Floats) -> Floats:
        rest = 1.0 - pose.smile
        corners = self._corners
        aside = (rest * _CORNER_IN_PX + 3.5 * pose.mouth_open) * corners[0]
        down = down + rest * (_CORNER_DOWN_PX * corners[1] + _CHEEK_DOWN_PX * self._cheeks)
        down -= _BROW_RAISE_PX * pose.brow * self._brows
        for closed, lower_lid in zip(pose.eye_closed, self._lower_lids, strict=True):
            down -= _LOWER_LID_UP_PX * closed * lower_lid
        return np.dstack([aside, down]).astype(np.float32)

    @cached_property
    def _lower_lids(self) -> tuple[Floats, Floats]:
        return self._lower_lid("left"), self._lower_lid("right")

    def _lower_lid(self, side: str) -> Floats:
        x, y = window_grid()
        lower = self.geometry.lids[side][1]
        below = y - curve(lower, x)
        left, right = lower[[0, -1], 0]
        across = np.clip(1.0 - ((x - (left + right) / 2) / ((right - left) / 2)) ** 2, 0.0, 1.0)
        return np.float32(across * _rise(below, -3.0, -0.5) * _fall(below, 1.0, 9.0))

    @cached_property
    def _lip_window(self) -> Floats:
        x, _ = window_grid()
        left, right = self.geometry.lips[0][0, 0], self.geometry.lips[0][-1, 0]
        across = (x - (left + right) / 2) / ((right - left) / 2)
        return np.float32(np.maximum(1.0 - across**2, 0.0))

    @cached_property
    def _jaw(self) -> Floats:
        x, y = window_grid()
        across = np.exp(-(((x - self.geometry.landmarks[8, 0]) / 40.0) ** 4))
        return np.float32(_rise(y, 117.0, 160.0) * across)

    @cached_property
    def _jaw_upper(self) -> Floats:
        _, y = window_grid()
        return self._jaw * (1.0 - self._nose_and_lip * _fall(y, 150.0, 165.0))

    @cached_property
    def _nose_and_lip(self) -> Floats:
        x, y = window_grid()
        nose = np.exp(-(((x - PIVOT_XY[0]) / 22.0) ** 4)) * _fall(y, 130.0, 140.0)
        return np.maximum(nose, self._lip_window * _rise(y, 126.0, 138.0))

    @cached_property
    def _jaw_lower(self) -> Floats:
        _, y = window_grid()
        return self._jaw + (1.0 - self._jaw) * self._lip_window * _rise(y, 126.0, 138.0)

    @cached_property
    def _gap(self) -> Floats:
        x, _ = window_grid()
        upper, lower = (curve(edge, x) for edge in self.geometry.lips)
        return np.float32(np.maximum(lower - upper, 0.0))

    @cached_property
    def _close_upper(self) -> Floats:
        _, y = window_grid()
        amount = self._gap * _UPPER_LIP_SHARE + 0.25 * self._lip_window
        return np.float32(amount * _rise(y, 131.0, 139.5) * _fall(y, 152.0, 168.0))

    @cached_property
    def _close_lower(self) -> Floats:
        _, y = window_grid()
        amount = self._gap * (1.0 - _UPPER_LIP_SHARE) + 0.25 * self._lip_window
        return np.float32(-amount * _fall(y, 155.0, 172.0) * _rise(y, 126.0, 138.0))

    @cached_property
    def _corners(self) -> tuple[Floats, Floats]:
        upper = self.geometry.lips[0]
        right, left = _bump(upper[0], 10.0, 9.0), _bump(upper[-1], 10.0, 9.0)
        return right - left, right + left

    @cached_property
    def _cheeks(self) -> Floats:
        return _bump((200.0, 126.0), 12.0, 11.0) + _bump((252.0, 128.0), 12.0, 11.0)

    @cached_property
    def _brows(self) -> Floats:
        x, y = window_grid()
        brows = self.geometry.landmarks[17:27]
        line = np.interp(x, brows[:, 0], brows[:, 1])
        above = np.where(y < line, 9.0, 5.5)
        across = _rise(x, 176.0, 190.0) * _fall(x, 258.0, 272.0)
        return np.float32(np.exp(-(((y - line) / above) ** 2) / 2) * across)


def _bump(middle: Floats | tuple[float, float], sigma_x: float, sigma_y: float) -> Floats:
    x, y = window_grid()
    across, down = (x - middle[0]) / sigma_x, (y - middle[1]) / sigma_y
    return np.float32(np.exp(-(across**2 + down**2) / 2))


def _rise(value: Floats, start: float, end: float) -> Floats:
    """0 up to `start`, 1 from `end`, smooth between."""
    part = np.clip((value - start) / (end - start), 0.0, 1.0)
    return np.float32(part * part * (3.0 - 2.0 * part))


def _fall(value: Floats, start: float, end: float) -> Floats:
    return np.float32(1.0 - _rise(value, start, end))


def curve(edge: Floats, x: Floats) -> Floats:
    """The y of a polyline at each x, rounded; beyond its ends that of the ends."""
    fine = np.arange(edge[0, 0], edge[-1, 0], 0.25)
    y = np.interp(fine, edge[:, 0], edge[:, 1])
    kernel = np.hanning(15) / np.hanning(15).sum()
    smooth = np.convolve(np.pad(y, 7, mode="edge"), kernel, mode="valid")
    return np.float32(np.interp(x, fine, smooth))
