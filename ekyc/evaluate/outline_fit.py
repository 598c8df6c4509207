"""Fits how much each sign of an outline weighs: conditional logistic regression (McFadden, 1974) of
the right outline among all candidates of a scene, and of none where none is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.outline import SIGNS, candidates
from ekyc.evaluate.capture import NEAR, corner_error
from ekyc.evaluate.scenes import Scene
from ekyc.values import Floats, Rgb

_RIDGE = 1e-3
_ROUNDS = 40
_SAME_AREA = 0.92
Choice = tuple[Floats, NDArray[np.bool_]]
"""Signs of the candidates of one picture, float32[N, len(SIGNS)], and which are right."""


@dataclass(frozen=True, eq=False)
class Weights:
    """In the order of `SIGNS`; `none` is what speaks for there being no card."""

    weights: Floats
    none: float
    pictures: int

    def as_json(self) -> dict[str, object]:
        """Named as in `ekyc.document.outline`."""
        named = {sign: round(float(w), 2) for sign, w in zip(SIGNS, self.weights, strict=True)}
        return {"pictures": self.pictures, "weights": named, "none": round(self.none, 2)}


def choices(scenes: Iterable[Scene], empty: Iterable[Rgb] = ()) -> list[Choice]:
    """What there is to choose from in scenes, and in pictures without a card."""
    found: list[Choice] = []
    for one in scenes:
        seen = candidates(one.rgb)
        right = np.array([_is_right(quad, one) for quad in seen.quads], dtype=bool)
        found.append((seen.signs, right))
    nothing = (candidates(rgb).signs for rgb in empty)
    return found + [(signs, np.zeros(len(signs), bool)) for signs in nothing]


def _is_right(quad: Floats, scene: Scene) -> bool:
    if scene.kind == "partly out":
        return _is_rest(quad, scene.quads[0], (scene.rgb.shape[1], scene.rgb.shape[0]))
    return any(
        corner_error(quad, truth)
        < NEAR * float(np.linalg.norm(np.roll(truth, -1, axis=0) - truth, axis=1).max())
        for truth in scene.quads
    )


def _is_rest(quad: Floats, truth: Floats, size: tuple[int, int]) -> bool:
    """Of a card that the picture cuts off: whether it is what is left of it."""
    frame = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    rest = cv2.intersectConvexConvex(truth, frame)[1]
    both = cv2.intersectConvexConvex(quad, rest)[0]
    either = cv2.contourArea(quad) + cv2.contourArea(rest) - both
    return bool(both > _SAME_AREA * either)


def fit(shown: list[Choice]) -> Weights:
    """The likeliest weights, by Fisher's scoring with a small ridge."""
    every = np.concatenate([signs for signs, _ in shown]).astype(np.float64)
    right = np.concatenate([mark for _, mark in shown])
    of = np.repeat(np.arange(len(shown)), [len(mark) for _, mark in shown])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    # The last column is that of "none", which has no other sign.
    table = np.vstack([(every - mean) / spread, np.zeros((len(shown), every.shape[1]))])
    table = np.column_stack([table, np.r_[np.zeros(len(every)), np.ones(len(shown))]])
    of = np.r_[of, np.arange(len(shown))]
    right = np.r_[right, np.bincount(of[: len(every)], right, len(shown)) == 0]
    ridge = np.r_[np.full(every.shape[1], _RIDGE * len(shown)), 0.0]
    weights = np.zeros(table.shape[1])
    loss, slope, bend = _likelihood(weights, table, of, right, ridge)
    for _ in range(_ROUNDS):
        step = np.linalg.solve(bend, slope)
        for share in (1.0, 0.5, 0.25, 0.1, 0.02):
            new = _likelihood(weights - share * step, table, of, right, ridge)
            if new[0] < loss:
                break
        else:
            break
        weights = weights - share * step
        loss, slope, bend = new
    plain = weights[:-1] / spread
    return Weights(plain.astype(np.float32), float(weights[-1] + mean @ plain), len(shown))


def _likelihood(
    weights: NDArray[np.float64],
    table: NDArray[np.float64],
    of: NDArray[np.intp],
    right: NDArray[np.bool_],
    ridge: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Negative logarithm, its slope, and its bend as Fisher's information."""
    score = table @ weights
    top = np.full(of.max() + 1, -np.inf)
    np.maximum.at(top, of, score)
    power = np.exp(score - top[of])
    every = np.bincount(of, power)
    good = np.maximum(np.bincount(of, power * right), 1e-300)
    chance, wanted = power / every[of], power * right / good[of]
    loss = float((np.log(every) - np.log(good)).sum() + ridge @ weights**2 / 2)
    slope = table.T @ (chance - wanted) + ridge * weights
    means = np.zeros((len(top), table.shape[1]))
    np.add.at(means, of, table * chance[:, None])
    bend = (table * chance[:, None]).T @ table - means.T @ means + np.diag(ridge + 1e-6)
    return loss, slope, bend
