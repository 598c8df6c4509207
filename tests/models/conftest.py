from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from models import Models, Store, WeightsError
from tests.conftest import absent

Rgb = NDArray[np.uint8]


@pytest.fixture(scope="session")
def store() -> Store:
    store = Store()
    for name in store.entries:
        try:
            store.original(name)
        except WeightsError as error:
            absent(f"{error}; run: ekyc weights prepare")
    return store


@pytest.fixture(scope="session")
def models(store: Store) -> Models:
    return Models.load(store, threads=2)


@pytest.fixture(scope="session")
def facenet_pytorch(need: Callable[[str], ModuleType]) -> ModuleType:
    need("torch").set_num_threads(1)  # the cores may be busy with other things
    family = need("models.training.torch_family")
    module: ModuleType = family.facenet_pytorch()
    return module


def read_rgb(path: Path) -> Rgb:
    picture = cv2.imread(str(path))
    assert picture is not None, path
    return np.ascontiguousarray(picture[..., ::-1])


def frames_of(path: Path, every: int, count: int) -> list[Rgb]:
    video = cv2.VideoCapture(str(path))
    frames = []
    while len(frames) < count * every:
        read, frame = video.read()
        if not read:
            break
        frames.append(np.ascontiguousarray(frame[..., ::-1]))
    video.release()
    return frames[::every]


@pytest.fixture(scope="session")
def photos(ekyc_data: Path) -> list[Rgb]:
    """Real pictures: LFW, labelled portraits, frames of a clip, the portrait of the journey."""
    lfw = sorted((ekyc_data / "faces/lfw").rglob("*.jpg"))[::150]
    pose = sorted(path for path in (ekyc_data / "faces/pose").rglob("*.[jp]*g"))
    journey = ekyc_data / "journeys/webcam_man"
    stills = [read_rgb(path) for path in [*lfw[:16], *pose, journey / "portrait.jpg"]]
    found = stills + frames_of(journey / "live.mp4", every=60, count=8)
    assert len(found) >= 30
    return found
