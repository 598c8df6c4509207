"""The face that shows every movement."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PyQt5.QtCore import QPointF, Qt, QTimer
from PyQt5.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.pictogram import (
    MOVEMENTS,
    REST,
    Motion,
    Pictogram,
    PictogramColors,
    PictogramPose,
    paint_face,
    pose_at,
)
from gui.pictogram.geometry import Head, Oval
from gui.theme import THEMES, load_theme

THEME = load_theme("light")
COLORS = PictogramColors.of(THEME.colours)
MOTION = Motion.of(THEME.tokens["motion"])
REDUCED = Motion.of(THEME.tokens["motion"], reduced=True)
HALF = 140  # half of the picture that faces are painted on, px
MOVES = [name for name, movement in MOVEMENTS.items() if movement.pose != REST]
# Where a movement may change the picture: x and y bounds from the disc's middle, px at scale 1.
EYES, LIPS, FACE = (-40, 40, -37, -6), (-25, 25, 22, 60), (-82, 82, -114, 86)
JAW, BROWS = (-64, 64, -12, 82), (-40, 40, -62, -36)
REGIONS = {
    "blink": (EYES,),
    "blink_twice": (EYES,),
    "open_mouth": (JAW,),
    "smile": (EYES, LIPS),
    "surprise": (BROWS, EYES, JAW),
}


@dataclass
class Clock:
    """Stands still until it is moved."""

    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


def pixels(image: QImage) -> NDArray[np.int16]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    bits = image.constBits()
    assert bits is not None
    bits.setsize(image.sizeInBytes())
    bgrx = np.frombuffer(bits.asstring(), np.uint8).reshape(image.height(), image.width(), 4)
    return bgrx[:, :, 2::-1].astype(np.int16)


def face(
    pose: PictogramPose, like: str = "hold_still", colors: PictogramColors = COLORS
) -> NDArray[np.int16]:
    """A picture of the face on white, its moving parts and arrows as `like` has them."""
    image = QImage(2 * HALF, 2 * HALF, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    movement = MOVEMENTS[like]
    paint_face(painter, QPointF(HALF, HALF), 1.0, pose, colors, movement.moving, movement.arrows)
    painter.end()
    return pixels(image)


def is_colour(picture: NDArray[np.int16], color: QColor) -> NDArray[np.bool_]:
    return np.asarray((np.abs(picture - [color.red(), color.green(), color.blue()]) < 4).all(2))


def inside(region: tuple[int, int, int, int]) -> NDArray[np.bool_]:
    left, right, top, bottom = region
    mask = np.zeros((2 * HALF, 2 * HALF), bool)
    mask[HALF + top : HALF + bottom, HALF + left : HALF + right] = True
    return mask


def shown(widget: Pictogram) -> NDArray[np.int16]:
    return pixels(widget.grab().toImage())


def at(picture: NDArray[np.int16], color: QColor, x: float, y: float) -> bool:
    """Whether a widget's picture has `color` at a place given from its middle."""
    middle = picture.shape[0] / 2
    return bool(is_colour(picture, color)[int(middle + y), int(middle + x)])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pictogram(qtbot: QtBot, clock: Clock) -> Pictogram:
    widget = Pictogram(COLORS, MOTION, clock=clock)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", MOVES)
def test_a_pose_changes_the_part_that_moves_and_nothing_else(name: str) -> None:
    changed = (face(MOVEMENTS[name].pose, name) != face(REST, name)).any(2)
    allowed = np.zeros_like(changed)
    for region in REGIONS.get(name, (FACE,)):
        area = inside(region)
        allowed |= area
        assert changed[area].sum() > 50
    assert not changed[~allowed].any()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", MOVES)
def test_only_what_moves_has_the_colour_of_movement(name: str) -> None:
    assert not is_colour(face(MOVEMENTS[name].pose), COLORS.move).any()
    moving = is_colour(face(MOVEMENTS[name].pose, name), COLORS.move)
    assert moving.sum() > 50
    if name in REGIONS:
        assert not moving[~np.logical_or.reduce([inside(r) for r in REGIONS[name]])].any()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", MOVES)
def test_a_moving_head_leaves_dots_where_it_was(name: str) -> None:
    above_the_shirt = inside((-82, 82, -114, 75))
    dots = is_colour(face(MOVEMENTS[name].pose, name), COLORS.ghost)[above_the_shirt].sum()
    # Up to some 30 pixels on the edges of other parts mix into the same grey.
    assert (dots > 100) == ("head" in MOVEMENTS[name].moving)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_the_face_s_colours(theme: str) -> None:
    colors = PictogramColors.of(load_theme(theme).colours)
    picture = face(MOVEMENTS["open_mouth"].pose, "open_mouth", colors)
    for color in (colors.disc, colors.skin, colors.line, colors.move, colors.ghost):
        assert is_colour(picture, color).sum() > 50


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("name", "axis", "sign"),
    [("turn_left", 1, -1), ("turn_right", 1, 1), ("look_up", 0, -1), ("look_down", 0, 1)],
)
def test_the_arrow_points_where_the_head_goes(name: str, axis: int, sign: int) -> None:
    pose = MOVEMENTS[name].pose
    arrow = (face(pose, name) != face(pose)).any(2)
    arrow[:, HALF - 82 : HALF + 82] = False  # only what stands beside the face
    places = np.argwhere(arrow)
    across = places[:, 1 - axis]
    middle = places[np.abs(across - np.median(across)) < 3]
    assert (
        sign * (middle[:, axis].mean() - places[:, axis].mean()) > 2
    )  # a chevron leads in its middle


