from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ekyc.camera.capture import probe
from ekyc.camera.devices import WebcamInfo
from ekyc.camera.webcam import Webcam
from ekyc.errors import KioskFault
from ekyc.values import Provenance

from .fakes import CAMERA, LOOPBACK, FakeCapture, pictures


def webcam(capture: FakeCapture | None = None, wanted: str = "", **options: Any) -> Webcam:
    options = {
        "webcams": lambda: (CAMERA, LOOPBACK),
        "check": lambda camera: None,
        "opener": (capture or FakeCapture()).opener,
        "stall_s": 0.2,
        "open_s": 2.0,
        **options,
    }
    return Webcam(wanted, **options)


def fault(source: Webcam) -> str:
    with pytest.raises(KioskFault) as caught:
        for _ in range(1000):
            source.read()
    return caught.value.message.id


def test_frames_are_upright_red_first_numbered_and_timed() -> None:
    source = webcam()
    frames = [source.read() for _ in range(5)]
    source.close()
    assert [frame.index for frame in frames if frame] == [0, 1, 2, 3, 4]
    assert all(tuple(frame.rgb[0, 0, :2]) == (200, 10) for frame in frames if frame)
    times = [frame.t_s for frame in frames if frame]
    assert all(a < b for a, b in pairwise(times))
    assert (source.info.name, source.info.driver) == ("HD Webcam C525", "uvcvideo")
    assert (source.info.width, source.info.height) == (64, 48)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("", "HD Webcam C525"),
        ("HD Webcam C525", "HD Webcam C525"),
        ("c525", "HD Webcam C525"),
        ("8", "Face Camera"),
        ("face", "Face Camera"),
    ],
)
def test_a_camera_is_found_by_name_part_or_device(wanted: str, name: str) -> None:
    source = webcam(wanted=wanted)
    assert source.info.name == name
    source.close()


def test_a_virtual_driver_gives_virtual_provenance() -> None:
    for wanted, provenance in (("c525", Provenance.LIVE), ("face", Provenance.VIRTUAL)):
        source = webcam(wanted=wanted)
        assert source.provenance is provenance
        source.close()


def test_no_camera_and_the_wrong_name_are_told_apart() -> None:
    with pytest.raises(KioskFault, match=r"camera\.none"):
        webcam(webcams=lambda: ())
    with pytest.raises(KioskFault, match=r"camera\.not_there"):
        webcam(wanted="other")


def test_a_camera_that_does_not_open_or_gives_nothing_is_a_fault() -> None:
    with pytest.raises(KioskFault, match=r"camera\.does_not_answer"):
        webcam(opener=lambda device, size, fps: None)
    with pytest.raises(KioskFault, match=r"camera\.does_not_answer"):
        webcam(FakeCapture(iter(lambda: (False, None), 0)), open_s=0.1)


def test_what_the_driver_raised_is_kept_as_the_cause() -> None:
    def opener(device: str, size: tuple[int, int], fps: float) -> FakeCapture:
        raise RuntimeError("driver")

    with pytest.raises(KioskFault) as caught:
        webcam(opener=opener)
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_an_open_that_blocks_for_ever_is_left_behind() -> None:
    never = threading.Event()

    def opener(device: str, size: tuple[int, int], fps: float) -> FakeCapture:
        never.wait()
        return FakeCapture()

    with pytest.raises(KioskFault, match=r"camera\.does_not_answer"):
        webcam(opener=opener, open_s=0.1)
    never.set()


def test_a_read_that_blocks_for_ever_is_a_stall() -> None:
    never = threading.Event()

    def two_then_nothing() -> Iterator[tuple[bool, Any]]:
        given = pictures()
        yield next(given)
        yield next(given)
        never.wait()

    source = webcam(FakeCapture(two_then_nothing()))
    assert fault(source) == "camera.stalled"
    never.set()
    source.close()


def test_the_last_picture_given_for_ever_is_a_stall() -> None:
    same = np.full((48, 64, 3), 7, np.uint8)
    source = webcam(FakeCapture(iter(lambda: (True, same), 0)))
    assert source.read() is not None
    assert fault(source) == "camera.stalled"
    source.close()


def test_a_hiccup_is_not_a_stall() -> None:
    def hiccups() -> Iterator[tuple[bool, Any]]:
        for n, picture in enumerate(pictures()):
            yield picture if n % 3 else (False, None)

    source = webcam(FakeCapture(hiccups()))
    assert all(source.read() is not None for _ in range(10))
    source.close()


