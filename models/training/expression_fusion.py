"""Fit the layer of `models.expression_fusion`: softmax regression with a ridge, by Newton's method.

Nothing is drawn at random: the same inputs give the same weights.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.expression_fusion import softmax

Floats = NDArray[np.float64]

RIDGE = 1e-3
"""On standardised inputs, by the mean loss. 1e-2 and 1e-3 do equally well on unseen people."""
STEPS = 30
CONVERGED = 1e-9


def fit(inputs: Floats, labels: NDArray[np.int64], classes: int) -> dict[str, NDArray[np.float32]]:
    """`weight` float32[D, classes] and `bias` float32[classes].

    `inputs` float64[N, D] as `models.expression_fusion.features` gives them, `labels` int64[N].
    """
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    x = np.column_stack([(inputs - mean) / deviation, np.ones(len(inputs))])
    truth = np.eye(classes)[labels]
    ridge = np.full(x.shape[1], RIDGE)
    ridge[-1] = 1e-9  # the bias is free but for what all classes share, which changes nothing
    w = np.zeros((x.shape[1], classes))
    for _ in range(STEPS):
        shares = softmax(x @ w)
        slope = x.T @ (shares - truth) / len(x) + ridge[:, None] * w
        step = np.linalg.solve(_curvature(x, shares, ridge), slope.T.ravel())
        change = step.reshape(classes, -1).T
        before, part = _loss(x, w, truth, ridge), 1.0
        while _loss(x, w - part * change, truth, ridge) > before and part > CONVERGED:
            part /= 2
        w = w - part * change
        if np.abs(change).max() * part < CONVERGED:
            break
    weight = w[:-1] / deviation[:, None]
    bias = w[-1] - mean @ weight
    return {"weight": weight.astype(np.float32), "bias": bias.astype(np.float32)}


def _loss(x: Floats, w: Floats, truth: Floats, ridge: Floats) -> float:
    likely = (softmax(x @ w) * truth).sum(axis=1)
    return float(-np.log(np.maximum(likely, 1e-300)).mean() + (ridge[:, None] * w * w).sum() / 2)


def _curvature(x: Floats, shares: Floats, ridge: Floats) -> Floats:
    """The Hessian, float64[classes * D, classes * D], class by class."""
    classes = shares.shape[1]
    blocks = [
        [
            (x * (shares[:, i] * ((i == j) - shares[:, j]))[:, None]).T @ x / len(x)
            + (np.diag(ridge) if i == j else 0.0)
            for j in range(classes)
        ]
        for i in range(classes)
    ]
    return np.asarray(np.block(blocks))
