from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ekyc.camera.pictures import read_picture
from ekyc.face.observer import FaceObserver
from ekyc.face.shape import HEAD, PITCH_OF_STRAIGHT_DEG, RELIEF, solve_pose
from ekyc.values import FaceObservation, Frame, Pose
from models import Models

SHAPE = np.array(list(HEAD.values())) * (1, 1, RELIEF)


def about(axis: int, degrees: float) -> NDArray[np.float64]:
    vector = np.zeros(3)
    vector[axis] = np.radians(degrees)
    return np.asarray(cv2.Rodrigues(vector)[0])


def turned(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """Where HEAD's places are seen in a 640 x 480 picture, float64[N, 2] px.

    The camera's axes are x right, y down, z away; the face looks along -z, towards it.
    """
    rotation = about(2, roll) @ about(1, -yaw) @ about(0, -pitch)
    seen = SHAPE @ rotation.T + (0, 0, 900.0)
    return seen[:, :2] * 960.0 / seen[:, 2:] + (320, 240)


@pytest.mark.parametrize("yaw", [-30, -18, 0, 18, 30])
@pytest.mark.parametrize("pitch", [-15, 0, 15])
def test_a_known_turn_is_read_back(yaw: float, pitch: float) -> None:
    pose = solve_pose(SHAPE, turned(yaw, pitch, 0), 640, 480)
    assert pose.yaw_deg == pytest.approx(yaw, abs=0.5)
    assert pose.pitch_deg == pytest.approx(pitch - PITCH_OF_STRAIGHT_DEG, abs=0.5)


@pytest.mark.parametrize("roll", [-25, 0, 25])
def test_a_known_tilt_is_read_back(roll: float) -> None:
    assert solve_pose(SHAPE, turned(0, 0, roll), 640, 480).roll_deg == pytest.approx(roll, abs=0.5)


def test_the_nose_of_who_turns_left_moves_to_the_pictures_right() -> None:
    tip = list(HEAD).index(30)
    assert turned(20, 0, 0)[tip, 0] > turned(0, 0, 0)[tip, 0]
    assert turned(0, 20, 0)[tip, 1] < turned(0, 0, 0)[tip, 1]


def test_the_size_of_the_picture_does_not_matter() -> None:
    a = solve_pose(SHAPE, turned(20, 5, 3), 640, 480)
    b = solve_pose(SHAPE, 2 * turned(20, 5, 3), 1280, 960)
    assert a.yaw_deg == pytest.approx(b.yaw_deg, abs=0.01)


def look(networks: Models, path: Path) -> FaceObservation:
    seen = FaceObserver(networks).observe(Frame(read_picture(path), 0.0, 0))
    assert seen is not None
    return seen


PORTRAITS = "faces/pose/InspireFace/test_res/data/pose"


@pytest.mark.parametrize(
    ("name", "angle", "least", "most"),
    [
        ("left_face.jpeg", "yaw_deg", -90, -18),  # she looks to the picture's left: her own right
        ("right_face.png", "yaw_deg", 18, 90),
        ("rise_face.jpeg", "pitch_deg", 15, 60),
        ("lower_face.jpeg", "pitch_deg", -60, -12),
        ("left_wryneck.png", "roll_deg", -70, -30),  # tilted to the picture's left: the own right
        ("right_wryneck.png", "roll_deg", 30, 70),
    ],
)
def test_the_labelled_portraits(
    name: str, angle: str, least: float, most: float, networks: Models, ekyc_data: Path
) -> None:
    """The sign conventions on real pictures, whose labels name the sides of the picture."""
    pose: Pose = look(networks, ekyc_data / PORTRAITS / name).pose
    assert least < getattr(pose, angle) < most
