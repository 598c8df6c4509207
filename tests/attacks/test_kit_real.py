"""Variants of a real man's onboarding, and of another man's clip in his place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ekyc.attack.footage import Clip, Scene
from ekyc.attack.trial import Bench, specimen_of
from ekyc.camera.pictures import read_picture
from ekyc.camera.video import VideoFile
from models import Models

from .kit import VARIANTS, bench, scene_of

OTHER = "faces/video/KwaiVGI+LivePortrait/assets/examples/driving/d14.mp4"
NOT_SEEN_YET = ("face_swap/photo",)
"""By whom it is to be stopped stands with the species."""
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
    theirs = specimen_of(ready.kiosk, other.picture_at(2.0))
    return replace(ready, other_document=theirs), scene_of(ready, clip, other)


@pytest.mark.parametrize("name", STOPPED)
def test_it_is_stopped_for_its_own_reason(name: str, stand: tuple[Bench, Scene]) -> None:
    species, variant = VARIANTS[name]
    check = stand[0].run(variant, stand[1]).stopped_by(species.stopped_by)
    assert check is not None
    assert (check.name, check.reason.id) == STOPPED[name]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=pytest.mark.xfail(
                strict=True, reason=f"{VARIANTS[name][0].stopped_by} is to stop it"
            ),
        )
        for name in NOT_SEEN_YET
    ],
)
def test_it_is_seen(name: str, stand: tuple[Bench, Scene]) -> None:
    bench = replace(stand[0], plan=stand[0].plan[:1])
    trial = bench.run(VARIANTS[name][1], stand[1])
    assert not trial.approved or trial.failed
