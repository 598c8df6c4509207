"""A printed photo, held before the camera and turned or tilted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.face.observer import FaceObserver
from ekyc.liveness.challenges import CHALLENGES
from ekyc.liveness.machine import Challenge
from ekyc.liveness.measures import Rest
from ekyc.values import Frame, Rgb
from models import Models, Store

WIDTH, HEIGHT, FOCAL_PX = 640, 480, 700.0


def held(photo: Rgb, yaw_deg: float, pitch_deg: float) -> Rgb:
    """The photo as a plane before a grey wall, turned about its middle, seen in perspective."""
    side = photo.shape[0]
    half = 210.0
    corners = np.array([[-half, -half, 0], [half, -half, 0], [half, half, 0], [-half, half, 0]])
    turn = cv2.Rodrigues(np.array([0.0, np.radians(yaw_deg), 0.0]))[0]
    tilt = cv2.Rodrigues(np.array([np.radians(pitch_deg), 0.0, 0.0]))[0]
    seen = corners @ (turn @ tilt).T + (0, 0, FOCAL_PX)
    places = seen[:, :2] * FOCAL_PX / seen[:, 2:] + (WIDTH / 2, HEIGHT / 2)
    source = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    to_frame = cv2.getPerspectiveTransform(source, places.astype(np.float32))
    frame = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    cv2.warpPerspective(
        photo, to_frame, (WIDTH, HEIGHT), dst=frame, borderMode=cv2.BORDER_TRANSPARENT
    )
    return frame


def film(photo: Rgb, swing: Callable[[float], tuple[float, float]]) -> Iterator[Frame]:
    """Five seconds at 15 fps; `swing` gives (yaw, pitch) of the plane at a time."""
    for index in range(75):
        t_s = index / 15
        yield Frame(held(photo, *swing(t_s)), t_s, index)


@pytest.fixture(scope="module")
def face_of_photo() -> Rgb:
    """Head and shoulders of the demonstration's portrait, uint8[260, 260, 3]."""
    portrait = read_picture(Store().path("demo_portrait"))
    return np.ascontiguousarray(portrait[0:260, 95:355])


def wave(t_s: float, most_deg: float) -> float:
    return 0.0 if t_s < 1 else most_deg * float(np.sin((t_s - 1) * np.pi / 2))


SWINGS: dict[str, Callable[[float], tuple[float, float]]] = {
    "turned": lambda t_s: (wave(t_s, 62), 0.0),
    "tilted": lambda t_s: (0.0, wave(t_s, 50)),
    "turned and tilted": lambda t_s: (wave(t_s, 40), wave(t_s, 30)),
    "still": lambda _t: (0.0, 0.0),
}


def try_all(photo: Rgb, how: str, engine: str, networks: Models) -> tuple[set[str], list[float]]:
    """Movements that the photo passes, and the turns that are read of it, degrees."""
    observer = FaceObserver(networks, engine)
    observed = (observer.observe(frame) for frame in film(photo, SWINGS[how]))
    seen = [one for one in observed if one is not None]
    rest = Rest.of([one for one in seen if one.t_s < 1])  # it is held straight at first
    machines = {name: Challenge(name, rest) for name in CHALLENGES if name != "hold_still"}
    passed = {name for one in seen for name, its in machines.items() if its.step(one).passed}
    return passed, [abs(one.pose.yaw_deg) for one in seen]


@pytest.mark.parametrize("engine", ["both", "mesh"])
@pytest.mark.parametrize("how", sorted(SWINGS))
def test_it_passes_no_movement(how: str, engine: str, face_of_photo: Rgb, networks: Models) -> None:
    passed, turns = try_all(face_of_photo, how, engine, networks)
    assert len(turns) > 30, "the attack is seen at all"
    assert not passed


@pytest.mark.parametrize("engine", ["both", "dlib", "mesh"])
def test_one_that_is_read_as_turned_far_enough_is_flat(
    engine: str, networks: Models, ekyc_data: Path
) -> None:
    """Its angle alone would pass."""
    photo = read_picture(ekyc_data / "faces/lfw/Doug_Moe/Doug_Moe_0001.jpg")
    passed, turns = try_all(photo, "turned", engine, networks)
    assert max(turns) > 18
    assert not passed & {"turn_left", "turn_right"}
