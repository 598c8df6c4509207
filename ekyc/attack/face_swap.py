"""Another person's face on the one who moves: a swap made of two recordings, without any network.

The classic way: the photo's face is cut into the triangles of its landmarks, each is carried
affinely to where the mover's landmarks are, its colours are brought to the mover's (Reinhard et
al., "Color Transfer between Images", 2001) and it is blended in by its gradients (Perez, Gangnet
and Blake, "Poisson Image Editing", 2003). What a learned swap does better is its own business: this
one has the seam, the still texture and the borrowed shape that all of them have in some measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.attack.footage import Scene, Shot
from ekyc.attack.variant import Variant
from ekyc.values import Floats, Rgb

Mask = NDArray[np.uint8]
Triangles = NDArray[np.int32]

BROWS, EYES, INNER_LIPS = (17, 27), ((36, 42), (42, 48)), (60, 68)
"""Ranges of dlib's 68 points."""
_FOREHEAD = 0.3 * np.array([0.5, 0.8, 1, 1, 1, 1, 1, 1, 0.8, 0.5], np.float32)[:, None]
"""How far the face goes on above each point of the brows, by the way from the chin to the eyes.
Without it the encoders take the swap for the mover."""
_SEAM = 0.04
"""The blend stays inside the face's outline by so much of its width."""
_RIM = 4
"""Px around it that the blend looks at."""
_LEAST_OPEN = 0.08
"""Of its width: a mouth that is open wider shows the mover's own teeth."""


@dataclass(frozen=True)
class FaceSwap(Variant):
    """The person of the clip moves with the face of the other one, and shows the other's document.

    The face comes from one picture of the other's clip. With `own_eyes` the mover's eyes are left
    free and blink; a mouth that opens is always the mover's inside.
    """

    own_eyes: bool = False

    @property
    def needs_other(self) -> bool:
        """It does."""
        return True

    @property
    def claims_other(self) -> bool:
        """It does."""
        return True

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """The clip's frames; one in which no face is found stays as it is."""
        photo, points = _photo(scene)
        triangles = delaunay(points, photo.shape)
        for frame in scene.clip.frames():
            found, rgb = scene.landmarks(frame.rgb), frame.rgb
            if found is not None:
                onto = with_forehead(found)
                rgb = swapped(photo, points, triangles, rgb, onto, self.own_eyes)
            yield frame.t_s, rgb


def _photo(scene: Scene) -> tuple[Rgb, Floats]:
    """The first picture of the other's clip that shows a face, and its landmarks. Raises ValueError
    where none does."""
    for frame in scene.others().frames():
        points = scene.landmarks(frame.rgb)
        if points is not None:
            return frame.rgb, with_forehead(points)
    raise ValueError("the other clip shows no face")


def with_forehead(points: Floats) -> Floats:
    """dlib's 68 float32[68, 2] and ten above the brows: float32[78, 2]."""
    above = points[slice(*BROWS)] + _FOREHEAD * (points[27] - points[8])
    return np.concatenate([points, above]).astype(np.float32)


def delaunay(points: Floats, shape: tuple[int, ...]) -> Triangles:
    """int32[T, 3]: the triangles of points float32[N, 2] that lie in a picture of that shape."""
    height, width = shape[:2]
    inside = np.clip(points, 0, (width - 1, height - 1))
    plane = cv2.Subdiv2D((0, 0, width, height))
    plane.insert([(float(x), float(y)) for x, y in inside])
    corners = np.asarray(plane.getTriangleList(), np.float32).reshape(-1, 3, 2)
    apart = np.linalg.norm(corners[:, :, None] - inside[None, None], axis=3)
    return np.asarray(apart.argmin(axis=2)[apart.min(axis=2).max(axis=1) < 1], np.int32)


def swapped(
    photo: Rgb, points: Floats, triangles: Triangles, rgb: Rgb, onto: Floats, own_eyes: bool
) -> Rgb:
    """`rgb` uint8[H, W, 3] with the photo's face over the one whose landmarks are `onto`.

    Both landmarks float32[68 or 78, 2] px.
    """
    whole = _face(onto, rgb.shape, own_eyes)
    x, y, width, height = cv2.boundingRect(whole)
    around = slice(y - _RIM, y + height + _RIM), slice(x - _RIM, x + width + _RIM)
    mask, own = whole[around], np.ascontiguousarray(rgb[around])
    if min(x, y) < _RIM or mask.shape != (height + 2 * _RIM, width + 2 * _RIM) or not mask.any():
        return rgb  # the blend needs the mover's own skin all around
    onto = onto - np.array([x - _RIM, y - _RIM], np.float32)
    warped = _carried(photo, points, triangles, own, onto)
    coloured = _in_colours_of(warped, own, mask > 0)
    middle = (_RIM + width // 2, _RIM + height // 2)
    out: Rgb = rgb.copy()
    spent = mask.copy()  # seamlessClone writes into it
    blended = cv2.seamlessClone(coloured, own, spent, middle, cv2.NORMAL_CLONE)
    out[around] = np.where(mask[..., None] > 0, blended, own)
    return out


def _face(points: Floats, shape: tuple[int, ...], own_eyes: bool) -> Mask:
    """uint8[H, W], 255 in the face that is replaced."""
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(points).astype(np.int32), 255)
    seam = max(round(_SEAM * float(np.ptp(points[:, 0]))), 1)
    mask = cv2.erode(mask, np.ones((2 * seam + 1, 2 * seam + 1), np.uint8)).astype(np.uint8)
    lips = points[slice(*INNER_LIPS)]
    holes = [lips] if np.ptp(lips[:, 1]) > _LEAST_OPEN * np.ptp(lips[:, 0]) else []
    holes += [points[slice(*eye)] for eye in EYES] if own_eyes else []
    for hole in holes:
        cv2.fillConvexPoly(mask, cv2.convexHull(hole).astype(np.int32), 0)
    return mask


def _carried(photo: Rgb, points: Floats, triangles: Triangles, rgb: Rgb, onto: Floats) -> Rgb:
    """The photo's triangles where the mover's are, in a copy of `rgb`."""
    which = np.zeros(rgb.shape[:2], np.uint8)
    back = np.zeros((len(triangles) + 1, 2, 3))
    for number, corners in enumerate(triangles, 1):
        there = onto[corners].astype(np.float32)
        cv2.fillConvexPoly(which, np.round(there).astype(np.int32), number)
        back[number] = cv2.getAffineTransform(there, points[corners].astype(np.float32))
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    own = back[which]
    source = own[..., 0] * x[..., None] + own[..., 1] * y[..., None] + own[..., 2]
    map_x, map_y = np.moveaxis(source.astype(np.float32), -1, 0)
    moved = cv2.remap(photo, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(np.where(which[..., None] > 0, moved, rgb), np.uint8)


def _in_colours_of(face: Rgb, rgb: Rgb, where: NDArray[np.bool_]) -> Rgb:
    """`face` whose channels of CIELAB have there the mean and spread of those of `rgb`."""
    own, other = (
        cv2.cvtColor(one.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for one in (face, rgb)
    )
    mean, spread = own[where].mean(axis=0), own[where].std(axis=0)
    wanted, wide = other[where].mean(axis=0), other[where].std(axis=0)
    lab = ((own - mean) * (wide / np.maximum(spread, 1e-3)) + wanted).astype(np.float32)
    back = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255
    return np.asarray(np.clip(back, 0, 255), np.uint8)
