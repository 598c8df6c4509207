from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.camera.opening import open_source
from ekyc.camera.source import FrameSource
from ekyc.camera.video import ImageFolder, VideoFile, _PresentationClock
from ekyc.errors import SubjectError
from ekyc.values import Frame, Provenance

MakeClip = Callable[..., Path]


@pytest.fixture
def make_clip(tmp_path: Path) -> MakeClip:
    """A clip whose n-th frame says n in white (1) and black (0) columns under a grey half."""

    def make(frames: int = 50, fps: float = 25.0, name: str = "clip.mp4") -> Path:
        writer = cv2.VideoWriter(
            str(tmp_path / name), cv2.VideoWriter.fourcc(*"mp4v"), fps, (96, 64)
        )
        assert writer.isOpened()
        for n in range(frames):
            picture = np.full((64, 96, 3), 128, np.uint8)
            for bit in range(6):
                picture[32:, 16 * bit : 16 * bit + 16] = 255 * (n >> bit & 1)
            writer.write(picture)
        writer.release()
        return tmp_path / name

    return make


def all_frames(source: FrameSource) -> list[Frame]:
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def shown(frame: Frame) -> int:
    """Which frame of the clip this is."""
    return sum(1 << bit for bit in range(6) if frame.rgb[48, 16 * bit + 8, 0] > 128)


def reason(path: Path, **limits: float) -> str:
    with pytest.raises(SubjectError) as caught:
        all_frames(VideoFile(path, **limits))
    return caught.value.message.id


def test_times_come_from_the_container(make_clip: MakeClip) -> None:
    source = VideoFile(make_clip())
    frames = all_frames(source)
    assert [f.t_s for f in frames] == pytest.approx([n / 25 for n in range(50)], abs=1e-3)
    assert [shown(f) for f in frames] == list(range(50))
    assert source.provenance is Provenance.RECORDED
    assert (source.info.width, source.info.height, source.info.fps) == (96, 64, 25.0)


@pytest.mark.parametrize("fps", [10.0, 15.0, 24.0])
def test_a_slower_camera_keeps_the_last_frame_before_each_tick(
    make_clip: MakeClip, fps: float
) -> None:
    frames = all_frames(VideoFile(make_clip(), fps=fps))
    ticks = np.arange(0, 49 / 25 + 1e-9, 1 / fps)
    newest = [int(tick * 25 + 1e-6) for tick in ticks]
    assert [shown(f) for f in frames][: len(newest)] == newest
    assert [f.t_s for f in frames][: len(newest)] == pytest.approx([n / 25 for n in newest])
    assert [f.index for f in frames] == list(range(len(frames)))


def test_a_faster_rate_than_the_clip_repeats_nothing(make_clip: MakeClip) -> None:
    assert len(all_frames(VideoFile(make_clip(fps=10.0), fps=30.0))) == 50


def test_the_rotation_that_the_container_asks_for_is_applied(make_clip: MakeClip) -> None:
    clip = make_clip()
    content = bytearray(clip.read_bytes())
    matrix = content.index(b"tkhd") + 44  # ISO 14496-12, version 0: after volume and a reserve
    assert struct.unpack_from(">9i", content, matrix)[0] == 0x10000
    quarter_turn = (0, 0x10000, 0, -0x10000, 0, 0, 64 << 16, 0, 0x40000000)
    struct.pack_into(">9i", content, matrix, *quarter_turn)
    clip.write_bytes(content)
    source = VideoFile(clip)
    last = all_frames(source)[-1]
    assert last.rgb.shape == (96, 64, 3)
    assert (source.info.width, source.info.height) == (64, 96)
    assert np.abs(last.rgb[:, 40:].astype(int) - 128).max() < 30  # the grey half is on the right
    bits = [last.rgb[16 * bit + 8, 16, 0] > 128 for bit in range(6)]
    assert bits == [bool(49 >> bit & 1) for bit in range(6)]  # from top to bottom


