"""The demonstration portrait's shape, and how a turned head maps back onto the picture.

Portrait px: pixels of the 512x512 portrait, x to the right, y down; depth is in the same unit,
towards the camera, 0 at the ears. Everything that moves lies in `WINDOW`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from ekyc.camera.simulated.pose import CustomerPose
from ekyc.camera.simulated.raster import NO_MAP, floats, soft
from ekyc.paths import RESOURCES
from ekyc.values import Floats

WINDOW = (130, 0, 325, 216)
"""Portrait px that hold the head in every pose: left, top, right, bottom."""
PIVOT_XY = (225.5, 137.0)
"""Where the head turns on the neck: between the ear lobes, at depth 0."""

_PORTRAIT_POSE_DEG = (3.0, -11.0, 1.5)
"""Yaw, pitch and roll in which the photo shows her, read from the mesh and from dlib's points."""
_RELIEF_SIGMA_PX = 4.5
_EDGE_DEPTH_PX = 10.0
"""Of the head's outline: a flat edge would fold over when the head turns."""


@dataclass(frozen=True, eq=False)
class PortraitGeometry:
    """Measured points of the portrait; all float32, portrait px.

    `landmarks` [68, 3] (dlib's order, with depth), `surface` [N, 3] more points of face and hair,
    `outline` [N, 2] of the head down to the jaw, `neck` [N, 2] with the part that the jaw hides;
    `lips` and `lids`: the edges [N, 2] that meet when mouth and eyes close, as (upper, lower), left
    to right in the picture.
    """

    landmarks: Floats
    surface: Floats
    outline: Floats
    neck: Floats
    lips: tuple[Floats, Floats]
    lids: dict[str, tuple[Floats, Floats]]

    @staticmethod
    def load(path: Path = RESOURCES / "demo" / "portrait.json") -> PortraitGeometry:
        """Read the geometry that belongs to the demonstration portrait."""
        data = json.loads(path.read_text(encoding="utf-8"))

        def edges(pair: dict[str, list[list[float]]]) -> tuple[Floats, Floats]:
            return floats(pair["upper"]), floats(pair["lower"])

        return PortraitGeometry(
            landmarks=floats(data["landmarks"]),
            surface=floats(data["surface"] + data["hair"]),
            outline=floats(data["outline"]),
            neck=floats(data["neck"]),
            lips=edges(data["lips"]),
            lids={side: edges(pair) for side, pair in data["lids"].items()},
        )

    @cached_property
    def relief(self) -> Floats:
        """Depth of the head at every portrait px of `WINDOW`: float32[H, W], smooth."""
        edge = np.column_stack([self.outline, np.full(len(self.outline), _EDGE_DEPTH_PX)])
        points = floats(np.vstack([self.surface, edge]))
        x, y = window_grid()
        rows = []
        for row_x, row_y in zip(x, y, strict=True):
            square = (row_x[:, None] - points[:, 0]) ** 2 + (row_y[:, None] - points[:, 1]) ** 2
            square -= square.min(axis=1, keepdims=True)  # the nearest point always weighs 1
            weights = np.exp(-square / (2 * _RELIEF_SIGMA_PX**2))
            rows.append(weights @ points[:, 2] / weights.sum(axis=1))
        return soft(floats(rows), 2.5)

    def relief_at(self, points: Floats) -> Floats:
        """Depth at portrait px [N, 2]: float32[N]."""
        x, y = (floats(points[None, :, i] - WINDOW[i]) for i in (0, 1))
        found = cv2.remap(self.relief, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return floats(found).reshape(-1)


def window_grid() -> tuple[Floats, Floats]:
    """Portrait x and y of every px of `WINDOW`: two float32[H, W]."""
    left, top, right, bottom = WINDOW
    x, y = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
    return floats(x), floats(y)


def rotation(pose: CustomerPose) -> Floats:
    """float32[3, 3] that turns the portrait's head into `pose`.

    Axes: x right, y down, depth to the camera. The nose then points where yaw and
    pitch say, as `ekyc.values.Pose` measures them.
    """
    straightened = _turned(*_PORTRAIT_POSE_DEG).T
    return floats(_turned(pose.yaw_deg, pose.pitch_deg, pose.roll_deg) @ straightened)


def _turned(yaw_deg: float, pitch_deg: float, roll_deg: float) -> Floats:
    yaw, pitch, roll = np.deg2rad([yaw_deg, pitch_deg, roll_deg])
    turn = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    nod = [[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]]
    lean = [[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    return floats(np.array(turn) @ np.array(nod) @ np.array(lean))


@dataclass(frozen=True, eq=False)
class Placement:
    """A turned head in the frame.

    `pivot_xy`: frame px of `PIVOT_XY`; `scale`: frame px to one portrait px. The portrait was taken
    from afar, so that depth does not change the scale.
    """

    rotation: Floats
    scale: float
    pivot_xy: tuple[float, float]

    def project(self, points: Floats, depth: Floats) -> Floats:
        """Frame px of portrait px [N, 2] at `depth` [N]: float32[N, 2]."""
        solid = np.column_stack([points - floats(PIVOT_XY), depth])
        return floats(solid @ self.rotation[:2].T * self.scale + floats(self.pivot_xy))

    def unproject(self, x: Floats, y: Floats, surface: Floats, steps: int) -> Floats:
        """Portrait px of the skin that shows at frame px `x`, `y` (both float32[h, w]).

        `surface` float32[H, W, 3] over `WINDOW`: depth, and how far the skin of each portrait px
        has moved in x and y. Returns float32[h, w, 2]. The skin is smooth, so that a few steps of a
        damped iteration find it.
        """
        flat = np.linalg.inv(self.rotation[:2, :2].astype(np.float64))
        slide = flat @ self.rotation[:2, 2]
        across = (x - self.pivot_xy[0]) / self.scale
        down = (y - self.pivot_xy[1]) / self.scale
        start = [
            floats(flat[i, 0] * across + flat[i, 1] * down + PIVOT_XY[i] - WINDOW[i])
            for i in (0, 1)
        ]
        # What a skin point is off by: its depth as seen from the side, and its own movement.
        off = [floats(surface[:, :, 0] * slide[i] + surface[:, :, 1 + i]) for i in (0, 1)]
        target, both = np.dstack(start), np.dstack(off)
        at = floats(target - both.mean(axis=(0, 1)))
        for _ in range(steps):
            moved = cv2.remap(both, at, NO_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            at += np.float32(0.65) * (target - floats(moved) - at)
        return floats(at + floats(WINDOW[:2]))
