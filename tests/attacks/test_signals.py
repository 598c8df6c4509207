"""What the analysers of a face over time make of attacks that were filmed or got through once."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from ekyc.attack.footage import Clip, Moments, Scene
from ekyc.attack.tempo import Repeat
from ekyc.attack.variant import AsItIs, Variant
from ekyc.camera.video import VideoFile
from ekyc.face.observer import FaceObserver
from ekyc.passive.series import Series, signals
from models import Models


def scores(
    networks: Models, path: Path, variant: Variant, fps: float, count: int
) -> dict[str, float | None]:
    """Of the first `count` frames."""
    clip = Clip.of(lambda: VideoFile(path, fps=fps))
    series, observer = Series(), FaceObserver(networks)
    source = variant.source(Scene(clip, Moments(()), find=lambda _: ()))
    for frame in islice(iter(source.read, None), count):
        series.add(frame, observer.observe(frame))
    source.close()
    return {one.name: one.score for one in signals(series)}


@pytest.mark.parametrize("name", ["uneven_colour", "screen_colour"])
def test_a_filmed_screen_has_a_screens_colours(
    networks: Models, ekyc_data: Path, name: str
) -> None:
    as_it_is = AsItIs("clip")
    screen = scores(networks, ekyc_data / "attacks/screen_replay.mp4", as_it_is, 4, 6)[name]
    live = scores(networks, ekyc_data / "journeys/webcam_man/live.mp4", as_it_is, 4, 6)[name]
    assert screen is not None and live is not None
    assert screen > live + 0.2


def test_each_picture_shown_three_times_is_seen(networks: Models, ekyc_data: Path) -> None:
    path = ekyc_data / "journeys/webcam_man/live.mp4"
    live = scores(networks, path, AsItIs("clip"), 12, 30)["repeats"]
    stretched = scores(networks, path, Repeat("each_three_times", times=3), 12, 30)["repeats"]
    assert live is not None and live < 0.1
    assert stretched is not None and stretched > 0.5
