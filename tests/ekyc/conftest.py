"""A person who can be told how to hold the face, without a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from ekyc.face.shape import HEAD
from ekyc.values import Face, FaceObservation, Floats, Frame, Pose

WIDTH, HEIGHT = 640, 480
FINE = {
    "single_face_present": 1.0,
    "inter_eye_distance": 80.0,
    "camera_subject_distance": 55.0,
    "head_size": 0.4,
    "crop_of_the_face_image": 0.8,
    "luminance_mean": 120.0,
    "under_exposure_prevention": 1.0,
    "over_exposure_prevention": 1.0,
    "dynamic_range": 7.0,
    "illumination_uniformity": 0.8,
    "natural_colour": 0.0,
    "head_pose_yaw": 0.0,
    "head_pose_pitch": 0.0,
    "head_pose_roll": 0.0,
    "eyes_open": 0.3,
    "eyes_visible": 0.9,
    "mouth_closed": 0.0,
    "sharpness": 0.4,
}


def observation(
    t_s: float = 0.0,
    yaw: float = 0.0,
    mouth: float = 0.0,
    eyes: float = 0.3,
    pitch: float = 0.0,
    faces: int = 1,
    track: int = 1,
    happiness: float = 0.0,
    surprise: float = 0.0,
    flat: bool = False,
) -> FaceObservation:
    """A good face in the middle of a 640 x 480 frame."""
    box = np.array([240, 140, 400, 340], np.float32)
    points = np.array([[280, 220], [360, 220], [320, 260], [290, 300], [350, 300]], np.float32)
    return FaceObservation(
        t_s=t_s,
        face=Face(box, 0.99, points),
        landmarks=head_at(yaw, pitch, flat),
        pose=Pose(yaw, pitch, 0.0),
        eye_openness=(eyes, eyes),
        mouth_openness=mouth,
        track_id=track,
        faces_seen=faces,
        expression={"happiness": happiness, "surprise": surprise},
        quality={
            **FINE,
            "head_pose_yaw": yaw,
            "head_pose_pitch": pitch,
            "single_face_present": faces,
        },
    )


def head_at(yaw_deg: float, pitch_deg: float = 0.0, flat: bool = False) -> Floats:
    """The rigid places of a head (of a photo of one, if `flat`), 100 px wide, seen from afar.

    Turned to its left and upwards."""
    landmarks = np.full((68, 2), 240, np.float32)
    x, y, z = (np.array(list(HEAD.values())) * (1, 1, 0 if flat else 1)).T
    yaw, pitch = np.radians([yaw_deg, pitch_deg])
    x, z = x * np.cos(yaw) - z * np.sin(yaw), x * np.sin(yaw) + z * np.cos(yaw)
    landmarks[list(HEAD)] = np.column_stack([x, y * np.cos(pitch) + z * np.sin(pitch)]) + 240
    return landmarks


def unit(*values: float) -> Floats:
    """An embedding, float32[512] of length 1, with these first components."""
    vector = np.zeros(512, np.float32)
    vector[: len(values)] = values
    return vector / np.float32(np.linalg.norm(vector))


def frames(seconds: float, fps: float = 25.0, start_s: float = 0.0) -> Iterator[Frame]:
    """A grey wall with a sensor's noise, at a steady rate."""
    noise = np.random.default_rng(round(start_s * 1000))
    wall = np.full((48, 64), 128, np.uint8)
    wall[:24] = 90
    for index in range(round(seconds * fps)):
        grey = (wall + noise.integers(0, 4, wall.shape, np.uint8)).repeat(10, 0).repeat(10, 1)
        rgb = np.repeat(grey[:, :, None], 3, axis=2)
        yield Frame(rgb, start_s + index / fps, index)


class Actor:
    """An `Observer` that sees what a script says: t_s -> changes to a neutral face, or None."""

    def __init__(self, script: Callable[[float], dict[str, float] | None]) -> None:
        self.script = script
        self.face = unit(1.0)
        self.embedded = 0

    def observe(self, frame: Frame) -> FaceObservation | None:
        acts = self.script(frame.t_s)
        return None if acts is None else replace(observation(**acts), t_s=frame.t_s)

    def embed(self, rgb: object, face: Face) -> Floats:
        self.embedded += 1
        return self.face


@pytest.fixture
def observe() -> Callable[..., FaceObservation]:
    return observation


@pytest.fixture
def embedding() -> Callable[..., Floats]:
    return unit


@pytest.fixture
def film() -> Callable[..., Iterable[Frame]]:
    return frames


@pytest.fixture
def actor() -> type[Actor]:
    return Actor
