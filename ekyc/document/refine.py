"""Moves a rough outline onto the edges of the full picture, to a part of a pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats, Rgb

_POINTS = 40
_FROM, _TO = 0.1, 0.9
"""Of each side: what lies nearer to a corner is rounded."""


def refined(rgb: Rgb, quad_xy: Floats, reach_px: float) -> Floats:
    """Corners float32[4, 2] px, each side moved by at most `reach_px` to where the picture
    uint8[H, W, 3] changes most; a side that lies on no edge stays where it was."""
    lines = [
        _side(rgb, start.astype(np.float64), end.astype(np.float64), reach_px)
        for start, end in zip(quad_xy, np.roll(quad_xy, -1, axis=0), strict=True)
    ]
    corners = np.array([_crossing(lines[i - 1], lines[i]) for i in range(4)])
    moved = np.linalg.norm(corners - quad_xy, axis=1).max()
    return np.asarray(corners if moved < 4 * reach_px else quad_xy, dtype=np.float32)


def _side(
    rgb: Rgb, start: NDArray[np.float64], end: NDArray[np.float64], reach_px: float
) -> NDArray[np.float64]:
    """Normal (x, y) and distance from the origin of the side's line."""
    way = end - start
    length = float(np.hypot(*way))
    normal = np.array([way[1], -way[0]]) / max(length, 1e-6)
    t = np.linspace(_FROM, _TO, _POINTS)
    shift = np.arange(-np.ceil(reach_px) - 1, np.ceil(reach_px) + 2)
    points = start + way * t[:, None]
    at = points[:, None] + normal * shift[None, :, None]
    x = np.clip(np.rint(at[..., 0]).astype(np.intp), 0, rgb.shape[1] - 1)
    y = np.clip(np.rint(at[..., 1]).astype(np.intp), 0, rgb.shape[0] - 1)
    across = rgb[y, x].astype(np.float32)
    slope = np.abs(across[:, 2:] - across[:, :-2]).sum(axis=2)
    inside = (at[..., 0] > 0.5) & (at[..., 0] < rgb.shape[1] - 1.5)
    inside &= (at[..., 1] > 0.5) & (at[..., 1] < rgb.shape[0] - 1.5)
    slope *= inside[:, 1:-1]
    best = np.argmax(slope, axis=1)
    rows = np.arange(_POINTS)
    peak = slope[rows, best]
    # Between the neighbours of the steepest place lies the edge.
    around = [slope[rows, np.clip(best + k, 0, slope.shape[1] - 1)] for k in (-1, 0, 1)]
    total = np.maximum(around[0] + around[1] + around[2], 1e-6)
    place = shift[1 + best] + (around[2] - around[0]) / total
    kept = peak > max(9.0, 0.3 * float(np.median(peak)))
    middle = start
    if kept.sum() >= _POINTS // 4:
        offset = _robust(t[kept], place[kept])
        middle = start + normal * offset[0]
        way = way + normal * offset[1]
        normal = np.array([way[1], -way[0]]) / max(float(np.hypot(*way)), 1e-6)
    return np.array([*normal, normal @ middle])


def _robust(t: NDArray[np.float64], place: NDArray[np.float64]) -> tuple[float, float]:
    """Height at 0 and slope of the line through most of the points (Tukey's weights)."""
    weight = np.ones_like(t)
    height = slope = 0.0
    for _ in range(4):
        total = weight.sum()
        mt, mp = (weight @ t) / total, (weight @ place) / total
        slope = (weight @ ((t - mt) * (place - mp))) / max(weight @ (t - mt) ** 2, 1e-9)
        height = mp - slope * mt
        left = np.abs(place - height - slope * t)
        scale = max(4.7 * float(np.median(left)), 0.8)
        weight = np.maximum(1 - (left / scale) ** 2, 0.0) ** 2 + 1e-6
    return float(height), float(slope)


def _crossing(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    det = a[0] * b[1] - a[1] * b[0]
    det = det if abs(det) > 1e-9 else 1e-9
    return np.array([a[2] * b[1] - a[1] * b[2], a[0] * b[2] - a[2] * b[0]]) / det
