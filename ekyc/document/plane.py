"""A card as a flat rectangle before a camera: from its size and turn to its outline, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats

FIELD_DEG = 62.0
"""Horizontal field of view taken where nobody measured the camera: webcams have 55 to 78."""
ID_1_MM, ID_3_MM = (85.6, 54.0), (125.0, 88.0)
"""ISO/IEC 7810. ID-2, 105 x 74, has the shape of ID-3."""
_SAME = 0.035
"""Nearer than this (logarithm) to a card's ratio of sides: what a lens and a lean leave of it."""


@dataclass(frozen=True)
class Turn:
    """How a card stands to the camera, in degrees. `left_deg`: its left edge is nearer (negative:
    the right one); `top_deg`: its upper edge is nearer; left and up are those of the picture."""

    left_deg: float
    top_deg: float


def camera_matrix(frame_size: tuple[int, int], field_deg: float = FIELD_DEG) -> Floats:
    """3x3 pinhole matrix of a camera whose pictures have `frame_size` (width, height) px."""
    width, height = frame_size
    # The field is that of the longer side: a camera that stands upright is the same camera.
    focal = max(width, height) / 2 / np.tan(np.radians(field_deg) / 2)
    return np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]], dtype=np.float32)


def project(
    size_mm: tuple[float, float],
    turn: Turn,
    roll_deg: float,
    centre_xy: tuple[float, float],
    width_px: float,
    frame_size: tuple[int, int],
    field_deg: float = FIELD_DEG,
) -> Floats:
    """Outline float32[4, 2] px of a card of `size_mm`, clockwise from its own top left.

    `width_px` is what it would measure facing the camera; `roll_deg` turns it in its own plane.
    """
    camera = camera_matrix(frame_size, field_deg).astype(np.float64)
    away_mm = camera[0, 0] * size_mm[0] / width_px
    flat = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) / 2 * (*size_mm, 0.0)
    spin, left, top = np.radians([roll_deg, turn.left_deg, turn.top_deg])
    about_z = np.array(
        [[np.cos(spin), -np.sin(spin), 0], [np.sin(spin), np.cos(spin), 0], [0, 0, 1]]
    )
    about_y = np.array(
        [[np.cos(left), 0, -np.sin(left)], [0, 1, 0], [np.sin(left), 0, np.cos(left)]]
    )
    about_x = np.array([[1, 0, 0], [0, np.cos(top), -np.sin(top)], [0, np.sin(top), np.cos(top)]])
    ray = np.array([*((np.array(centre_xy) - camera[:2, 2]) / camera[0, 0]), 1.0])
    points = flat @ (about_y @ about_x @ about_z).T + ray * away_mm
    seen = points @ camera.T
    return np.asarray(seen[:, :2] / seen[:, 2:], dtype=np.float32)


def ratio_of(quad_xy: Floats, frame_size: tuple[int, int], field_deg: float = FIELD_DEG) -> float:
    """Long by short side of the rectangle that is seen as `quad_xy` (float32[4, 2] px)."""
    return float(ratios_of(quad_xy[None], frame_size, field_deg)[0])


def ratios_of(quads: Floats, frame_size: tuple[int, int], field_deg: float = FIELD_DEG) -> Floats:
    """The same of each of float32[N, 4, 2] px, as float32[N].

    Zhang and He, "Whiteboard scanning and image enhancement" (2007), with a known focal length.
    """
    across, down = _sides(quads, frame_size, field_deg)
    long, short = np.linalg.norm(across, axis=1), np.linalg.norm(down, axis=1)
    ratio = long / np.maximum(short, 1e-9)
    return np.asarray(np.maximum(ratio, 1 / np.maximum(ratio, 1e-9)), dtype=np.float32)


def unlike_a_card(ratios: Floats) -> Floats:
    """How far each ratio of sides is from that of the nearest card (logarithm)."""
    shapes = np.log([ID_1_MM[0] / ID_1_MM[1], ID_3_MM[0] / ID_3_MM[1]])
    away = np.abs(np.log(np.maximum(ratios, 1e-3))[:, None] - shapes)
    return np.asarray(away.min(axis=1), dtype=np.float32)


def is_id_1(ratio: float) -> bool | None:
    """True for the shape of ID-1, False for that of ID-2 and ID-3, None where it may be either."""
    for shape, one in ((ID_1_MM, True), (ID_3_MM, False)):
        if abs(np.log(max(ratio, 1e-3) * shape[1] / shape[0])) < _SAME:
            return one
    return None


def turn_of(quad_xy: Floats, frame_size: tuple[int, int], field_deg: float = FIELD_DEG) -> Turn:
    """How the rectangle that is seen as `quad_xy` stands to the ray that leads to its middle."""
    across, down = _sides(quad_xy[None], frame_size, field_deg)
    normal = np.cross(across[0], down[0])
    normal /= max(float(np.linalg.norm(normal)), 1e-12)
    normal *= -1.0 if normal[2] > 0 else 1.0  # towards the camera
    # The picture's own x and y, whichever corner the outline begins with.
    return Turn(
        float(np.degrees(np.arctan2(normal[0], -normal[2]))),
        float(np.degrees(np.arctan2(normal[1], -normal[2]))),
    )


def _sides(
    quads: Floats, frame_size: tuple[int, int], field_deg: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The rectangles' two directions in the camera's frame, float64[N, 3] each, in an unknown unit.

    The unit square's homography, Heckbert, "Fundamentals of texture mapping" (1989), 2.2.3.
    """
    camera = camera_matrix(frame_size, field_deg).astype(np.float64)
    points = (quads.astype(np.float64) - camera[:2, 2]) / camera[0, 0]
    first, second, third, fourth = (points[:, i] for i in range(4))
    one, two, all_ = second - third, fourth - third, first - second + third - fourth
    det = one[:, 0] * two[:, 1] - two[:, 0] * one[:, 1]
    det = np.where(np.abs(det) < 1e-12, 1e-12, det)
    g = (all_[:, 0] * two[:, 1] - two[:, 0] * all_[:, 1]) / det
    h = (one[:, 0] * all_[:, 1] - all_[:, 0] * one[:, 1]) / det
    across = np.concatenate([second - first + g[:, None] * second, g[:, None]], axis=1)
    down = np.concatenate([fourth - first + h[:, None] * fourth, h[:, None]], axis=1)
    return across, down
