from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.face.components import UNITS, measure
from ekyc.face.observer import FaceObserver
from ekyc.values import Face, FaceObservation, Frame, Pose, Rgb
from models import Models

Observe = Callable[..., FaceObservation]


@pytest.fixture(scope="module")
def man(ekyc_data: Path) -> Rgb:
    return read_picture(ekyc_data / "journeys" / "webcam_man" / "portrait.jpg")


@pytest.fixture(scope="module")
def seen(man: Rgb, networks: Models) -> FaceObservation:
    found = FaceObserver(networks).observe(Frame(man, 0.0, 0))
    assert found is not None
    return found


def test_every_component_has_its_unit(man: Rgb, seen: FaceObservation) -> None:
    assert set(seen.quality) == set(UNITS)
    assert seen.quality == measure(man, seen)


def brighter(rgb: Rgb, factor: float) -> Rgb:
    return np.clip(rgb * factor, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("component", "worse"),
    [
        ("sharpness", lambda rgb: cv2.GaussianBlur(rgb, (0, 0), 3)),
        ("under_exposure_prevention", lambda rgb: brighter(rgb, 0.2)),
        ("over_exposure_prevention", lambda rgb: brighter(rgb, 3.0)),
        ("dynamic_range", lambda rgb: brighter(rgb, 0.1) + np.uint8(150)),
        ("luminance_mean", lambda rgb: brighter(rgb, 0.5)),
        ("illumination_uniformity", lambda rgb: brighter(rgb, np.linspace(0, 2, 400)[:, None])),
    ],
)
def test_each_spoiling_lowers_its_component(
    component: str, worse: Callable[[Rgb], Rgb], man: Rgb, seen: FaceObservation
) -> None:
    assert man.shape[1] == 400
    spoiled = measure(np.asarray(worse(man), np.uint8), seen)
    assert spoiled[component] < 0.8 * seen.quality[component]


def test_sharpness_does_not_follow_the_light(man: Rgb, seen: FaceObservation) -> None:
    half = measure(brighter(man, 0.5), seen)
    assert half["sharpness"] == pytest.approx(seen.quality["sharpness"], rel=0.1)


def test_dark_glasses_hide_the_eyes(man: Rgb, seen: FaceObservation) -> None:
    glasses = man.copy()
    for eye in (seen.landmarks[36:42], seen.landmarks[42:48]):
        middle, radius = eye.mean(axis=0), int(0.9 * np.linalg.norm(eye[0] - eye[3]))
        cv2.circle(glasses, (int(middle[0]), int(middle[1])), radius, (15, 15, 15), -1)
    assert measure(glasses, seen)["eyes_visible"] < 0.35 < seen.quality["eyes_visible"]


def test_grey_is_no_natural_colour(man: Rgb, seen: FaceObservation) -> None:
    grey = cv2.cvtColor(cv2.cvtColor(man, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    assert measure(np.asarray(grey, np.uint8), seen)["natural_colour"] > 5
    assert seen.quality["natural_colour"] == 0


def test_twice_the_eyes_distance_is_half_the_way(observe: Observe) -> None:
    face = np.full((480, 640, 3), 128, np.uint8)
    one = measure(face, observe())
    near = observe()
    points = near.face.keypoints * np.float32(2)
    near = replace(near, face=Face(near.face.box_xyxy, 0.9, points))
    two = measure(face, near)
    assert two["inter_eye_distance"] == pytest.approx(2 * one["inter_eye_distance"])
    assert two["camera_subject_distance"] == pytest.approx(one["camera_subject_distance"] / 2)
    assert one["camera_subject_distance"] == pytest.approx(39.6, abs=0.5)  # 80 px at 640


def test_a_turned_head_is_not_taken_for_a_far_one(observe: Observe) -> None:
    face = np.full((480, 640, 3), 128, np.uint8)
    turned = replace(observe(), pose=Pose(60, 0, 0))
    ratio = (
        measure(face, turned)["inter_eye_distance"] / measure(face, observe())["inter_eye_distance"]
    )
    assert ratio == pytest.approx(2.0)


def test_a_portrait_picture_counts_its_longer_side(observe: Observe) -> None:
    lying = measure(np.zeros((480, 640, 3), np.uint8), observe())
    upright = measure(np.zeros((640, 480, 3), np.uint8), observe())
    assert lying["camera_subject_distance"] == upright["camera_subject_distance"]
    assert lying["head_size"] == pytest.approx(200 / 480)
    assert upright["head_size"] == pytest.approx(160 / 480)


@pytest.mark.parametrize(
    "box", [[-80, -80, -10, -10], [600, 440, 900, 900], [0, 0, 640, 480], [10, 10, 10, 10]]
)
def test_a_face_at_the_edge_is_measured_without_error(box: list[int], observe: Observe) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    face = Face(np.array(box, np.float32), 0.9, np.zeros((5, 2), np.float32))
    for spread in (1.0, 0.0):
        landmarks = (observe().landmarks * np.float32(spread)).astype(np.float32)
        values = measure(rgb, replace(observe(), face=face, landmarks=landmarks))
        assert np.isfinite(list(values.values())).all()
