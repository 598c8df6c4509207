"""The straight lines of a picture, by the votes of its edges (Duda and Hart, 1972)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.edges import Edges
from ekyc.values import Floats

APART_PX = 2.5
"""Lines nearer to each other than this are the same."""
_MAX_ROUGH, _MAX_KEPT = 90, 60
_DEGREES = 180
_SECTOR_DEG, _PER_SECTOR = 12, 12
_LOUD = 2.0
_MAX_POINTS = 4000
_SAME_WAY = np.float32(np.cos(np.radians(16)))
"""Of twice the angle between an edge and its line: 8 degrees."""
_RHO_PX = 2.0


def find_lines(edges: Edges) -> Floats:
    """The lines that most edges lie on, float32[N, 3]: normal (x, y), distance from the origin."""
    strength, straight = edges.strength, edges.straight()
    y, x = np.nonzero((strength > 1.0) & edges.ridge())
    if not len(x):
        return np.empty((0, 3), np.float32)
    if len(x) > _MAX_POINTS:  # grain and print are left out first
        clear = straight[y, x] * np.minimum(strength[y, x], _LOUD**2)
        best = np.argpartition(-clear, _MAX_POINTS)[:_MAX_POINTS]
        y, x = y[best], x[best]
    xx, xy, yy = edges.xx[y, x], edges.xy[y, x], edges.yy[y, x]
    angle = np.degrees(0.5 * np.arctan2(2 * xy, xx - yy)) % 180
    height, width = strength.shape
    reach = int(np.hypot(height, width) / _RHO_PX) + 2
    turns = (np.rint(angle).astype(np.intp)[:, None] + np.arange(-2, 3)) % _DEGREES
    cos, sin = np.cos(np.radians(np.arange(_DEGREES))), np.sin(np.radians(np.arange(_DEGREES)))
    rho = (x[:, None] * cos[turns] + y[:, None] * sin[turns]) / _RHO_PX
    place = turns * (2 * reach) + np.rint(rho).astype(np.intp) + reach
    # A faint edge counts less than one that stands out, a strong one no more than that.
    loud = np.repeat(np.minimum(np.sqrt(strength[y, x]), _LOUD) * straight[y, x], 5)
    votes = np.bincount(place.ravel(), loud, minlength=_DEGREES * 2 * reach).astype(np.float32)
    grid = votes.reshape(_DEGREES, 2 * reach)
    # Half a turn further the same lines come again with the other sign.
    grid = np.concatenate([grid[-4:, ::-1], grid, grid[:4, ::-1]])
    grid = np.asarray(cv2.GaussianBlur(grid, (3, 3), 0), dtype=np.float32)
    peaks = (grid >= cv2.dilate(grid, np.ones((5, 5), np.uint8))) & (grid > 6)
    turn, step = np.nonzero(peaks[4:-4])
    order = np.argsort(-grid[4:-4][turn, step])
    turn, step = turn[order], step[order]
    few = _few_of_a_kind(turn // _SECTOR_DEG)
    turn, step = turn[few][:_MAX_ROUGH], step[few][:_MAX_ROUGH]
    rough = np.stack([cos[turn], sin[turn], (step - reach) * _RHO_PX], axis=1)
    return _settled(rough.astype(np.float32), x, y, angle)


def _few_of_a_kind(sector: NDArray[np.intp]) -> NDArray[np.bool_]:
    """The first `_PER_SECTOR` of each: stripes and checks leave room for other directions."""
    same = sector[:, None] == sector[None]
    return np.asarray(np.tril(same, -1).sum(axis=1) < _PER_SECTOR)


def _settled(
    rough: Floats, x: NDArray[np.intp], y: NDArray[np.intp], angle: NDArray[np.float64]
) -> Floats:
    """Each line through the middle of the edges that lie near it, each only once, longest first."""
    points = np.stack([x, y], axis=1).astype(np.float32)
    squares = np.stack([np.ones(len(x)), x, y, x * x, y * y, x * y], axis=1).astype(np.float32)
    around = np.stack([np.cos(np.radians(2 * angle)), np.sin(np.radians(2 * angle))], axis=1)
    around = around.astype(np.float32)
    lines = rough
    for apart in (APART_PX, 0.6 * APART_PX):
        turn = 2 * np.arctan2(lines[:, 1], lines[:, 0])
        same_way = around @ np.stack([np.cos(turn), np.sin(turn)]) > _SAME_WAY
        near = np.abs(points @ lines[:, :2].T - lines[:, 2]) < apart
        n, mx, my, mxx, myy, mxy = ((near & same_way).astype(np.float32).T @ squares).T.astype(
            np.float64
        )
        n = np.maximum(n, 1)
        mx, my = mx / n, my / n
        vxx, vyy, vxy = mxx / n - mx**2, myy / n - my**2, mxy / n - mx * my
        along = 0.5 * np.arctan2(2 * vxy, vxx - vyy)
        normal = np.stack([-np.sin(along), np.cos(along)], axis=1)
        rho = normal[:, 0] * mx + normal[:, 1] * my
        lines = np.concatenate([normal, rho[:, None]], axis=1).astype(np.float32)
    return distinct(lines[np.argsort(-n)], _MAX_KEPT)


def distinct(lines: Floats, most: int) -> Floats:
    """The first `most` of float32[N, 3] that are not the same as one before."""
    kept: list[int] = []
    for one in range(len(lines)):
        if len(kept) == most:
            break
        same = lines[kept]
        cos = same[:, :2] @ lines[one, :2]
        near = np.abs(same[:, 2] - np.sign(cos) * lines[one, 2]) < APART_PX
        if not ((np.abs(cos) > 0.9994) & near).any():
            kept.append(one)
    return lines[kept]


def rim(size: tuple[int, int]) -> Floats:
    """The picture's own four edges, which may cut a card off."""
    width, height = size
    return np.array([[1, 0, 0], [1, 0, width - 1], [0, 1, 0], [0, 1, height - 1]], dtype=np.float32)