def nose_tip(pose: PictogramPose) -> tuple[float, float]:
    return Head(pose).nose().steps[0][0]


def test_left_is_the_screen_s_left_and_up_is_up() -> None:
    rest_x, rest_y = nose_tip(REST)
    assert nose_tip(MOVEMENTS["turn_left"].pose)[0] < rest_x - 20
    assert nose_tip(MOVEMENTS["turn_right"].pose)[0] > rest_x + 20
    assert nose_tip(MOVEMENTS["look_up"].pose)[1] < rest_y - 20
    assert nose_tip(MOVEMENTS["look_down"].pose)[1] > rest_y + 20


@given(yaw_deg=st.floats(0, 40), pitch_deg=st.floats(-30, 30), mouth=st.floats(0, 1))
def test_left_and_right_mirror_each_other(yaw_deg: float, pitch_deg: float, mouth: float) -> None:
    left = Head(PictogramPose(yaw_deg, pitch_deg, mouth=mouth))
    right = Head(PictogramPose(-yaw_deg, pitch_deg, mouth=mouth))
    assert left.offset == pytest.approx((-right.offset[0], right.offset[1]))
    assert nose_tip_of(left) == pytest.approx(mirrored(nose_tip_of(right)))
    for side in (1, -1):
        (here, before), (there, also_before) = left.ear(side), right.ear(-side)
        assert before == also_before
        assert here.centre == pytest.approx(mirrored(there.centre))
        eye, other = left.eye(side), right.eye(-side)
        assert (eye is None) == (other is None)
        if eye is not None and other is not None:
            assert eye.lower.start == pytest.approx(mirrored(other.lower.start))


def nose_tip_of(head: Head) -> tuple[float, float]:
    nose = head.nose()
    return nose.steps[0][0]


def mirrored(point: tuple[float, float]) -> tuple[float, float]:
    return -point[0], point[1]


@given(
    st.builds(
        PictogramPose,
        yaw_deg=st.floats(-40, 40),
        pitch_deg=st.floats(-30, 30),
        lids=st.floats(0, 1.4),
        mouth=st.floats(0, 1),
        smile=st.floats(0, 1),
        brow=st.floats(0, 1),
        round=st.floats(0, 1),
    )
)
def test_every_pose_has_a_face(pose: PictogramPose) -> None:
    head = Head(pose)
    assert len(head.hair().steps) > 50
    for side in (1, -1):
        eye = head.eye(side)
        assert eye is None or (eye.upper is None) == (len(eye.lashes) == 3)
    mouth = head.mouth()
    assert isinstance(mouth, Oval) or (head.tongue() is not None) == mouth.closed


def loop_ms(name: str, motion: Motion = MOTION) -> int:
    if motion.reduced:
        return 2000
    movement = MOVEMENTS[name]
    to, held, back, rest = motion.blink if name.startswith("blink") else motion.loop
    return movement.times * (to + held + back) + rest


@pytest.mark.parametrize("name", MOVES)
def test_a_loop_goes_from_rest_to_the_pose_and_back(name: str) -> None:
    to, held, back, _ = MOTION.blink if name.startswith("blink") else MOTION.loop
    assert pose_at(name, 0, MOTION) == REST
    assert pose_at(name, to, MOTION) == MOVEMENTS[name].pose
    assert pose_at(name, to + held - 1, MOTION) == MOVEMENTS[name].pose
    assert pose_at(name, to / 2, MOTION) not in (REST, MOVEMENTS[name].pose)
    assert pose_at(name, loop_ms(name) - 1, MOTION) == REST
    assert pose_at(name, loop_ms(name) + to, MOTION) == MOVEMENTS[name].pose
    assert pose_at(name, to + held + back / 2, MOTION) not in (REST, MOVEMENTS[name].pose)


@given(name=st.sampled_from(MOVES), elapsed_ms=st.floats(0, 1e7))
def test_no_loop_leaves_its_way_or_jumps(name: str, elapsed_ms: float) -> None:
    pose, target = pose_at(name, elapsed_ms, MOTION), MOVEMENTS[name].pose
    after = pose_at(name, elapsed_ms + 1, MOTION)
    ways = zip(astuple(pose), astuple(after), astuple(REST), astuple(target), strict=True)
    for value, later, start, end in ways:
        assert min(start, end) - 1e-9 <= value <= max(start, end) + 1e-9
        assert abs(later - value) <= 0.05 * abs(end - start) + 1e-9


