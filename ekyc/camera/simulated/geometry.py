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
from ekyc.paths import RESOURCES
from ekyc.values import Floats

WINDOW = (130, 0, 325, 216)
"""Portrait px that hold the head in every pose: left, top, right, bottom."""
PIVOT_XY = (225.5, 137.0)
"""Where the head turns on the neck: between the ear lobes, at depth 0."""

_RELIEF_SIGMA_PX = 4.5


@dataclass(frozen=True, eq=False)
class PortraitGeometry:
    """Measured points of the portrait; all float32, portrait px.

    `landmarks` [68, 3] (dlib's order, with depth), `surface` [N, 3] more points of the face and hair,
    `outline` [N, 2] of the head down to the jaw, `lips` and `lids`: polylines [N, 2] of the edges that
    meet when mouth and eyes close, as (upper, lower), left to right in the picture.
    """

    landmarks: Floats
    surface: Floats
    outline: Floats
    lips: tuple[Floats, Floats]
    lids: dict[str, tuple[Floats, Floats]]

    @staticmethod
    def load(path: Path = RESOURCES / "demo" / "portrait.json") -> PortraitGeometry:
        """Read the geometry that belongs to the demonstration portrait."""
        data = json.loads(path.read_text(encoding="utf-8"))

        def edges(pair: dict[str, list[list[float]]]) -> tuple[Floats, Floats]:
            return np.float32(pair["upper"]), np.float32(pair["lower"])

        return PortraitGeometry(
            landmarks=np.float32(data["landmarks"]),
            surface=np.float32(data["surface"] + data["hair"]),
            outline=np.float32(data["outline"]),
            lips=edges(data["lips"]),
            lids={side: edges(pair) for side, pair in data["lids"].items()},
        )

    @cached_property
    def relief(self) -> Floats:
        """Depth of the head at every portrait px of `WINDOW`: float32[H, W], smooth."""
        edge = np.column_stack([self.outline, np.full(len(self.outline), 10.0)])
        points = np.vstack([self.surface, edge]).astype(np.float32)
        x, y = window_grid()
        rows = []
        for row_x, row_y in zip(x, y, strict=True):
            square = (row_x[:, None] - points[:, 0]) ** 2 + (row_y[:, None] - points[:, 1]) ** 2
            square -= square.min(axis=1, keepdims=True)  # the nearest point always weighs 1
            weights = np.exp(-square / (2 * _RELIEF_SIGMA_PX**2))
            rows.append(weights @ points[:, 2] / weights.sum(axis=1))
        return np.asarray(cv2.GaussianBlur(np.float32(rows), (0, 0), 2.5), dtype=np.float32)

    def relief_at(self, points: Floats) -> Floats:
        """Depth at portrait px [N, 2]."""
        left, top = WINDOW[:2]
        sampled = cv2.remap(
            self.relief,
            (points[None, :, 0] - left).astype(np.float32),
            (points[None, :, 1] - top).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(sampled[0], dtype=np.float32)


def window_grid() -> tuple[Floats, Floats]:
    """Portrait x and y of every px of `WINDOW`: two float32[H, W]."""
    left, top, right, bottom = WINDOW
    x, y = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
    return x.astype(np.float32), y.astype(np.float32)


def rotation(pose: CustomerPose) -> Floats:
    """float32[3, 3] for (x right, y down, depth to the camera): yaw, then pitch, then roll."""
    yaw, pitch, roll = np.deg2rad([pose.yaw_deg, pose.pitch_deg, pose.roll_deg])
    turn = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    nod = [[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]]
    lean = [[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    return np.asarray(np.array(lean) @ np.array(nod) @ np.array(turn), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Placement:
    """A turned head in the frame: `pivot_xy` frame px of `PIVOT_XY`, `scale` frame px a portrait px."""

    rotation: Floats
    scale: float
    pivot_xy: tuple[float, float]

    def project(self, points: Floats, depth: Floats) -> Floats:
        """Frame px of portrait px [N, 2] at `depth` [N]: float32[N, 2]."""
        solid = np.column_stack([points - np.float32(PIVOT_XY), depth])
        seen = solid @ self.rotation[:2].T
        return np.asarray(seen * self.scale + np.float32(self.pivot_xy), dtype=np.float32)

    def unproject(self, x: Floats, y: Floats, surface: Floats, steps: int = 9) -> Floats:
        """Portrait px of the skin that shows at frame px `x`, `y` (both float32[h, w]).

        `surface` float32[H, W, 3] over `WINDOW`: depth, and how far the skin of each portrait px has
        moved in x and y. Returns float32[h, w, 2]. Solved by damped iteration: the skin is smooth, so
        that a few steps bring it under a quarter of a pixel.
        """
        flat = np.linalg.inv(self.rotation[:2, :2].astype(np.float64))
        slide = flat @ self.rotation[:2, 2]
        across = (x - self.pivot_xy[0]) / self.scale
        down = (y - self.pivot_xy[1]) / self.scale
        start_x = np.float32(flat[0, 0]) * across + np.float32(flat[0, 1]) * down
        start_y = np.float32(flat[1, 0]) * across + np.float32(flat[1, 1]) * down
        start_x += PIVOT_XY[0] - WINDOW[0]
        start_y += PIVOT_XY[1] - WINDOW[1]
        shift = surface.copy()  # what one step subtracts: the depth's slide and the skin's own move
        shift_x = surface[:, :, 0] * np.float32(slide[0]) + surface[:, :, 1]
        shift_y = surface[:, :, 0] * np.float32(slide[1]) + surface[:, :, 2]
        shift = np.dstack([shift_x, shift_y])
        middle = shift[shift.shape[0] // 2, shift.shape[1] // 2]
        at_x, at_y = start_x - middle[0], start_y - middle[1]
        for _ in range(steps):
            moved = cv2.remap(shift, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            at_x += 0.65 * (start_x - moved[:, :, 0] - at_x)
            at_y += 0.65 * (start_y - moved[:, :, 1] - at_y)
        return np.dstack([at_x + WINDOW[0], at_y + WINDOW[1]])
