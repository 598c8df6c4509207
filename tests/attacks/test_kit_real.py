"""Variants of a real man's onboarding, and of another man's clip in his place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekyc.attack.footage import Clip, Scene
from ekyc.attack.trial import Bench
from ekyc.camera.pictures import read_picture
from ekyc.camera.video import VideoFile
from models import Models

from .kit import VARIANTS, bench, scene_of

OTHER = "faces/video/KwaiVGI+LivePortrait/assets/examples/driving/d14.mp4"
STOPPED = {
    "swap/dissolve": ("same_person", "reason.other_person"),
    "reorder/first_two": ("active_liveness", "reason.recording_ended"),
}


@pytest.fixture(scope="module")
def stand(networks: Models, ekyc_data: Path) -> tuple[Bench, Scene]:
    folder = ekyc_data / "journeys" / "webcam_man"
    plan = ("open_mouth", "turn_right", "turn_left")
    ready = bench(networks, read_picture(folder / "portrait.jpg"), plan)
    clip = Clip.of(lambda: VideoFile(folder / "live.mp4", fps=10))
    other = Clip.of(lambda: VideoFile(ekyc_data / OTHER, fps=10))
    return ready, scene_of(ready, clip, other)


@pytest.mark.parametrize("name", STOPPED)
def test_it_is_stopped_for_its_own_reason(name: str, stand: tuple[Bench, Scene]) -> None:
    species, variant = VARIANTS[name]
    check = stand[0].run(variant, stand[1]).stopped_by(species.stopped_by)
    assert check is not None
    assert (check.name, check.reason.id) == STOPPED[name]
