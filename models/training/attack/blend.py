"""A face blended with itself: what all swaps have in common, without the habits of any one.

Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images" (CVPR 2022): of one picture
two versions are made that differ a little in light, sharpness and place, and the inner face of one
is set into the other. Here the inner face is an ellipse that is bent by chance, not the hull of
landmarks: the crop's square says where the face is.
"""

from __future__ import annotations

import cv2
import numpy as np

from models.training.attack.spoil import Light, Random, Rgb, spoiled

_SHARES = (0.25, 0.5, 0.75, 1.0, 1.0, 1.0)
"""How much of the blended face counts, as in the paper."""


def self_blended(crop: Rgb, random: Random) -> Rgb:
    """uint8[S, S, 3] with its own inner face blended in, and seen by another camera."""
    inner, outer = _other(_moved(crop, random), random), crop
    if random.random() < 0.5:
        inner, outer = _moved(crop, random), _other(crop, random)
    mask = _face(crop.shape[0], random)[..., None] * np.float32(random.choice(_SHARES))
    blended = inner.astype(np.float32) * mask + outer.astype(np.float32) * (1 - mask)
    return spoiled(np.clip(blended, 0, 255).astype(np.uint8), random)


def _face(side: int, random: Random) -> Light:
    """The inner face, float32[side, side] of 0..1: an ellipse, bent, soft at its edge."""
    middle = side * (0.5 + random.uniform(-0.03, 0.03, 2))
    axes = side * np.array([random.uniform(0.2, 0.32), random.uniform(0.26, 0.4)])
    y, x = np.mgrid[:side, :side].astype(np.float32)
    bend = [
        cv2.resize(random.normal(size=(5, 5)).astype(np.float32), (side, side)) for _ in range(2)
    ]
    far = random.uniform(0.01, 0.05) * side
    u = (x + far * bend[0] - middle[0]) / axes[0]
    v = (y + far * bend[1] - middle[1]) / axes[1]
    inside = (u * u + v * v < 1).astype(np.float32)
    return np.asarray(
        cv2.GaussianBlur(inside, (0, 0), side * random.uniform(0.01, 0.06)), np.float32
    )


def _moved(crop: Rgb, random: Random) -> Rgb:
    """A few percent larger or smaller, and beside its place."""
    side = crop.shape[0]
    middle = (side / 2, side / 2)
    turn = cv2.getRotationMatrix2D(middle, random.uniform(-2, 2), random.uniform(0.96, 1.04))
    turn[:, 2] += random.uniform(-0.02, 0.02, 2) * side
    moved = cv2.warpAffine(crop, turn, (side, side), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8)


def _other(crop: Rgb, random: Random) -> Rgb:
    """In other colours, and softer or sharper."""
    light: Light = crop.astype(np.float32) * random.uniform(0.92, 1.08, 3).astype(np.float32)
    light += random.uniform(-12, 12, 3).astype(np.float32)
    grey = light.mean(axis=2, keepdims=True)
    light = grey + (light - grey) * np.float32(random.uniform(0.7, 1.3))
    side = crop.shape[0]
    if random.random() < 0.5:
        across = int(side * random.uniform(0.3, 0.8))
        small = cv2.resize(light, (across, across), interpolation=cv2.INTER_AREA)
        light = np.asarray(
            cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC), np.float32
        )
    else:
        soft = cv2.GaussianBlur(light, (0, 0), 1.5)
        light = light + np.float32(random.uniform(0.2, 0.8)) * (light - soft)
    return np.clip(light, 0, 255).astype(np.uint8)