def test_a_video_tells_why_it_cannot_be_played(make_clip: MakeClip, tmp_path: Path) -> None:
    clip = make_clip()
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "words.mp4").write_text("no video at all")
    (tmp_path / "list.m3u8").write_text(f"#EXTM3U\n#EXTINF:1,\n{clip}\n")
    (tmp_path / "script.mp4").write_text(f"ffconcat version 1.0\nfile '{clip}'\n")
    (tmp_path / "head.mp4").write_bytes(clip.read_bytes()[:200])
    (tmp_path / "noise.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(500))
    assert reason(tmp_path / "missing.mp4") == "camera.video_not_found"
    assert reason(tmp_path) == "camera.file_is_a_folder"
    assert reason(tmp_path / "empty.mp4") == "camera.video_empty"
    for name in ("words.mp4", "list.m3u8", "script.mp4", "head.mp4", "noise.mp4"):
        assert reason(tmp_path / name) == "camera.video_not_a_video", name
    assert reason(make_clip(frames=0, name="none.mp4")) in (
        "camera.video_not_a_video",
        "camera.video_without_pictures",
    )
    assert reason(clip, max_pixels=6000) == "camera.video_too_many_pixels"
    assert reason(clip, max_seconds=1.0) == "camera.video_too_long"


def test_a_damaged_video_says_nothing_on_stderr(tmp_path: Path, capfd) -> None:
    (tmp_path / "noise.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(500))
    reason(tmp_path / "noise.mp4")
    assert capfd.readouterr().err == ""


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 100), min_size=1))
def test_time_always_runs_forward(stamps: list[float]) -> None:
    clock = _PresentationClock(0.04)
    times = np.array([clock.time_of(stamp) for stamp in stamps])
    assert times[0] == 0.0 and np.isfinite(times).all() and (np.diff(times) > 0).all()


def test_broken_stamps_are_replaced_by_the_rate() -> None:
    clock = _PresentationClock(0.04)
    times = [clock.time_of(s) for s in (3.0, 3.04, 3.04, 0.0, 3.2, 1e9, float("nan"))]
    assert times == pytest.approx([0.0, 0.04, 0.08, 0.12, 0.2, 0.24, 0.28])


def test_a_real_clip_keeps_its_uneven_times(ekyc_data: Path) -> None:
    clip = ekyc_data / "faces/video/OpenTalker+video-retalking/examples/face/1.mp4"
    times = [f.t_s for f in all_frames(VideoFile(clip))]
    assert len(times) == 135
    assert {round(step, 3) for step in np.diff(times)} >= {0.033, 0.067}


def test_pictures_of_a_folder_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for n in (1, 2, 10):
        cv2.imwrite(str(tmp_path / f"{n}.png"), np.full((20, 30, 3), n, np.uint8))
    (tmp_path / "notes.txt").write_text("not a picture")
    source = ImageFolder(tmp_path, fps=5.0)
    frames = all_frames(source)
    assert [int(f.rgb[0, 0, 0]) for f in frames] == [1, 2, 10]
    assert [f.t_s for f in frames] == pytest.approx([0.0, 0.2, 0.4])
    assert (source.info.width, source.info.height, source.info.fps) == (30, 20, 5.0)


def test_a_folder_tells_why_it_cannot_be_played(tmp_path: Path) -> None:
    with pytest.raises(SubjectError, match="folder_not_found"):
        ImageFolder(tmp_path / "missing")
    with pytest.raises(SubjectError, match="folder_without_pictures"):
        ImageFolder(tmp_path)
    (tmp_path / "a.png").write_bytes(b"broken")
    with pytest.raises(SubjectError, match="picture_not_a_picture"):
        ImageFolder(tmp_path)


@pytest.mark.parametrize("fps", [0.0, -3.0, float("nan"), float("inf"), 1000.5])
def test_a_rate_that_is_none_is_refused(make_clip: MakeClip, tmp_path: Path, fps: float) -> None:
    clip = make_clip(3)
    assert reason(clip, fps=fps) == "camera.fps"
    cv2.imwrite(str(tmp_path / "1.png"), np.zeros((4, 4, 3), np.uint8))
    for play in (lambda: ImageFolder(tmp_path, fps=fps), lambda: open_source(str(clip), fps=fps)):
        with pytest.raises(SubjectError, match=r"camera\.fps"):
            play()
    with pytest.raises(SubjectError, match=r"camera\.fps"):
        open_source(str(tmp_path), fps=fps)


def test_the_highest_rate_plays_every_frame(make_clip: MakeClip) -> None:
    assert len(all_frames(VideoFile(make_clip(9), fps=1000.0))) == 9
