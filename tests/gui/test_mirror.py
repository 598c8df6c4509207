"""The stage is a mirror, and nothing but a mirror."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt5.QtWidgets import QApplication

from ekyc.session.view import Step, View
from ekyc.values import Frame
from gui.mirror import Mirror
from gui.pages.face import FacePage
from tests.gui.conftest import Show

FULL = (848, 480)


def test_the_frames_left_is_the_stages_right() -> None:
    mirror = Mirror.covering((640, 480), FULL, FULL)
    assert mirror.point(0, 240).x() > mirror.point(640, 240).x()
    assert (mirror.point(320, 240).x(), mirror.point(320, 240).y()) == (424, 240)


@given(st.integers(160, 4000), st.integers(120, 3000), st.integers(320, 900), st.integers(200, 480))
def test_points_and_picture_agree(frame_w: int, frame_h: int, stage_w: int, stage_h: int) -> None:
    mirror = Mirror.covering((frame_w, frame_h), (stage_w, stage_h), FULL)
    picture = mirror.picture
    assert mirror.point(0, 0).x() == pytest.approx(picture.right(), abs=1e-6)
    assert mirror.point(frame_w, frame_h).x() == pytest.approx(picture.left(), abs=1e-6)
    assert mirror.point(0, 0).y() == pytest.approx(picture.top(), abs=1e-6)


@given(st.integers(160, 4000), st.integers(120, 3000))
def test_the_picture_covers_the_stage(frame_w: int, frame_h: int) -> None:
    picture = Mirror.covering((frame_w, frame_h), FULL, FULL).picture
    assert picture.left() <= 1e-6 and picture.top() <= 1e-6
    assert picture.right() >= FULL[0] - 1e-6 and picture.bottom() >= FULL[1] - 1e-6


def test_a_lower_stage_shows_the_same_smaller() -> None:
    full, low = (Mirror.covering((848, 480), (848, h), FULL) for h in (480, 320))
    assert low.scale == pytest.approx(full.scale * 320 / 480)


def test_the_picture_is_painted_mirrored(show: Show) -> None:
    rgb = np.zeros((480, 848, 3), np.uint8)
    rgb[:, :424, 0] = 255  # the frame's left half is red
    window, _ = show(View(step=Step.FACE, frame_size=FULL), frame=Frame(rgb, 0.0, 0))
    page = window.page
    assert isinstance(page, FacePage)
    page.stage.poll()
    QApplication.processEvents()
    oval = page.stage.grab().toImage()
    middle_y = oval.height() // 2
    left, right = oval.pixelColor(424 - 60, middle_y), oval.pixelColor(424 + 60, middle_y)
    assert right.red() > 200 > left.red()
