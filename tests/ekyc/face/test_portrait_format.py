"""A telephone held upright, a tablet, a webcam: the shape of the frame changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.camera.video import VideoFile
from ekyc.face.observer import FaceObserver
from ekyc.session.face_step import FaceStep
from ekyc.values import Frame, Rgb
from models import Models

WIDTH, HEIGHT = 720, 1280


def upright(rgb: Rgb) -> Rgb:
    """The middle of a 400 x 300 frame as a telephone's 720 x 1280, below a grey ceiling."""
    middle = cv2.resize(rgb[:, 88:313], (WIDTH, 960), interpolation=cv2.INTER_CUBIC)
    frame = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    frame[240:1200] = middle
    return frame


@pytest.fixture(scope="module")
def lying(ekyc_data: Path) -> list[Frame]:
    """Two seconds of the man looking straight."""
    source = VideoFile(ekyc_data / "journeys" / "webcam_man" / "live.mp4", fps=8)

    def frames() -> Iterator[Frame]:
        while (frame := source.read()) is not None and frame.t_s < 2.0:
            yield frame

    try:
        return list(frames())
    finally:
        source.close()


def test_the_same_face_reads_alike_in_both_formats(lying: list[Frame], networks: Models) -> None:
    wide, tall = FaceObserver(networks), FaceObserver(networks)
    for frame in lying:
        a = wide.observe(frame)
        b = tall.observe(Frame(upright(frame.rgb), frame.t_s, frame.index))
        assert a is not None
        assert b is not None
        assert b.face.inter_eye_px == pytest.approx(3.2 * a.face.inter_eye_px, rel=0.08)
        assert b.pose.yaw_deg == pytest.approx(a.pose.yaw_deg, abs=6)
        assert b.pose.roll_deg == pytest.approx(a.pose.roll_deg, abs=3)
        for component in ("sharpness", "dynamic_range", "eyes_visible", "luminance_mean"):
            assert b.quality[component] == pytest.approx(a.quality[component], rel=0.25)


def test_the_face_page_takes_its_picture_from_an_upright_frame(
    lying: list[Frame], networks: Models
) -> None:
    step = FaceStep(FaceObserver(networks))
    for frame in lying:
        step.feed(Frame(upright(frame.rgb), frame.t_s, frame.index))
    assert step.capture is not None
