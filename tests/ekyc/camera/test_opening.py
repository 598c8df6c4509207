from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.camera import open_source, opening
from ekyc.camera.video import ImageFolder, VideoFile
from ekyc.errors import KioskFault, SubjectError


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (64, 48))
    for n in range(5):
        writer.write(np.full((48, 64, 3), 40 * n, np.uint8))
    writer.release()
    return path


def test_a_file_a_folder_and_the_customer_are_told_apart(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(open_source(str(clip)), VideoFile)
    folder = tmp_path / "pictures"
    folder.mkdir()
    cv2.imwrite(str(folder / "1.png"), np.zeros((4, 4, 3), np.uint8))
    assert isinstance(open_source(str(folder)), ImageFolder)
    customer = VideoFile(clip)
    assert open_source("simulated", simulated=lambda: customer) is customer
    named = []
    monkeypatch.setattr(opening, "Webcam", named.append)
    for name in ("", "C525", "/dev/video0", "Camera 2.0 HD"):
        open_source(name)
    assert named == ["", "C525", "/dev/video0", "Camera 2.0 HD"]


def test_a_mistyped_file_is_not_taken_for_a_camera(tmp_path: Path) -> None:
    for name in (str(tmp_path / "clip"), "clip.mp4"):
        with pytest.raises(SubjectError, match="video_not_found"):
            open_source(name)


def test_a_camera_of_no_such_name_is_a_fault() -> None:
    with pytest.raises(KioskFault):
        open_source("no such camera")
