"""A swapped face is the photo's, in the mover's place and light, and nothing else is touched."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ekyc.attack.face_swap import FaceSwap, delaunay, swapped, with_forehead
from ekyc.attack.footage import Scene
from ekyc.values import Floats, Rgb
from tests.ekyc.attack.conftest import landmarks

SIZE = (240, 320, 3)


def head(points: Floats, skin: tuple[int, int, int], freckled: bool = False) -> Rgb:
    rgb = np.full(SIZE, 120, np.uint8)
    cv2.ellipse(rgb, (160, 112), (58, 78), 0, 0, 360, skin, -1)
    for first, end in ((36, 42), (42, 48), (48, 60)):
        cv2.fillPoly(rgb, [points[first:end].astype(np.int32)], (40, 30, 30))
    if freckled:
        for x, y in points[[2, 14]] * 0.75 + points[30] * 0.25:
            cv2.circle(rgb, (int(x), int(y)), 4, (60, 20, 10), -1)
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 1.0), np.uint8)


POINTS = landmarks(np.zeros(SIZE, np.uint8))
PHOTO = head(POINTS, (90, 70, 60), freckled=True)
MOVER = head(POINTS, (220, 180, 160))
TRIANGLES = delaunay(POINTS, SIZE)


def test_the_triangles_cover_the_outline_once() -> None:
    mask = np.zeros(SIZE[:2], np.int32)
    for corners in TRIANGLES:
        one = np.zeros(SIZE[:2], np.uint8)
        cv2.fillConvexPoly(one, (16 * POINTS[corners]).astype(np.int32), 1, shift=4)
        mask += one
    hull = np.zeros(SIZE[:2], np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(POINTS).astype(np.int32), 1)
    assert (mask > 0)[hull > 0].mean() > 0.99
    assert (mask > 3).mean() < 0.01


def test_it_is_the_photos_face_in_the_movers_light() -> None:
    onto = POINTS + np.array([12, 6], np.float32)
    moved = np.roll(MOVER, (6, 12), axis=(0, 1))
    seen = swapped(PHOTO, POINTS, TRIANGLES, moved, onto, own_eyes=False)
    x, y = (onto[2] * 0.75 + onto[30] * 0.25).astype(int)
    assert seen[y, x].mean() < moved[y, x].mean() - 40, "the freckle came with it"
    cheek = seen[y + 14, x + 8].astype(int) - moved[y + 14, x + 8]
    assert np.abs(cheek).max() < 30, "in the colours of the one who moves"
    outside = np.ones(SIZE[:2], np.uint8)
    cv2.fillConvexPoly(outside, cv2.convexHull(onto).astype(np.int32), 0)
    assert np.array_equal(seen[outside > 0], moved[outside > 0])


@pytest.mark.parametrize("own_eyes", [True, False])
def test_the_movers_eyes_and_open_mouth_can_stay(own_eyes: bool) -> None:
    onto = POINTS.copy()
    onto[64:67, 1] += 12
    onto[54:59, 1] += 12
    mover = MOVER.copy()
    cv2.fillPoly(mover, [onto[60:68].astype(np.int32)], (200, 20, 20))
    cv2.circle(mover, tuple(int(v) for v in onto[36:42].mean(axis=0)), 3, (20, 200, 20), -1)
    seen = swapped(PHOTO, POINTS, TRIANGLES, mover, onto, own_eyes)
    x, y = onto[60:68].mean(axis=0).astype(int)
    assert seen[y, x, 0] > seen[y, x, 1] + 100, "what is in an open mouth is the mover's"
    x, y = onto[36:42].mean(axis=0).astype(int)
    assert (int(seen[y, x, 1]) > int(seen[y, x, 0]) + 60) is own_eyes


def test_the_forehead_goes_on_above_the_brows() -> None:
    more = with_forehead(POINTS)
    assert np.array_equal(more[:68], POINTS)
    assert (more[68:, 1] < POINTS[17:27, 1]).all()
    assert np.allclose(more[68:, 0], POINTS[17:27, 0], atol=2)
    mask = np.zeros(SIZE[:2], np.uint8)
    for corners in delaunay(more, SIZE):
        cv2.fillConvexPoly(mask, more[corners].astype(np.int32), 1)
    x, y = (more[72] * 0.7 + POINTS[21] * 0.3).astype(int)
    assert mask[y, x] == 1


def test_a_face_at_the_edge_and_a_frame_without_one_stay_as_they_are() -> None:
    away = POINTS - np.array([125, 0], np.float32)
    assert swapped(PHOTO, POINTS, TRIANGLES, MOVER, away, own_eyes=False) is MOVER


def test_who_shows_no_face_gives_none(scene: Scene) -> None:
    nobody = Scene(scene.clip, scene.moments, scene.find, scene.other)
    with pytest.raises(ValueError, match="no face"):
        next(FaceSwap("photo").shots(nobody))
