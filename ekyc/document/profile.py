"""What lies along straight lines of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.document.edges import Edges
from ekyc.values import Floats

STEP_PX = 2.0
_CAP = 3.0
_ON_EDGE = 0.7
_WINDOWS_PX = (40, 80, 160)


@dataclass(frozen=True, eq=False)
class Profile:
    """For each line, summed along it every `STEP_PX` from `-reach` steps on: where it lies on an
    edge, and how strong that is (at most `_CAP`), float32[N, 2 * reach + 2] each; how the colours
    change towards its normal, float32[N, 2 * reach + 2, 3]. `lines` are normal (x, y) and distance
    from the origin, float32[N, 3]."""

    lines: Floats
    reach: int
    on_edge: Floats
    strength: Floats
    change: Floats

    @classmethod
    def along(cls, lines: Floats, edges: Edges) -> Profile:
        """That of `lines` in a picture's `edges`, at the steepest place within a pixel."""
        height, width = edges.xx.shape
        reach = int((np.hypot(height, width) + 40) / STEP_PX)
        nx, ny, rho = lines[:, :1], lines[:, 1:2], lines[:, 2:]
        t = np.arange(-reach, reach + 1, dtype=np.float32) * np.float32(STEP_PX)
        steepest = np.zeros((len(lines), len(t)), dtype=np.float32)
        place = np.zeros(steepest.shape, dtype=np.intp)
        xx, xy, yy = (one.ravel() for one in (edges.xx, edges.xy, edges.yy))
        for shift in (-1.0, 0.0, 1.0):
            x = nx * (rho + np.float32(shift)) + ny * t + np.float32(0.5)
            y = ny * (rho + np.float32(shift)) - nx * t + np.float32(0.5)
            within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            at = np.where(within, y.astype(np.intp) * width + x.astype(np.intp), 0)
            square = (xx[at] * nx * nx + 2 * xy[at] * nx * ny + yy[at] * ny * ny) * within
            more = square > steepest
            np.copyto(steepest, square, where=more)
            np.copyto(place, at, where=more)
        steepest = np.sqrt(steepest)
        six = edges.gradients.reshape(-1, 6)[place]
        change = six[..., :3] * nx[..., None] + six[..., 3:] * ny[..., None]
        change *= (np.minimum(steepest, _CAP) / np.maximum(_length(change), 1e-6))[..., None]
        return cls(
            lines,
            reach,
            _summed((steepest > _ON_EDGE).astype(np.float32)),
            _summed(np.minimum(steepest, _CAP)),
            _summed(change),
        )

    @property
    def ways(self) -> Floats:
        """Directions of the lines, float32[N, 2]."""
        return np.stack([self.lines[:, 1], -self.lines[:, 0]], axis=1)

    def likeliest(self, most: int) -> Profile:
        """Of the `most` lines with the longest unbroken edges."""
        score = np.zeros(len(self.lines), np.float32)
        for window in _WINDOWS_PX:
            steps = int(window / STEP_PX)
            run = (self.strength[:, steps:] - self.strength[:, :-steps]).max(axis=1)
            full = (self.on_edge[:, steps:] - self.on_edge[:, :-steps]).max(axis=1)
            score = np.maximum(score, run**0.5 * (full / steps) ** 3)
        best = np.argsort(-score)[:most]
        return Profile(
            self.lines[best],
            self.reach,
            self.on_edge[best],
            self.strength[best],
            self.change[best],
        )

    def joined(self, other: Profile) -> Profile:
        """Of these lines and then those of `other`, in the same picture."""
        pairs = (
            (self.lines, other.lines),
            (self.on_edge, other.on_edge),
            (self.strength, other.strength),
            (self.change, other.change),
        )
        lines, on_edge, strength, change = (np.concatenate(pair) for pair in pairs)
        return Profile(lines, self.reach, on_edge, strength, change)

    def place(self, points_xy: NDArray[Any], line: NDArray[np.intp]) -> Floats:
        """Where along its line each point lies, px."""
        x, y = points_xy[..., 0], points_xy[..., 1]
        return np.asarray(x * self.lines[line, 1] - y * self.lines[line, 0], dtype=np.float32)

    def mean(
        self, sums: Floats, line: NDArray[np.intp], low: NDArray[Any], high: NDArray[Any]
    ) -> Floats:
        """Mean of what was summed, between two places on each line."""
        last = sums.shape[1] - 1
        begin = np.clip(np.rint(low / STEP_PX).astype(np.intp) + self.reach, 0, last)
        end = np.clip(np.rint(high / STEP_PX).astype(np.intp) + self.reach, 0, last)
        number = np.maximum(end - begin, 1).reshape(*begin.shape, *(1,) * (sums.ndim - 2))
        return np.asarray((sums[line, end] - sums[line, begin]) / number, dtype=np.float32)


def _length(colours: Floats) -> Floats:
    """Of each change of three colours."""
    return np.asarray(np.sqrt(np.einsum("...c,...c->...", colours, colours)), dtype=np.float32)


def _summed(values: Floats) -> Floats:
    """What was summed before each place, and at last of all."""
    zero = np.zeros_like(values[:, :1])
    return np.concatenate([zero, np.cumsum(values, axis=1, dtype=np.float32)], axis=1)
