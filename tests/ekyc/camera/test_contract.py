"""What every frame source keeps to, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.camera.simulated import SimulatedCustomer
from ekyc.camera.source import FrameSource
from ekyc.camera.video import ImageFolder, VideoFile
from ekyc.camera.webcam import Webcam
from ekyc.values import Frame, Provenance, Rgb

from .fakes import CAMERA, LOOPBACK, FakeCapture

Make = Callable[[], FrameSource]


def _clip(folder: Path) -> Path:
    path = folder / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (64, 48))
    for n in range(12):
        writer.write(np.full((48, 64, 3), 20 * n, np.uint8))
    writer.release()
    return path


def _webcam(wanted: str) -> FrameSource:
    return Webcam(
        wanted,
        webcams=lambda: (CAMERA, LOOPBACK),
        check=lambda camera: None,
        opener=FakeCapture().opener,
    )


@pytest.fixture(params=["video", "video at 7 fps", "folder", "customer", "webcam", "virtual"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def source(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> FrameSource:
    for n in range(12):
        cv2.imwrite(str(tmp_path / f"{n}.png"), np.full((48, 64, 3), n, np.uint8))
    made: dict[str, Make] = {
        "video": lambda: VideoFile(_clip(tmp_path)),
        "video at 7 fps": lambda: VideoFile(_clip(tmp_path), fps=7.0),
        "folder": lambda: ImageFolder(tmp_path, fps=12.0),
        "customer": lambda: SimulatedCustomer(request.getfixturevalue("portrait")),
        "webcam": lambda: _webcam("c525"),
        "virtual": lambda: _webcam("face"),
    }
    found = made[kind]()
    request.addfinalizer(found.close)
    return found


def first(source: FrameSource, count: int = 8) -> list[Frame]:
    frames = []
    while len(frames) < count and (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def test_time_and_index_run_forward(source: FrameSource) -> None:
    frames = first(source)
    assert len(frames) >= 4
    times = np.array([frame.t_s for frame in frames])
    assert np.isfinite(times).all() and (np.diff(times) > 0).all()
    assert [frame.index for frame in frames] == list(range(len(frames)))


def test_every_frame_has_the_shape_that_the_source_tells(source: FrameSource) -> None:
    for frame in first(source):
        assert frame.rgb.dtype == np.uint8
        assert frame.rgb.shape == (source.info.height, source.info.width, 3)
    assert source.info.name and source.info.fps > 0


def test_provenance_is_what_it_is_and_cannot_be_set(source: FrameSource, kind: str) -> None:
    expected = {
        "customer": Provenance.SIMULATED,
        "webcam": Provenance.LIVE,
        "virtual": Provenance.VIRTUAL,
    }.get(kind, Provenance.RECORDED)
    assert source.provenance is expected
    first(source, 2)
    assert source.provenance is expected
    with pytest.raises(AttributeError):
        source.provenance = Provenance.LIVE  # type: ignore[misc]


def test_frames_are_the_readers_own(source: FrameSource) -> None:
    one, two = first(source, 2)
    kept = two.rgb.copy()
    one.rgb[:] = 0
    assert np.array_equal(two.rgb, kept)


def test_after_the_end_or_closing_there_is_nothing(source: FrameSource) -> None:
    first(source, 3)
    source.close()
    source.close()
    assert source.read() is None
    assert source.read() is None


@pytest.mark.parametrize("wanted", ["face", "turn_left", "document", "", "no such thing"])
def test_a_prompt_never_hurts(source: FrameSource, wanted: str, kind: str) -> None:
    source.prompt(wanted)
    assert len(first(source, 3)) == 3


def test_a_recording_plays_the_same_whatever_is_asked(tmp_path: Path) -> None:
    def shown(wanted: str) -> list[Rgb]:
        source = VideoFile(_clip(tmp_path))
        source.prompt(wanted)
        return [frame.rgb for frame in first(source, 99)]

    assert all(np.array_equal(a, b) for a, b in zip(shown(""), shown("blink"), strict=True))
