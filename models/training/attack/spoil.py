"""Crops as other cameras, rooms and codecs would have given them: what must not tell the label."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Random = np.random.Generator
Light = NDArray[np.float32]


def spoiled(crop: Rgb, random: Random) -> Rgb:
    """Another picture of the same face, uint8[S, S, 3] of the same size: perhaps mirrored, cut
    closer, through fewer pixels, blurred, noisy, compressed once or twice, in other light.

    Everything is what an honest camera does; equal generator states give equal bytes.
    """
    side = crop.shape[0]
    if random.random() < 0.5:
        crop = crop[:, ::-1]
    near = int(side * random.uniform(0.8, 1))
    top, left = random.integers(0, side - near + 1, 2)
    crop = np.ascontiguousarray(crop[top : top + near, left : left + near])
    if random.random() < 0.7:
        crop = _through_a_camera(crop, random)
    crop = _in_other_light(crop, random)
    how = cv2.INTER_LINEAR if random.random() < 0.5 else cv2.INTER_CUBIC
    crop = np.asarray(cv2.resize(crop, (side, side), interpolation=how), np.uint8)
    return compressed(crop, random.uniform(40, 95)) if random.random() < 0.4 else crop


def compressed(rgb: Rgb, quality: float) -> Rgb:
    """Through JPEG and back."""
    bgr = np.ascontiguousarray(rgb[..., ::-1])
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1]
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(decoded[..., ::-1])


def _through_a_camera(crop: Rgb, random: Random) -> Rgb:
    """64 to 200 px across, and what a small lens and sensor do to them."""
    across = int(random.uniform(64, 200))
    crop = np.asarray(cv2.resize(crop, (across, across), interpolation=cv2.INTER_AREA), np.uint8)
    if random.random() < 0.3:
        crop = np.asarray(cv2.GaussianBlur(crop, (0, 0), random.uniform(0.3, 1.2)), np.uint8)
    if random.random() < 0.3:
        noise = random.normal(0, random.uniform(1, 8), crop.shape)
        crop = np.clip(crop + noise, 0, 255).astype(np.uint8)
    return compressed(crop, random.uniform(35, 95)) if random.random() < 0.7 else crop


def _in_other_light(crop: Rgb, random: Random) -> Rgb:
    """Another exposure, contrast, white balance and saturation."""
    light: Light = (crop.astype(np.float32) / 255) ** np.float32(random.uniform(0.65, 1.5))
    light = light * np.float32(random.uniform(0.75, 1.25)) + np.float32(random.uniform(-0.08, 0.08))
    light *= random.uniform(0.88, 1.12, 3).astype(np.float32)
    grey = light.mean(axis=2, keepdims=True)
    light = grey + (light - grey) * np.float32(random.uniform(0.5, 1.5))
    return (np.clip(light, 0, 1) * 255).astype(np.uint8)
