from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from ekyc.messages import Message
from ekyc.values import Face, FaceObservation, Frame, Pose


@pytest.mark.parametrize(
    "rgb",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        [[1]],
    ],
)
def test_a_frame_is_rgb_of_bytes(rgb: object) -> None:
    with pytest.raises(ValueError, match="rgb must"):
        Frame(rgb, 0.0, 0)  # type: ignore[arg-type]


def test_a_face_has_a_finite_box() -> None:
    points = np.zeros((5, 2), np.float32)
    with pytest.raises(ValueError, match="not finite"):
        Face(np.array([0, 0, np.nan, 1], np.float32), 0.9, points)
    with pytest.raises(ValueError, match="shape"):
        Face(np.zeros(5, np.float32), 0.9, points)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_an_observation_is_finite(bad: float, observe: Callable[..., FaceObservation]) -> None:
    good = observe()
    with pytest.raises(ValueError, match="not finite"):
        replace(good, pose=Pose(bad, 0, 0))
    with pytest.raises(ValueError, match="not finite"):
        replace(good, mouth_openness=bad)
    with pytest.raises(ValueError, match="not finite"):
        replace(good, landmarks=np.full((68, 2), bad, np.float32))


def test_a_message_cannot_be_changed() -> None:
    params = {"n": 1}
    message = Message("a.b", params)
    params["n"] = 2
    assert message.params["n"] == 1
    with pytest.raises(TypeError):
        message.params["n"] = 3  # type: ignore[index]
