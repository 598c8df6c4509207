"""A face is seen as in a mirror, a document as it is read; nothing is stretched."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt5.QtWidgets import QApplication

from ekyc.session.view import Step, View
from ekyc.values import Frame
from gui.pages.document import DocumentPage
from gui.pages.face import FacePage
from gui.projection import Projection
from tests.gui.conftest import Show

FULL = (848, 480)


def test_the_frames_left_is_the_stages_right() -> None:
    mirror = Projection.covering((640, 480), FULL)
    assert mirror.point(0, 240).x() > mirror.point(640, 240).x()
    assert (mirror.point(320, 240).x(), mirror.point(320, 240).y()) == (424, 240)


@given(
    st.integers(160, 4000),
    st.integers(120, 3000),
    st.integers(320, 900),
    st.integers(200, 480),
    st.booleans(),
)
def test_points_and_picture_agree(
    frame_w: int, frame_h: int, stage_w: int, stage_h: int, mirrored: bool
) -> None:
    projection = Projection.covering((frame_w, frame_h), (stage_w, stage_h), mirrored)
    picture = projection.picture
    ends = (picture.right(), picture.left()) if mirrored else (picture.left(), picture.right())
    assert projection.point(0, 0).x() == pytest.approx(ends[0], abs=1e-6)
    assert projection.point(frame_w, frame_h).x() == pytest.approx(ends[1], abs=1e-6)
    assert projection.point(0, 0).y() == pytest.approx(picture.top(), abs=1e-6)


@given(st.integers(160, 4000), st.integers(120, 3000))
def test_the_picture_covers_the_stage(frame_w: int, frame_h: int) -> None:
    picture = Projection.covering((frame_w, frame_h), FULL).picture
    assert picture.left() <= 1e-6 and picture.top() <= 1e-6
    assert picture.right() >= FULL[0] - 1e-6 and picture.bottom() >= FULL[1] - 1e-6


@pytest.mark.parametrize(
    ("width", "height"), [(848, 480), (848, 320), (816, 480), (509, 400), (480, 480)]
)
def test_a_lower_stage_is_narrower_too(show: Show, width: int, height: int) -> None:
    window, _ = show(View(step=Step.DOCUMENT, frame_size=FULL))
    assert isinstance(window.page, DocumentPage)
    window.page.stage.resize(width, height)
    area = window.page.stage.area
    assert area.height() == pytest.approx(min(height, width * 480 / 640), abs=1)
    assert area.width() == pytest.approx(min(width, height * 848 / 480), abs=1)
    assert area.center().x() == pytest.approx(width / 2, abs=1)


def test_a_document_is_read_as_it_is(show: Show) -> None:
    rgb = np.zeros((480, 848, 3), np.uint8)
    rgb[:, :424, 0] = 255  # the frame's left half is red
    window, _ = show(View(step=Step.DOCUMENT, frame_size=FULL), frame=Frame(rgb, 0.0, 0))
    page = window.page
    assert isinstance(page, DocumentPage)
    page.stage.poll()
    QApplication.processEvents()
    stage = page.stage.grab().toImage()
    left, right = stage.pixelColor(424 - 60, 240), stage.pixelColor(424 + 60, 240)
    assert left.red() > 200 > right.red()


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
