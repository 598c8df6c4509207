"""The light on a face, and whether it follows the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc.liveness.screen_colours import (
    COUNT,
    PALETTE,
    SLOT_S,
    Colour,
    draw_colours,
    encoded,
    light_of,
)
from ekyc.liveness.screen_light import (
    BITS,
    MOST_CHANCE,
    Sample,
    Verdict,
    judge,
)
from ekyc.liveness.skin_light import Light, around, on_face
from ekyc.values import FaceObservation
from tests.ekyc.conftest import observation

SHOWN_S = tuple(3.0 + SLOT_S * slot for slot in range(COUNT + 1))
MINE, OTHERS = draw_colours("mine", 1), draw_colours("other", 1)
RATES = pytest.mark.parametrize("fps", [10.0, 15.0, 30.0])


def lit(
    colours: Sequence[Colour],
    share: float,
    fps: float = 15.0,
    late_s: float = 0.15,
    noise: float = 0.004,
    drift: float = 0.0,
    around: float = 0.1,
    seed: int = 0,
    shown_s: Sequence[float] = SHOWN_S,
) -> list[Sample]:
    """What a camera sees of grey light with a share of the screen's on top."""
    random = np.random.default_rng(seed)
    samples = []
    for index in range(int((shown_s[-1] + 0.8) * fps)):
        t_s = index / fps
        slot = int(np.searchsorted(shown_s, t_s - late_s, side="right")) - 1
        light = light_of(colours[slot]) if 0 <= slot < COUNT else np.zeros(3)
        seen = []
        for part in (share, share * around):
            red, green, blue = np.log(1 + part * light)
            tilt = drift * t_s
            seen.append(
                Light(
                    *(
                        np.array([red - green + tilt, blue - green - tilt])
                        + random.normal(0, noise, 2)
                    ).tolist()
                )
            )
        samples.append(Sample(t_s, *seen))
    return samples


@RATES
@pytest.mark.parametrize("late_s", [0.05, 0.2, 0.45])
def test_light_of_the_screen(fps: float, late_s: float) -> None:
    told = judge(MINE, SHOWN_S, lit(MINE, 0.1, fps, late_s))
    assert told.verdict is Verdict.FOLLOWS
    assert told.bits > 16
    assert late_s - 0.25 <= told.lag_s <= late_s + 0.1


@RATES
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_light_of_another_session(fps: float, share: float) -> None:
    told = judge(MINE, SHOWN_S, lit(OTHERS, share, fps))
    assert told.verdict is Verdict.OTHER
    assert told.chance > MOST_CHANCE


@RATES
def test_no_light_of_the_screen(fps: float) -> None:
    """Sunlight, or a display that shines by itself."""
    assert judge(MINE, SHOWN_S, lit(MINE, 0.0, fps)).verdict is Verdict.UNSEEN


@RATES
def test_a_second_late(fps: float) -> None:
    told = judge(MINE, SHOWN_S, lit(MINE, 0.3, fps, late_s=1.2))
    assert told.verdict is Verdict.OTHER


def test_white_balance_that_drifts() -> None:
    told = judge(MINE, SHOWN_S, lit(MINE, 0.1, drift=0.05))
    assert told.verdict is Verdict.FOLLOWS


def test_a_tint_over_the_whole_picture() -> None:
    assert judge(MINE, SHOWN_S, lit(MINE, 0.2, around=1.0)).verdict is Verdict.AROUND


def test_the_room_follows_and_the_face_does_not() -> None:
    samples = [one._replace(face=one.around, around=one.face) for one in lit(MINE, 0.2, around=0.0)]
    assert judge(MINE, SHOWN_S, samples).verdict is Verdict.AROUND


@pytest.mark.parametrize("colours", [(False, True), (True, False)])
def test_colours_that_are_exchanged(colours: tuple[bool, bool]) -> None:
    """Red for blue, or each for its contrary: in time, but not in colour."""
    swapped, turned = colours
    other = {
        shown: PALETTE[(blue, red) if swapped else (red != turned, blue != turned)]
        for (red, blue), shown in PALETTE.items()
    }
    told = judge(MINE, SHOWN_S, lit([other[colour] for colour in MINE], 0.3))
    assert told.verdict is Verdict.OTHER


@given(lost=st.sets(st.integers(0, 170), max_size=80), seed=st.integers(0, 99))
@settings(max_examples=15)
def test_lost_frames_do_not_make_it_pass(lost: set[int], seed: int) -> None:
    kept = [one for at, one in enumerate(lit(OTHERS, 0.2, seed=seed)) if at not in lost]
    assert judge(MINE, SHOWN_S, kept).verdict is not Verdict.FOLLOWS


def test_a_third_of_the_frames_is_lost() -> None:
    kept = [one for at, one in enumerate(lit(MINE, 0.2)) if at % 3]
    assert judge(MINE, SHOWN_S, kept).verdict is Verdict.FOLLOWS


