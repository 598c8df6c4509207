"""Videos are played by the worker as they would be here, and broken ones cost one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from ekyc.camera.source import FrameSource
from ekyc.camera.video import VideoFile
from ekyc.errors import SubjectError
from ekyc.outside.files import Outside
from ekyc.outside.process import Limits
from ekyc.outside.video import OutsideVideo
from ekyc.values import Frame, Provenance

from .mutations import broken

BROKEN = 150


@pytest.fixture(scope="module", params=["mp4", "avi"])
def clip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / f"clip.{request.param}"
    code = cv2.VideoWriter.fourcc(*("mp4v" if request.param == "mp4" else "MJPG"))
    writer = cv2.VideoWriter(str(path), code, 25.0, (96, 64))
    chance = np.random.default_rng(0)
    for _ in range(12):
        writer.write(chance.integers(0, 256, (64, 96, 3), np.uint8))
    writer.release()
    return path


def frames(source: FrameSource) -> Iterator[Frame]:
    try:
        while (frame := source.read()) is not None:
            yield frame
    finally:
        source.close()


@pytest.mark.parametrize("fps", [None, 10.0])
def test_it_is_played_as_it_would_be_here(clip: Path, fps: float | None) -> None:
    here, there = VideoFile(clip, fps=fps), OutsideVideo(clip, fps=fps)
    assert there.info == here.info
    assert there.provenance is Provenance.RECORDED
    pairs = list(zip(frames(here), frames(there), strict=True))
    assert len(pairs) > 3
    for ours, theirs in pairs:
        assert (ours.t_s, ours.index) == (theirs.t_s, theirs.index)
        assert (ours.rgb == theirs.rgb).all()
    assert there.read() is None, "closed"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "camera.video_not_found"),
        (lambda path: path.write_bytes(b""), "camera.video_empty"),
        (lambda path: path.write_text("#EXTM3U\nother.mp4"), "camera.video_not_a_video"),
        (lambda path: path.mkdir(), "camera.file_is_a_folder"),
    ],
)
def test_what_is_no_video_is_told_as_here(
    tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    path = tmp_path / "a.mp4"
    make(path)
    before = set(psutil.Process().children())
    for opened in (VideoFile, OutsideVideo):
        with pytest.raises(SubjectError) as caught:
            opened(path)
        assert caught.value.message.id == said
        assert caught.value.message.params["name"] == "a.mp4"
    assert set(psutil.Process().children()) == before, "no worker is left behind"


@pytest.mark.parametrize("fps", [0.0, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_told(clip: Path, fps: float) -> None:
    with pytest.raises(SubjectError) as caught:
        OutsideVideo(clip, fps=fps)
    assert caught.value.message.id == "camera.fps"


def test_a_decoder_that_dies_while_it_plays_costs_a_sentence(clip: Path) -> None:
    source = OutsideVideo(clip)
    assert source.read() is not None
    pid = source._outside.pid
    assert pid is not None
    psutil.Process(pid).kill()
    with pytest.raises(SubjectError) as caught:
        list(frames(source))
    assert caught.value.message.id in {"outside.stopped", "outside.too_much_memory"}
    assert caught.value.message.params["name"] == clip.name


def test_broken_videos_are_played_as_far_as_they_go_or_said_to_be_broken(
    clip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content, ends = clip.read_bytes(), Counter[str]()
    with Outside(limits=Limits(seconds=5.0)) as outside:
        for number in range(BROKEN):
            path = tmp_path / f"{number}{clip.suffix}"
            path.write_bytes(broken(content, number))
            try:
                outside.open_video(path, None)
                while outside.next_frame(path.name) is not None:
                    pass
                ends["played"] += 1
            except SubjectError as error:
                ends[error.message.id] += 1
            path.unlink()
    assert not {"outside.stopped", "outside.too_long", "outside.too_much_memory"} & set(ends), ends
    assert ends["played"] > BROKEN // 10
    assert ends["camera.video_not_a_video"] > BROKEN // 20
    assert not caplog.records
