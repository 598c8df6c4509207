from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from ekyc.face.quality import guidance, measure
from ekyc.values import Face, FaceObservation, Pose

SIZE = (640, 480)
Observe = Callable[..., FaceObservation]


def test_a_good_face_needs_nothing(observe: Observe) -> None:
    assert guidance(observe(), SIZE) is None


def test_a_soft_small_webcam_is_good_enough(observe: Observe) -> None:
    """33 px between the eyes, Laplacian variance 16: what a cheap camera gives."""
    soft = {"inter_eye_px": 33.0, "sharpness": 16.0, "brightness": 95.0, "contrast": 25.0}
    assert guidance(replace(observe(), quality=soft), SIZE) is None


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"inter_eye_px": 20.0}, "hint.come_closer"),
        ({"brightness": 20.0}, "hint.too_dark"),
        ({"brightness": 240.0}, "hint.too_bright"),
        ({"sharpness": 1.0}, "hint.hold_still"),
    ],
)
def test_each_measure_has_its_sentence(
    change: dict[str, float], hint: str, observe: Observe
) -> None:
    good = observe()
    said = guidance(replace(good, quality={**good.quality, **change}), SIZE)
    assert said is not None
    assert said.message.id == hint


@pytest.mark.parametrize("pose", [Pose(20, 0, 0), Pose(-20, 0, 0), Pose(0, 40, 0), Pose(0, 0, 30)])
def test_a_turned_head_is_asked_to_look_straight(pose: Pose, observe: Observe) -> None:
    said = guidance(replace(observe(), pose=pose), SIZE)
    assert said is not None
    assert said.message.id == "hint.look_straight"


def test_the_most_urgent_comes_first(observe: Observe) -> None:
    everything = {"inter_eye_px": 1.0, "sharpness": 0.0, "brightness": 0.0, "contrast": 0.0}
    crowd = replace(observe(faces=2), quality=everything)
    alone = replace(observe(), quality=everything)
    assert guidance(None, SIZE).message.id == "hint.no_face"  # type: ignore[union-attr]
    assert guidance(crowd, SIZE).message.id == "hint.one_person"  # type: ignore[union-attr]
    assert guidance(alone, SIZE).message.id == "hint.come_closer"  # type: ignore[union-attr]


def test_a_face_at_the_edge_is_measured_without_error() -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    points = np.zeros((5, 2), np.float32)
    for box in ([-80, -80, -10, -10], [600, 440, 900, 900], [0, 0, 640, 480], [10, 10, 10, 10]):
        values = measure(rgb, Face(np.array(box, np.float32), 0.9, points))
        assert np.isfinite(list(values.values())).all()


def test_blur_lowers_sharpness_and_light_raises_brightness() -> None:
    import cv2

    rgb = np.random.default_rng(0).integers(0, 200, (480, 640, 3), np.uint8)
    face = Face(np.array([100, 100, 400, 400], np.float32), 0.9, np.zeros((5, 2), np.float32))
    blurred = np.asarray(cv2.GaussianBlur(rgb, (0, 0), 6), np.uint8)
    assert measure(blurred, face)["sharpness"] < measure(rgb, face)["sharpness"]
    brighter = np.asarray(rgb + 50, np.uint8)
    assert measure(brighter, face)["brightness"] > measure(rgb, face)["brightness"] + 40