def test_a_camera_that_stops() -> None:
    """Nothing is known of colours that no picture shows: too few are left."""
    seen = [one for one in lit(MINE, 0.2) if one.t_s < SHOWN_S[6]]
    assert judge(MINE, SHOWN_S, seen).verdict is Verdict.UNSEEN
    assert judge(MINE, SHOWN_S, []).verdict is Verdict.UNSEEN


def test_a_face_that_was_not_seen_for_a_while() -> None:
    samples = [one._replace(face=None) if 4.0 < one.t_s < 5.5 else one for one in lit(MINE, 0.2)]
    assert judge(MINE, SHOWN_S, samples).verdict is Verdict.FOLLOWS


def test_colours_that_stay_longer() -> None:
    """A window that was busy shows one colour longer: it says so."""
    shown_s = [at + (0.7 if slot > 4 else 0.0) for slot, at in enumerate(SHOWN_S)]
    told = judge(MINE, shown_s, lit(MINE, 0.2, shown_s=shown_s))
    assert told.verdict is Verdict.FOLLOWS


@pytest.mark.parametrize("jumps", [True, False])
def test_whatever_it_looks_like_few_sequences_are_followed(jumps: bool) -> None:
    """The promise: of all sequences that may be drawn, one light follows at most one in 10,000."""
    light = np.random.default_rng(3).normal(0, 0.1, (200, 2))
    light = light if jumps else light.cumsum(axis=0)
    samples = [Sample(0.06 * at, Light(*map(float, one)), None) for at, one in enumerate(light)]
    drawn = [draw_colours(str(number), 1) for number in range(30)]
    ranks = [judge(colours, SHOWN_S, samples).chance for colours in drawn]
    # Of 30 that are uniform the mean lies within 0.5 and four times 0.053.
    assert 0.29 < float(np.mean(ranks)) < 0.71
    assert min(ranks) > MOST_CHANCE


def test_bits() -> None:
    assert pytest.approx(19.70, abs=0.01) == BITS
    told = judge(MINE, SHOWN_S, lit(MINE, 0.5, noise=0.0005))
    assert told.bits == pytest.approx(BITS)


def test_what_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="times"):
        judge(MINE, SHOWN_S[:-1], [])
    with pytest.raises(KeyError):
        judge(((1, 2, 3), *MINE[1:]), SHOWN_S, [])
    with pytest.raises(KeyError):
        judge((MINE[0],) * COUNT, SHOWN_S, [])


def picture(skin: Sequence[float], wall: Sequence[float], light: Sequence[float]) -> np.ndarray:
    """Skin before a wall: linear reflectance times light, stored."""
    scene = np.empty((480, 640, 3), np.float32)
    scene[:] = wall
    scene[120:400, 220:420] = skin
    return np.round(encoded(scene * np.asarray(light, np.float32)) * 255).astype(np.uint8)


@pytest.fixture
def seen() -> FaceObservation:
    points = observation().landmarks.copy()
    points[36:42], points[42:48] = (280, 220), (360, 220)
    points[[2, 31, 41, 48]] = [(250, 270), (305, 265), (280, 226), (290, 310)]
    points[[14, 35, 46, 54]] = [(390, 270), (335, 265), (360, 226), (350, 310)]
    points[27:31] = [(320, 220), (320, 235), (320, 250), (320, 262)]
    return replace(observation(), landmarks=points)


@pytest.mark.parametrize("skin", [(0.6, 0.4, 0.3), (0.1, 0.06, 0.045)])
def test_light_on_skin_is_the_same_whatever_its_colour(
    skin: Sequence[float], seen: FaceObservation
) -> None:
    wall = (0.3, 0.3, 0.3)
    plain = on_face(picture(skin, wall, (1, 1, 1)), seen)
    lit_ = on_face(picture(skin, wall, (1.2, 1.0, 0.9)), seen)
    assert plain is not None and lit_ is not None
    assert lit_.red - plain.red == pytest.approx(np.log(1.2), abs=0.02)
    assert lit_.blue - plain.blue == pytest.approx(np.log(0.9), abs=0.02)


def test_what_is_around_is_not_the_face(seen: FaceObservation) -> None:
    rgb = picture((0.6, 0.4, 0.3), (0.2, 0.3, 0.4), (1, 1, 1))
    room = around(rgb, seen)
    assert room is not None
    assert room.red == pytest.approx(np.log(0.2 / 0.3), abs=0.02)
    assert room.blue == pytest.approx(np.log(0.4 / 0.3), abs=0.02)


def test_where_nothing_can_be_told(seen: FaceObservation) -> None:
    white = np.full((480, 640, 3), 255, np.uint8)
    assert on_face(white, seen) is None
    assert around(white, seen) is None
    narrow = picture((0.6, 0.4, 0.3), (0.2, 0.3, 0.4), (1, 1, 1))[140:341, 240:401]
    box = np.array([0, 0, 160, 200], np.float32)
    shifted = replace(seen, face=replace(seen.face, box_xyxy=box))
    assert around(np.ascontiguousarray(narrow), shifted) is None
