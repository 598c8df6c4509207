from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np
import pytest

from models import Models

from .conftest import Rgb


@pytest.mark.parametrize(("min_face_px", "every"), [(20, 5), (40, 1), (80, 2)])
def test_boxes_scores_and_points_are_facenet_pytorchs(
    models: Models, facenet_pytorch: ModuleType, photos: list[Rgb], min_face_px: int, every: int
) -> None:
    reference = facenet_pytorch.MTCNN(keep_all=True, min_face_size=min_face_px, device="cpu")
    faces = 0
    for photo in photos[::every]:
        boxes, scores, points = reference.detect(photo, landmarks=True)
        got = models.mtcnn.detect(photo, min_face_px)
        if boxes is None:
            assert len(got) == 0
            continue
        faces += len(boxes)
        np.testing.assert_allclose(got.boxes_xyxy, boxes.astype(float), atol=1e-3)
        np.testing.assert_allclose(got.scores, scores.astype(float), atol=1e-5)
        np.testing.assert_allclose(got.points, points.astype(float), atol=1e-3)
    assert faces >= 0.9 * len(photos[::every])


def test_a_size_gives_the_same_before_and_after_it_is_compiled_for(
    models: Models, photos: list[Rgb]
) -> None:
    photo = np.ascontiguousarray(photos[0][:201, :211])
    first, second, third = (models.mtcnn.detect(photo) for _ in range(3))
    np.testing.assert_allclose(first.boxes_xyxy, second.boxes_xyxy, atol=1e-3)
    np.testing.assert_array_equal(second.boxes_xyxy, third.boxes_xyxy)


def test_threads_do_not_disturb_each_other(models: Models, photos: list[Rgb]) -> None:
    some = photos[:4] * 3
    for photo in photos[:4]:
        models.mtcnn.detect(photo)
    alone = [models.mtcnn.detect(photo).boxes_xyxy for photo in some]
    with ThreadPoolExecutor(3) as pool:
        together = [found.boxes_xyxy for found in pool.map(models.mtcnn.detect, some)]
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("size", [(480, 640), (12, 12), (1, 1), (0, 50), (11, 2000), (2000, 11)])
def test_no_face_where_there_is_none(models: Models, size: tuple[int, int]) -> None:
    found = models.mtcnn.detect(np.full((*size, 3), 90, np.uint8))
    assert found.boxes_xyxy.shape == (0, 4)
    assert found.scores.shape == (0,)
    assert found.points.shape == (0, 5, 2)


def test_what_is_no_picture_is_refused(models: Models) -> None:
    for wrong in (np.zeros((9, 9), np.uint8), np.zeros((9, 9, 3), np.float32)):
        with pytest.raises(ValueError, match="rgb must be"):
            models.mtcnn.detect(wrong)
    for size in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="min_face_px"):
            models.mtcnn.detect(np.zeros((9, 9, 3), np.uint8), size)


def test_the_faces_come_largest_first(models: Models, photos: list[Rgb]) -> None:
    tall = max(photos[0].shape[0], photos[-1].shape[0])
    sides = [np.pad(p, ((0, tall - p.shape[0]), (0, 0), (0, 0))) for p in (photos[0], photos[-1])]
    found = models.mtcnn.detect(np.concatenate(sides, axis=1), 20)
    sizes = np.prod(found.boxes_xyxy[:, 2:] - found.boxes_xyxy[:, :2], axis=1)
    assert len(sizes) >= 2
    assert (np.diff(sizes) <= 0).all()