@pytest.mark.parametrize(("name", "times"), [("blink", 1), ("blink_twice", 2)])
def test_a_blink_closes_the_eyes_as_often_as_asked(name: str, times: int) -> None:
    closed = [pose_at(name, ms, MOTION).lids < 0.15 for ms in range(3 * loop_ms(name))]
    starts = [ms for ms in range(1, len(closed)) if closed[ms] and not closed[ms - 1]]
    assert len(starts) == 3 * times
    assert all(sum(ms <= start < ms + 1000 for start in starts) < 3 for ms in starts)


@pytest.mark.parametrize("name", MOVES)
def test_reduced_motion_shows_rest_and_pose_by_turns(name: str) -> None:
    seen = [pose_at(name, ms, REDUCED) for ms in range(0, 4000, 100)]
    assert seen == 2 * (10 * [REST] + 10 * [MOVEMENTS[name].pose])


def test_a_challenge_that_does_not_exist_is_an_error(pictogram: Pictogram) -> None:
    with pytest.raises(KeyError):
        pictogram.play("wink")
    with pytest.raises(KeyError):
        pose_at("wink", 0, MOTION)


def test_the_widget_follows_the_clock(qtbot: QtBot, pictogram: Pictogram, clock: Clock) -> None:
    pose = MOVEMENTS["turn_left"].pose
    pictogram.play("turn_left")
    assert pictogram.pose == REST
    clock.now_s += MOTION.loop[0] / 1000
    qtbot.waitUntil(lambda: pictogram.pose == pose)
    clock.now_s += sum(MOTION.loop[1:3]) / 1000
    qtbot.waitUntil(lambda: pictogram.pose == REST)
    clock.now_s += (MOTION.loop[3] + MOTION.loop[0]) / 1000
    qtbot.waitUntil(lambda: pictogram.pose == pose)
    pictogram.stop()
    assert pictogram.pose == REST


def test_it_only_runs_while_it_is_seen_and_moves(pictogram: Pictogram) -> None:
    timer = pictogram.findChild(QTimer)
    assert timer is not None
    pictogram.play("hold_still")
    assert not timer.isActive()
    pictogram.play("nod")
    assert timer.isActive()
    pictogram.hide()
    assert not timer.isActive()
    pictogram.play("smile")
    assert not timer.isActive()
    pictogram.show()
    assert timer.isActive()
    pictogram.show_done()
    assert not timer.isActive()


def test_the_arc_shrinks_on_the_right_first_and_warns_in_the_last_seconds(
    pictogram: Pictogram,
) -> None:
    pictogram.play("blink")
    assert not at(shown(pictogram), COLORS.track, 128, 0)
    pictogram.set_time_left(0.6)
    picture = shown(pictogram)
    assert at(picture, COLORS.time, -128, 0)
    assert at(picture, COLORS.track, 128, 0)
    pictogram.set_time_left(0.1, last_seconds=True)
    picture = shown(pictogram)
    assert at(picture, COLORS.last_seconds, -30, -124)
    assert at(picture, COLORS.track, -128, 0)
    pictogram.set_time_left(0.0, last_seconds=True)
    assert at(shown(pictogram), COLORS.track, -30, -124)


def test_a_movement_that_was_seen_becomes_a_tick(pictogram: Pictogram) -> None:
    pictogram.play("smile")
    pictogram.set_time_left(0.5)
    pictogram.show_done()
    picture = shown(pictogram)
    assert at(picture, COLORS.done, 128, 0)
    assert at(picture, COLORS.done_soft, 0, -60)
    assert is_colour(picture, COLORS.done)[100:164, 100:164].any()
    assert not is_colour(picture, COLORS.line).any()
    pictogram.play("smile")
    assert is_colour(shown(pictogram), COLORS.line).any()


def test_twice_is_said_in_a_badge(pictogram: Pictogram) -> None:
    pictogram.play("blink")
    once = shown(pictogram)
    pictogram.play("blink_twice")
    twice = shown(pictogram)
    places = np.argwhere((once != twice).any(2)) - once.shape[0] / 2
    assert len(places) > 1000
    assert places.min() >= 45
    assert np.hypot(*places.T).max() < 125  # within the arc of time left


def test_it_is_a_mirror_in_every_language(pictogram: Pictogram) -> None:
    pictogram.play("turn_left")
    pictogram.set_time_left(0.6)
    before = shown(pictogram)
    pictogram.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert (shown(pictogram) == before).all()


def test_it_grows_with_the_window(pictogram: Pictogram) -> None:
    small = pictogram.width()
    pictogram.scale = 2.0
    assert pictogram.width() == 2 * small
    pictogram.set_time_left(1.0)
    assert at(shown(pictogram), COLORS.time, 0, -256)
