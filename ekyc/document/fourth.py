"""Sides of a card too faint or too covered to be seen by themselves: three others say where they
must be, since a card's ratio of sides is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ekyc.document.edges import Edges
from ekyc.document.lines import APART_PX, distinct
from ekyc.document.plane import ID_1_MM, ID_3_MM, camera_matrix
from ekyc.document.profile import Profile
from ekyc.document.quads import crossings
from ekyc.values import Floats

_MOST = 8
_LOOKED_AT = 32
_OF_LINES = 22
_MIN_BETWEEN, _MIN_BESIDE = 0.6, 0.5
_MIN_CHANGE = 0.12
_SHIFTS_PX = np.arange(-7.0, 8.0, 1.75, dtype=np.float32)
_TURNS = np.radians(np.array([-2.0, 0.0, 2.0], dtype=np.float32))
_CAP = 1.5
_ALONG = np.linspace(-0.42, 0.42, 24, dtype=np.float32)
_RATIOS = [r for mm in (ID_1_MM, ID_3_MM) for r in (mm[0] / mm[1], mm[1] / mm[0])]

Points = NDArray[np.float64]


def asked_for(seen: Profile, edges: Edges, size: tuple[int, int]) -> Floats:
    """Fourth sides of what three lines of `seen` begin, float32[N, 3] as `find_lines` gives them,
    where the colours do change in a picture of `size` (width, height)."""
    lines = seen.lines[:_OF_LINES]
    p, q, r = _three(lines, size)
    met = crossings(lines)
    a, b = met[p, r], met[q, r]
    wide = np.linalg.norm(a - b, axis=1)
    inside = _within(a, size) & _within(b, size) & (wide > 0.12 * min(size))
    p, q, r, a, b, wide = (one[inside] for one in (p, q, r, a, b, wide))
    share, net = _evidence(seen, r, a, b)
    worth = np.where(share > _MIN_BETWEEN, share * net * np.sqrt(wide), 0.0)
    p, q, r, a, b, worth = (one[worth > 0] for one in (p, q, r, a, b, worth))
    if not len(p):
        return np.empty((0, 3), np.float32)
    ends = _ends(lines, p, q, r, a, b, size)
    count = len(ends) // len(p)
    p, q, a, b, worth = (np.concatenate([one] * count) for one in (p, q, a, b, worth))
    for line, start, end in ((p, a, ends[:, 0]), (q, b, ends[:, 1])):
        share, net = _evidence(seen, line, start, end)
        worth = np.where(share > _MIN_BESIDE, worth * share * net, 0.0)
    worth *= _within(ends[:, 0], size) & _within(ends[:, 1], size)
    best = np.argsort(-worth)[: 3 * _LOOKED_AT]
    found = ends[best[worth[best] > 0]].astype(np.float32)
    away = np.abs(np.einsum("kex,nx->ken", found, seen.lines[:, :2]) - seen.lines[:, 2])
    found = found[(away.max(axis=1) > APART_PX).all(axis=1)][:_LOOKED_AT]
    return _searched(found, edges)


def _three(lines: Floats, size: tuple[int, int]) -> tuple[NDArray[np.intp], ...]:
    """Two that run rather the same way, and one across."""
    middle = np.array(size, dtype=np.float32) / 2
    side = lines[:, :2] @ middle - lines[:, 2]
    cos = lines[:, :2] @ lines[:, :2].T
    apart = np.abs(side[:, None] - np.sign(cos) * side[None])
    pair = np.triu((np.abs(cos) > np.cos(np.radians(25))) & (apart > 0.1 * min(size)), 1)
    across = np.abs(cos) < np.cos(np.radians(65))
    return np.nonzero(pair[:, :, None] & across[:, None, :] & across[None, :, :])


def _within(points: Points, size: tuple[int, int]) -> NDArray[np.bool_]:
    room = 0.02 * max(size)
    return np.asarray(((points > -room) & (points < np.array(size) + room)).all(axis=1))


def _evidence(
    seen: Profile, line: NDArray[np.intp], start: Points, end: Points
) -> tuple[Floats, Floats]:
    """Between two points of each line: the share that lies on an edge, and how much the colours
    change all along it, at most 1."""
    s, e = seen.place(start, line), seen.place(end, line)
    low, high = np.minimum(s, e), np.maximum(s, e)
    trim = 0.08 * (high - low)
    change = seen.mean(seen.change, line, low + trim, high - trim)
    net = np.sqrt(np.einsum("nc,nc->n", change, change))
    return seen.mean(seen.on_edge, line, low + trim, high - trim), np.minimum(net, 1)


def _ends(
    lines: Floats,
    p: NDArray[np.intp],
    q: NDArray[np.intp],
    r: NDArray[np.intp],
    a: Points,
    b: Points,
    size: tuple[int, int],
) -> Points:
    """Where the fourth side meets lines `p` and `q`, float64[8 * N, 2, 2] px: for both shapes, with
    `r` the long or the short side, on either side of it."""
    camera = camera_matrix(size).astype(np.float64)
    focal, middle = camera[0, 0], camera[:2, 2]

    def plane(line: NDArray[np.intp]) -> Points:
        """Of the eye and a line."""
        normal, rho = lines[line, :2].astype(np.float64), lines[line, 2].astype(np.float64)
        return np.concatenate([normal * focal, (normal @ middle - rho)[:, None]], axis=1)

    def ray(point: Points) -> Points:
        return np.concatenate([(point - middle) / focal, np.ones((len(point), 1))], axis=1)

    way = np.cross(plane(p), plane(q))
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    normal = np.cross(way, np.cross(way, plane(r)))
    first, second = ray(a), ray(b)
    depth = (normal * second).sum(axis=1)
    depth = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    second *= ((normal * first).sum(axis=1) / depth)[:, None]
    reach = way * np.linalg.norm(first - second, axis=1, keepdims=True)
    found = []
    for ratio in _RATIOS:
        for sign in (-1.0, 1.0):
            both = np.stack([first, second], axis=1) + sign * ratio * reach[:, None]
            found.append(both[..., :2] / np.maximum(both[..., 2:], 0.05) * focal + middle)
    return np.concatenate(found)


def _searched(ends: Floats, edges: Edges) -> Floats:
    """Near each of float32[N, 2, 2] px, the line across which the colours change most all along
    it, each only once."""
    if not len(ends):
        return np.empty((0, 3), np.float32)
    height, width = edges.xx.shape
    way = ends[:, 1] - ends[:, 0]
    length = np.linalg.norm(way, axis=1)
    way /= np.maximum(length, 1e-6)[:, None]
    normal = np.stack([way[:, 1], -way[:, 0]], axis=1)
    t = _ALONG * length[:, None]
    aside = _SHIFTS_PX[:, None] + np.tan(_TURNS)[:, None, None] * t[:, None, None]
    at = (
        ends.mean(axis=1)[:, None, None, None]
        + way[:, None, None, None] * t[:, None, None, :, None]
    )
    at = at + normal[:, None, None, None] * aside[..., None]  # [N, turn, shift, t, xy]
    x = np.clip(np.rint(at[..., 0]).astype(np.intp), 0, width - 1)
    y = np.clip(np.rint(at[..., 1]).astype(np.intp), 0, height - 1)
    six = edges.gradients.reshape(-1, 6)[y * width + x]
    nx, ny = (normal[:, i, None, None, None, None] for i in (0, 1))
    change = six[..., :3] * nx + six[..., 3:] * ny
    strength = np.sqrt(np.einsum("...c,...c->...", change, change))
    weight = np.minimum(_CAP / np.maximum(strength, 1e-6), 1.0)
    mean = np.einsum("...tc,...t->...c", change, weight) / len(_ALONG)
    net = np.sqrt(np.einsum("...c,...c->...", mean, mean)).reshape(len(ends), -1)
    best = net.argmax(axis=1)
    peak = net[np.arange(len(ends)), best]
    turn, shift = np.unravel_index(best, (len(_TURNS), len(_SHIFTS_PX)))
    way = way * np.cos(_TURNS[turn])[:, None] + normal * np.sin(_TURNS[turn])[:, None]
    middle = ends.mean(axis=1) + normal * _SHIFTS_PX[shift][:, None]
    normal = np.stack([way[:, 1], -way[:, 0]], axis=1)
    lines = np.concatenate([normal, (normal * middle).sum(axis=1, keepdims=True)], axis=1)
    order = np.argsort(-peak * np.sqrt(length))
    return distinct(lines[order[peak[order] > _MIN_CHANGE]].astype(np.float32), _MOST)
