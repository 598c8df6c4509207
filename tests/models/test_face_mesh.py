from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models import Models
from models.rotated import Square

from .conftest import Rgb

CORNERS = [[33, 133], [362, 263]]
"""Of the right and left eye, from the picture's left to its right, in the mesh's numbers."""

RIGHT_EYE = [33, 160, 158, 133, 153, 144]


def found(models: Models, photos: list[Rgb]) -> list[tuple[Rgb, np.ndarray, np.ndarray]]:
    """Pictures with a sure face: its box and five points."""
    faces = []
    for photo in photos:
        seen = models.mtcnn.detect(photo, 40)
        if len(seen) and seen.scores[0] > 0.99:
            faces.append((photo, seen.boxes_xyxy[0], seen.points[0]))
    return faces


def test_the_eyes_are_where_the_detector_sees_them(models: Models, photos: list[Rgb]) -> None:
    apart = []
    for photo, box, five in found(models, photos):
        mesh = models.mesh.predict(photo, box, five[:2])
        assert mesh.presence > 0.5
        eyes = mesh.points[CORNERS, :2].mean(axis=1)
        apart.append(np.linalg.norm(eyes - five[:2], axis=1) / np.linalg.norm(box[2:] - box[:2]))
    assert len(apart) > 20
    assert np.percentile(apart, 90) < 0.04


def test_the_eyes_lie_behind_the_nose(models: Models, photos: list[Rgb]) -> None:
    for photo, box, five in found(models, photos)[:8]:
        depth = models.mesh.predict(photo, box, five[:2]).points[:, 2]
        assert depth[1] < depth[[33, 263]].min()


def test_a_wall_is_no_face(models: Models) -> None:
    wall = np.full((200, 200, 3), 150, np.uint8)
    box = np.array([50, 50, 150, 150], np.float32)
    assert models.mesh.predict(wall, box, np.array([[80, 90], [120, 90]])).presence < 0.5


def test_turning_the_picture_turns_the_points(models: Models, photos: list[Rgb]) -> None:
    photo, box, five = found(models, photos)[0]
    middle = box.reshape(2, 2).mean(axis=0)
    to_turned = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), 40, 1.0)
    turned = cv2.warpAffine(photo, to_turned, photo.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)

    def move(points: np.ndarray) -> np.ndarray:
        moved: np.ndarray = (points @ to_turned[:, :2].T + to_turned[:, 2]).astype(np.float32)
        return moved

    upright = models.mesh.predict(photo, box, five[:2]).points
    tilted = models.mesh.predict(turned.astype(np.uint8), box, move(five[:2])).points
    away = np.linalg.norm(tilted[:, :2] - move(upright[:, :2]), axis=1)
    assert np.median(away) < 0.02 * float(box[2] - box[0])


def test_the_irises_lie_in_the_eyes(models: Models, photos: list[Rgb]) -> None:
    inside, pupils_apart = 0, []
    faces = found(models, photos)
    for photo, box, five in faces:
        points = models.mesh.predict(photo, box, five[:2]).points[:, :2]
        eyes = models.iris.predict(photo, points[CORNERS])
        for contour, iris in zip(eyes.contours, eyes.irises, strict=True):
            outline = contour[[*range(9), *range(15, 8, -1)]]
            inside += cv2.pointPolygonTest(outline, tuple(map(float, iris[0])), False) >= 0
        width = np.linalg.norm(eyes.contours[:, 0] - eyes.contours[:, 8], axis=1)
        pupils_apart.append(np.linalg.norm(eyes.irises[0, 0] - eyes.irises[1, 0]) / width.mean())
    assert inside > 0.8 * 2 * len(faces)
    assert 1.9 < np.median(pupils_apart) < 2.8


def test_a_mirrored_face_has_mirrored_eyes(models: Models, photos: list[Rgb]) -> None:
    """Both eyes go through the same network, one of them mirrored, and come back in order."""
    photo, box, five = found(models, photos)[1]
    width = photo.shape[1]
    corners = models.mesh.predict(photo, box, five[:2]).points[CORNERS, :2]
    eyes = models.iris.predict(photo, corners)
    other_way = (corners * (-1, 1) + (width - 1, 0))[::-1, ::-1].astype(np.float32)
    mirrored = models.iris.predict(np.ascontiguousarray(photo[:, ::-1]), other_way)
    back = (mirrored.contours * (-1, 1) + (width - 1, 0))[::-1]
    np.testing.assert_allclose(back, eyes.contours, atol=0.35)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_square_is_put_back_where_it_was_cut(mirrored: bool) -> None:
    picture = np.zeros((100, 120, 3), np.uint8)
    picture[40, 70] = 255
    square = Square((65.0, 45.0), 60.0, 0.6, mirrored)
    cut = square.cut(picture, 120)[..., 0]
    row, column = np.unravel_index(int(cut.argmax()), cut.shape)
    where: NDArray[np.float32] = square.back(np.array([[column, row, 8.0]], np.float32), 120)
    np.testing.assert_allclose(where, [[70, 40, 4.0]], atol=0.6)


def test_what_is_no_picture_and_no_place_is_refused(models: Models) -> None:
    picture = np.zeros((50, 50, 3), np.uint8)
    box, eyes = np.array([10, 10, 40, 40], np.float32), np.array([[20, 20], [30, 20]], np.float32)
    with pytest.raises(ValueError, match="rgb must be"):
        models.mesh.predict(picture[..., 0], box, eyes)
    with pytest.raises(ValueError, match="the box is empty"):
        models.mesh.predict(picture, box[[0, 1, 0, 3]], eyes)
    with pytest.raises(ValueError, match="rgb must be"):
        models.iris.predict(picture[..., 0], np.stack([eyes, eyes]))
    with pytest.raises(ValueError, match="fall together"):
        models.iris.predict(picture, np.stack([eyes, eyes[[0, 0]]]))
