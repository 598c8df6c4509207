"""A morph: one picture of a face half of one person and half of another.

Landmarks of both are brought to their mean, each picture is warped there triangle by triangle, and
the inner face of the mean of both is set into the first person's picture, in its colours, with a
soft edge (a "splicing" morph: Makrushin et al., "Automatic generation and detection of visually
faultless facial morphs", 2017), so that hair and shoulders show no double contours.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Face, Floats, Rgb

WIDTH, HEIGHT = 320, 400
_PLACES = np.array([[125, 180], [195, 180], [160, 222], [133, 258], [187, 258]], np.float32)
"""Where a detector's five points are brought to: 70 px between the eyes."""
_SOFT_PX = 4.0
_RIM_PX = 9

Triangles = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Pictured:
    """A person in a picture uint8[H, W, 3]: the detected face and its 68 points, px."""

    rgb: Rgb
    face: Face
    landmarks: Floats


def morph(a: Pictured, b: Pictured, share: float = 0.5) -> Rgb:
    """uint8[HEIGHT, WIDTH, 3]: `a`'s picture with a face that is to `share` `b`'s."""
    (first, at_a), (second, at_b) = _aligned(a), _aligned(b)
    middle = ((1 - share) * at_a + share * at_b).astype(np.float32)
    triangles = _triangles(middle)
    first, second = (
        _warped(first, at_a, middle, triangles),
        _warped(second, at_b, middle, triangles),
    )
    face = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(face, cv2.convexHull(middle[:68]).astype(np.int32), (255,))
    inside = face > 0
    mean_a, mean_b = first[inside].mean(axis=0), second[inside].mean(axis=0)
    spread = first[inside].std(axis=0) / np.maximum(second[inside].std(axis=0), 1)
    toned = np.clip((second - mean_b) * np.clip(spread, 0.5, 2.0) + mean_a, 0, 255)
    rim = np.ones((_RIM_PX, _RIM_PX), np.uint8)
    soft = cv2.GaussianBlur(cv2.erode(face, rim), (0, 0), _SOFT_PX)[..., None] / 255.0
    return np.asarray(first * (1 - share * soft) + toned * share * soft, np.uint8)


def _aligned(one: Pictured) -> tuple[NDArray[np.float64], Floats]:
    """The upright picture float64[HEIGHT, WIDTH, 3], its 68 points and eight of its border."""
    to, _ = cv2.estimateAffinePartial2D(one.face.keypoints, _PLACES, method=cv2.LMEDS)
    flags, border = cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    upright = cv2.warpAffine(one.rgb, to, (WIDTH, HEIGHT), flags=flags, borderMode=border)
    points = one.landmarks @ to[:, :2].T + to[:, 2]
    around = [
        (x * (WIDTH - 1) / 2, y * (HEIGHT - 1) / 2)
        for x in range(3)
        for y in range(3)
        if (x, y) != (1, 1)
    ]
    every = np.concatenate([points, around]).clip(0, (WIDTH - 1, HEIGHT - 1))
    return upright.astype(np.float64), every.astype(np.float32)


def _triangles(points: Floats) -> Triangles:
    """Delaunay's, as numbers of three points each."""
    plane = cv2.Subdiv2D((0, 0, WIDTH, HEIGHT))
    for x, y in points:
        plane.insert((float(x), float(y)))
    corners = np.asarray(plane.getTriangleList(), np.float32).reshape(-1, 3, 2)
    within = (corners >= 0).all(axis=(1, 2)) & (corners < (WIDTH, HEIGHT)).all(axis=(1, 2))
    apart = np.linalg.norm(corners[within][:, :, None] - points, axis=3)
    return np.asarray(apart.argmin(axis=2))


def _warped(
    picture: NDArray[np.float64], source: Floats, target: Floats, triangles: Triangles
) -> NDArray[np.float64]:
    x_of, y_of = np.zeros((2, HEIGHT, WIDTH), np.float32)
    for corners in triangles:
        back = cv2.getAffineTransform(target[corners], source[corners])
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillConvexPoly(mask, np.round(target[corners]).astype(np.int32), (1,))
        y, x = np.nonzero(mask)
        x_of[y, x] = back[0, 0] * x + back[0, 1] * y + back[0, 2]
        y_of[y, x] = back[1, 0] * x + back[1, 1] * y + back[1, 2]
    border = cv2.BORDER_REPLICATE
    warped = cv2.remap(picture.astype(np.float32), x_of, y_of, cv2.INTER_CUBIC, borderMode=border)
    return np.asarray(warped.clip(0, 255), np.float64)
