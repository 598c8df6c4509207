"""How skin moves: smooth fields over the portrait for jaw, lips, smile, brows and lids.

Every field is float32[H, W] over `geometry.WINDOW`, in portrait px at the full amount. Skin above
and below the line between the lips moves apart, so there are two fields there: the upper face's and
the lower lip's. They agree wherever the lips do not part them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ekyc.camera.simulated.geometry import PIVOT_XY, PortraitGeometry, window_grid
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.camera.simulated.raster import curve, fall, floats, rise, soft
from ekyc.values import Floats

JAW_DROP_PX = 24.0
"""About 35 mm: the mouth wide open."""

# The portrait smiles with parted lips: a neutral mouth is narrower, lower towards its corners until
# its line is level, closed. What the smile does to the rest of the face stays: she rests friendly.
_CORNER_IN_PX, _CORNER_DOWN_PX, _CHEEK_DOWN_PX = 4.0, 6.0, 3.8
_UPPER_LIP_SHARE = 0.42

_CORNER_IN_OPEN_PX = 3.0
_BROW_RAISE_PX = 4.5
_LOWER_LID_UP_PX = 2.4
_LID_OVERLAP_PX = 0.8
_LASH_THINNING_PX = 2.4


@dataclass(frozen=True, eq=False)
class SkinFields:
    """The fields of one portrait."""

    geometry: PortraitGeometry

    def upper(self, pose: CustomerPose) -> Floats:
        """Movement of all skin but the lower lip's: float32[H, W, 2], portrait px."""
        drop, rest = JAW_DROP_PX * pose.mouth_open, 1.0 - pose.smile
        return self._with_common(pose, drop * self._jaw_upper + rest * self._close_upper)

    def lower(self, pose: CustomerPose) -> Floats:
        """Movement of the lower lip and chin: float32[H, W, 2], portrait px."""
        drop, rest = JAW_DROP_PX * pose.mouth_open, 1.0 - pose.smile
        return self._with_common(pose, drop * self._jaw_lower - rest * self._close_lower)

    @cached_property
    def lids(self) -> dict[str, Floats]:
        """Downward movement of each upper lid's skin when the eye closes: float32[H, W]."""
        return {side: self._lid(side) for side in self.geometry.lids}

    def _with_common(self, pose: CustomerPose, down: Floats) -> Floats:
        rest = 1.0 - pose.smile
        right, left = self._corners
        inward = rest * _CORNER_IN_PX + _CORNER_IN_OPEN_PX * pose.mouth_open
        sag = rest * (_CORNER_DOWN_PX * (right + left) + _CHEEK_DOWN_PX * self._cheeks)
        left_lid, right_lid = self._lower_lids
        lids_up = pose.eye_closed[0] * left_lid + pose.eye_closed[1] * right_lid
        up = _BROW_RAISE_PX * pose.brow * self._brows + _LOWER_LID_UP_PX * lids_up
        return floats(np.dstack([inward * (right - left), down + sag - up]))

    def _lid(self, side: str) -> Floats:
        x, y = window_grid()
        upper, lower = (curve(edge, x) for edge in self.geometry.lids[side])
        dome = _dome(x, self.geometry.lids[side][0])
        aperture = np.maximum(lower - upper, 0.0) + 0.3 * np.sqrt(dome)
        aperture = soft(floats(aperture + (_LID_OVERLAP_PX - _LOWER_LID_UP_PX) * dome), 1.0)
        above = y - upper
        thinned = _LASH_THINNING_PX * dome * rise(above, -9.0, -3.5) * fall(above, -3.5, 0.5)
        return floats(aperture * rise(above, -9.0, -1.0) + thinned)

    @cached_property
    def _lower_lids(self) -> tuple[Floats, Floats]:
        return self._lower_lid("left"), self._lower_lid("right")

    def _lower_lid(self, side: str) -> Floats:
        x, y = window_grid()
        lower = self.geometry.lids[side][1]
        below = y - curve(lower, x)
        return floats(_dome(x, lower) * rise(below, -3.0, -0.5) * fall(below, 1.0, 9.0))

    @cached_property
    def _lip_dome(self) -> Floats:
        return _dome(window_grid()[0], self.geometry.lips[0])

    @cached_property
    def _jaw(self) -> Floats:
        x, y = window_grid()
        across = np.exp(-(((x - self.geometry.landmarks[8, 0]) / 40.0) ** 4))
        return floats(rise(y, 117.0, 160.0) * across)

    @cached_property
    def _jaw_upper(self) -> Floats:
        x, y = window_grid()
        nose = np.exp(-(((x - PIVOT_XY[0]) / 22.0) ** 4)) * fall(y, 130.0, 140.0)
        still = np.maximum(nose, self._lip_dome * rise(y, 126.0, 138.0))
        return floats(self._jaw * (1.0 - still * fall(y, 150.0, 165.0)))

    @cached_property
    def _jaw_lower(self) -> Floats:
        _, y = window_grid()
        return floats(self._jaw + (1.0 - self._jaw) * self._lip_dome * rise(y, 126.0, 138.0))

    @cached_property
    def _close_upper(self) -> Floats:
        _, y = window_grid()
        return floats(self._gap(_UPPER_LIP_SHARE) * rise(y, 131.0, 139.5) * fall(y, 152.0, 168.0))

    @cached_property
    def _close_lower(self) -> Floats:
        _, y = window_grid()
        amount = self._gap(1.0 - _UPPER_LIP_SHARE)
        return floats(amount * fall(y, 155.0, 172.0) * rise(y, 126.0, 138.0))

    def _gap(self, share: float) -> Floats:
        x, _ = window_grid()
        upper, lower = (curve(edge, x) for edge in self.geometry.lips)
        return floats(np.maximum(lower - upper, 0.0) * share + 0.25 * self._lip_dome)

    @cached_property
    def _corners(self) -> tuple[Floats, Floats]:
        """0 in the mouth's middle, 1 at its right and left corner, fading beyond."""
        x, y = window_grid()
        right, left = self.geometry.lips[0][[0, -1]]
        part = 2 * (x - (right[0] + left[0]) / 2) / (left[0] - right[0])
        beyond = np.maximum(np.abs(part) - 1.0, 0.0) / 0.6
        down = (y - right[1] - 3.0) / 12.0
        pull = np.minimum(part**2, 1.0) * np.exp(-(beyond**2 + down**2) / 2)
        return floats(pull * (part < 0)), floats(pull * (part > 0))

    @cached_property
    def _cheeks(self) -> Floats:
        return _bump(floats([200, 126]), 12.0, 11.0) + _bump(floats([252, 128]), 12.0, 11.0)

    @cached_property
    def _brows(self) -> Floats:
        x, y = window_grid()
        brows = self.geometry.landmarks[17:27]
        line = np.interp(x, brows[:, 0], brows[:, 1])
        spread = np.where(y < line, 9.0, 5.5)
        across = rise(x, 176.0, 190.0) * fall(x, 258.0, 272.0)
        return floats(np.exp(-(((y - line) / spread) ** 2) / 2) * across)


def _bump(middle: Floats, sigma_x: float, sigma_y: float) -> Floats:
    x, y = window_grid()
    across, down = (x - middle[0]) / sigma_x, (y - middle[1]) / sigma_y
    return floats(np.exp(-(across**2 + down**2) / 2))


def _dome(x: Floats, edge: Floats) -> Floats:
    """0 at both ends of an edge and beyond, 1 in its middle."""
    left, right = edge[[0, -1], 0]
    return floats(np.maximum(1.0 - ((x - (left + right) / 2) / ((right - left) / 2)) ** 2, 0.0))
