from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ekyc.camera.pictures import read_picture
from ekyc.face.landmarks import ENGINES
from ekyc.face.observer import FaceObserver
from ekyc.face.shape import (
    DLIB_PITCH_OF_STRAIGHT_DEG,
    DLIB_YAW_GAIN,
    HEAD,
    MESH_PITCH_OF_STRAIGHT_DEG,
    MESH_YAW_GAIN,
    head_pose,
    mesh_pose,
)
from ekyc.values import Face, FaceObservation, Frame, Pose
from models import Models

RIGID = list(HEAD)
SHAPE = np.array(list(HEAD.values()))


def about(axis: int, degrees: float) -> NDArray[np.float64]:
    vector = np.zeros(3)
    vector[axis] = np.radians(degrees)
    return np.asarray(cv2.Rodrigues(vector)[0])


def turned(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    """HEAD's places after a turn, float64[N, 3].

    The camera's axes are x right, y down, z away; the face looks along -z, towards it.
    """
    return SHAPE @ (about(2, roll) @ about(1, -yaw) @ about(0, -pitch)).T


def of_68(places: NDArray[np.float64]) -> NDArray[np.float32]:
    """The rigid places among 68, the others anywhere."""
    points = np.zeros((68, places.shape[1]), np.float32)
    points[RIGID] = places
    return points


def seen_by_dlib(yaw: float, pitch: float, roll: float, scale: float = 1.0) -> Pose:
    """Pose of HEAD in perspective, in a picture of 640 x 480 px times `scale`."""
    head = turned(yaw, pitch, roll) + np.array([0, 0, 900.0])
    px = of_68((head[:, :2] * 960.0 / head[:, 2:] + (320, 240)) * scale)
    eyes = [px[[36, 39]].mean(axis=0), px[[42, 45]].mean(axis=0)]
    five = np.array([*eyes, px[30], px[48], px[54]], np.float32)
    box = np.concatenate([px[RIGID].min(axis=0), px[RIGID].max(axis=0)])
    return head_pose(px, Face(box, 1.0, five), int(640 * scale), int(480 * scale))


def seen_by_mesh(yaw: float, pitch: float, roll: float, scale: float = 1.0) -> Pose:
    """Pose of HEAD as a mesh shows it: in space."""
    return mesh_pose(of_68((turned(yaw, pitch, roll) + np.array([320.0, 240, 0])) * scale))


BY = {
    "dlib": (seen_by_dlib, DLIB_YAW_GAIN, DLIB_PITCH_OF_STRAIGHT_DEG),
    "mesh": (seen_by_mesh, MESH_YAW_GAIN, MESH_PITCH_OF_STRAIGHT_DEG),
}


@pytest.mark.parametrize("engine", sorted(BY))
@pytest.mark.parametrize("yaw", [-30, -18, 0, 18, 30])
@pytest.mark.parametrize("pitch", [-15, 0, 15])
def test_a_known_turn_is_read_back(yaw: float, pitch: float, engine: str) -> None:
    see, gain, straight = BY[engine]
    pose = see(yaw, pitch, 0)
    assert pose.yaw_deg / gain == pytest.approx(yaw, abs=0.5)
    assert pose.pitch_deg + straight == pytest.approx(pitch, abs=0.5)


@pytest.mark.parametrize("engine", sorted(BY))
@pytest.mark.parametrize("roll", [-25, 0, 25])
def test_a_known_tilt_is_read_back(roll: float, engine: str) -> None:
    assert BY[engine][0](0, 0, roll).roll_deg == pytest.approx(roll, abs=0.5)


def test_the_nose_of_who_turns_left_moves_to_the_pictures_right() -> None:
    tip = RIGID.index(30)
    assert turned(20, 0, 0)[tip, 0] > turned(0, 0, 0)[tip, 0]
    assert turned(0, 20, 0)[tip, 1] < turned(0, 0, 0)[tip, 1]


@pytest.mark.parametrize("engine", sorted(BY))
def test_the_size_of_the_picture_does_not_matter(engine: str) -> None:
    see = BY[engine][0]
    assert see(20, 5, 3).yaw_deg == pytest.approx(see(20, 5, 3, 2.0).yaw_deg, abs=0.01)


def look(networks: Models, engine: str, path: Path) -> FaceObservation:
    seen = FaceObserver(networks, engine).observe(Frame(read_picture(path), 0.0, 0))
    assert seen is not None
    return seen


PORTRAITS = "faces/pose/InspireFace/test_res/data/pose"


@pytest.mark.parametrize("engine", ENGINES)
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
    name: str,
    angle: str,
    least: float,
    most: float,
    engine: str,
    networks: Models,
    ekyc_data: Path,
) -> None:
    """The sign conventions on real pictures, whose labels name the sides of the picture."""
    pose: Pose = look(networks, engine, ekyc_data / PORTRAITS / name).pose
    assert least < getattr(pose, angle) < most