def test_an_unplugged_camera_says_so(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()

    def unplugged() -> Iterator[tuple[bool, Any]]:
        yield next(pictures())
        device.unlink()
        raise RuntimeError("VIDIOC_DQBUF: No such device")

    camera = WebcamInfo("Cam", "uvcvideo", str(device), False)
    source = webcam(FakeCapture(unplugged()), webcams=lambda: (camera,), check=lambda camera: None)
    assert fault(source) == "camera.unplugged"
    source.close()


class Machine:
    """A machine whose only camera can be unplugged and plugged in again."""

    def __init__(self, *there: WebcamInfo) -> None:
        self.there = there
        self.captures: list[FakeCapture] = []
        self.devices: list[str] = []

    def opener(self, device: str, size: tuple[int, int], fps: float) -> FakeCapture:
        self.devices.append(device)
        self.captures.append(FakeCapture(self._while_there(device)))
        return self.captures[-1]

    def _while_there(self, device: str) -> Iterator[tuple[bool, Any]]:
        for picture in pictures():
            there = any(camera.device == device for camera in self.there)
            yield picture if there else (False, None)

    def webcam(self, **options: Any) -> Webcam:
        return webcam(webcams=lambda: self.there, opener=self.opener, **options)


def test_a_camera_that_is_plugged_in_again_goes_on(tmp_path: Path) -> None:
    def at(place: str) -> WebcamInfo:
        (tmp_path / place).touch()
        return WebcamInfo("Cam", "uvcvideo", str(tmp_path / place), False)

    machine = Machine(at("video0"))
    source = machine.webcam()
    before = source.read()
    machine.there = ()
    (tmp_path / "video0").unlink()
    assert fault(source) == "camera.unplugged"
    assert machine.captures[0].released == 1
    assert fault(source) == "camera.unplugged"  # asked again too early
    machine.there = (at("video2"),)
    after = source.read()
    assert before is not None and after is not None
    assert after.index > before.index and after.t_s > before.t_s
    assert machine.devices == [str(tmp_path / "video0"), str(tmp_path / "video2")]
    assert source.read() is not None
    source.close()
    assert [capture.released for capture in machine.captures] == [1, 1]


def test_a_stalled_camera_is_opened_anew() -> None:
    machine = Machine(CAMERA)
    source = machine.webcam()
    machine.there = ()
    assert fault(source) == "camera.stalled"
    machine.there = (CAMERA,)
    assert source.read() is not None
    source.close()


@pytest.mark.parametrize(
    "other",
    [
        WebcamInfo("HD Webcam C525", "v4l2loopback", "7", True),  # takes its name and its place
        WebcamInfo("Other", "uvcvideo", "7", False),
    ],
)
def test_another_camera_is_not_taken_for_the_one_unplugged(other: WebcamInfo) -> None:
    machine = Machine(CAMERA)
    source = machine.webcam()
    machine.there = ()
    fault(source)
    machine.there = (other,)
    assert fault(source) == "camera.unplugged"
    assert source.provenance is Provenance.LIVE
    assert len(machine.captures) == 1
    source.close()


def test_closing_ends_a_reopening() -> None:
    machine = Machine(CAMERA)
    source = machine.webcam(open_s=600.0)
    machine.there = ()
    fault(source)
    machine.there = (CAMERA,)
    opening, never = threading.Event(), threading.Event()

    def blocked() -> Iterator[tuple[bool, Any]]:
        opening.set()
        never.wait()
        yield False, None

    machine._while_there = lambda device: blocked()  # type: ignore[method-assign]
    read: list[object] = []
    reader = threading.Thread(target=lambda: read.append(source.read()))
    reader.start()
    assert opening.wait(10)
    source.close()
    reader.join(10)
    never.set()
    assert read == [None]


def test_the_newest_picture_wins_and_the_others_are_counted() -> None:
    gate = threading.Event()

    def five_at_once() -> Iterator[tuple[bool, Any]]:
        given = pictures()
        for _ in range(5):
            yield next(given)
        gate.set()
        threading.Event().wait()

    source = webcam(FakeCapture(five_at_once()))
    assert gate.wait(5)
    frame = source.read()
    assert frame is not None and frame.rgb[0, 0, 2] == 4 and frame.index == 0
    assert source.dropped == 4


def test_closing_lets_go_of_the_camera_once() -> None:
    capture = FakeCapture()
    source = webcam(capture)
    source.close()
    source.close()
    assert source.read() is None
    assert capture.released == 1


def test_a_clock_that_stands_still_gives_rising_times() -> None:
    source = webcam(clock=lambda: 5.0)
    times = [source.read().t_s for _ in range(4)]  # type: ignore[union-attr]
    source.close()
    assert all(a < b for a, b in pairwise(times))


NODE = WebcamInfo("Cam", "uvcvideo", "/dev/video0", False)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "camera.not_there"),
        (errno.ENODEV, "camera.not_there"),
        (errno.EACCES, "camera.no_permission"),
        (errno.EBUSY, "camera.in_use"),
        (errno.EIO, "camera.does_not_answer"),
    ],
)
def test_the_system_says_why_a_camera_cannot_be_opened(number: int, reason: str) -> None:
    def open_node(path: str, flags: int) -> int:
        raise OSError(number, os.strerror(number), path)

    with pytest.raises(KioskFault) as caught:
        probe(NODE, open_node)
    assert caught.value.message.id == reason


def test_a_camera_that_somebody_else_streams_from_is_in_use(tmp_path: Path) -> None:
    def node(path: str, flags: int) -> int:
        return os.open(tmp_path, os.O_RDONLY)

    def answer(number: int) -> Any:
        def ioctl(descriptor: int, request: int, argument: bytes) -> None:
            if number:
                raise OSError(number, os.strerror(number))

        return ioctl

    with pytest.raises(KioskFault, match=r"camera\.in_use"):
        probe(NODE, node, answer(errno.EBUSY))
    probe(NODE, node, answer(errno.ENOTTY))  # another kind of buffers: opening will tell
    probe(NODE, node, answer(0))


def test_a_device_that_is_not_there_is_found_out_by_the_real_system() -> None:
    with pytest.raises(KioskFault, match=r"camera\.not_there"):
        probe(WebcamInfo("Cam", "", "/dev/video-that-is-not-there", False))


def test_nobody_waits_longer_than_the_limit_for_a_hanging_close() -> None:
    never = threading.Event()

    def hangs() -> Iterator[tuple[bool, Any]]:
        yield next(pictures())
        never.wait()

    source = webcam(FakeCapture(hangs()))
    before = time.monotonic()
    source.close()
    assert time.monotonic() - before < 60  # it came back at all
    never.set()
