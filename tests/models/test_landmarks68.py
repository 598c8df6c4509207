from __future__ import annotations

import dlib
import numpy as np
import pytest

from models import Models, Store

from .conftest import Rgb


@pytest.fixture
def face(models: Models, photos: list[Rgb]) -> tuple[Rgb, np.ndarray]:
    photo = photos[0]
    return photo, models.mtcnn.detect(photo).boxes_xyxy[0]


def test_points_are_dlibs_for_the_same_whole_pixels(
    models: Models, store: Store, face: tuple[Rgb, np.ndarray]
) -> None:
    photo, box = face
    predictor = dlib.shape_predictor(str(store.path("dlib_landmarks_68")))
    x0, y0, x1, y1 = (round(float(side)) for side in box)
    parts = predictor(photo, dlib.rectangle(x0, y0, x1 - 1, y1 - 1)).parts()
    got = models.landmarks.predict(photo, box)
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, [(p.x, p.y) for p in parts])


def test_the_eyes_are_where_mtcnn_sees_them(models: Models, photos: list[Rgb]) -> None:
    seen = 0
    for photo in photos:
        found = models.mtcnn.detect(photo, 40)
        if not len(found) or found.scores[0] < 0.99:
            continue
        points = models.landmarks.predict(photo, found.boxes_xyxy[0])
        eyes = np.stack([points[36:42].mean(axis=0), points[42:48].mean(axis=0)])
        apart = np.linalg.norm(found.points[0, 0] - found.points[0, 1])
        near = np.linalg.norm(eyes - found.points[0, :2], axis=1) < 0.35 * apart
        seen += int(near.all())
    assert seen >= 0.8 * len(photos)


def test_a_box_beyond_the_edge_is_allowed(models: Models, photos: list[Rgb]) -> None:
    points = models.landmarks.predict(photos[0], np.array([-80, -80, 60, 60], np.float32))
    assert points.shape == (68, 2)


def test_an_empty_box_and_what_is_no_picture_are_refused(models: Models) -> None:
    picture = np.zeros((50, 50, 3), np.uint8)
    with pytest.raises(ValueError, match="the box is empty"):
        models.landmarks.predict(picture, np.array([10, 10, 10.2, 40], np.float32))
    with pytest.raises(ValueError, match="rgb must be"):
        models.landmarks.predict(picture[..., 0], np.array([0, 0, 40, 40], np.float32))
