from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.plane import ID_1_MM, Turn, project
from ekyc.document.tilt import COUNT, DIRECTIONS, TiltChallenge, Tilted, draw_tilts
from ekyc.evaluate.tilting import KINDS
from ekyc.values import Floats, Rgb, Status

SIZE = (640, 480)
CHANCE = np.random.default_rng(1)
PRINT = CHANCE.integers(60, 220, (48, 76), dtype=np.uint8)
LEAN = {"left": (1, 0), "right": (-1, 0), "top": (0, 1), "bottom": (0, -1)}


def picture(quad: Floats, other: bool = False) -> Rgb:
    printed = PRINT[::-1, ::-1] if other else PRINT
    ends = np.array([[0, 0], [76, 0], [76, 48], [0, 48]], np.float32)
    matrix = cv2.getPerspectiveTransform(ends, quad)
    gray = cv2.warpPerspective(np.ascontiguousarray(printed), matrix, SIZE)
    return np.repeat(np.asarray(gray, np.uint8)[..., None], 3, axis=2)


def outline(turn: Turn) -> Floats:
    return project(ID_1_MM, turn, 3, (320, 240), 380, SIZE)


def play(
    wanted: tuple[str, ...],
    done: tuple[str, ...],
    fps: float = 10,
    bend: Callable[[Floats, float], Floats] | None = None,
    other: bool = False,
    pause_s: float = 0.0,
) -> TiltChallenge:
    """Each of `done`: 0.8 s flat, then turned by up to 26 degrees and back in 1.6 s."""
    challenge, t_s = TiltChallenge(wanted, 6.0), 0.0
    while t_s < len(done) * 2.4 + pause_s - 1e-9:
        at = max(t_s - pause_s, 0.0)
        way = np.array(LEAN[done[min(int(at / 2.4), len(done) - 1)]])
        part = float(np.clip(1.6 - abs((at % 2.4 - 1.6) / 0.5), 0, 1)) if at % 2.4 > 0.8 else 0.0
        lean = way * 26 * part
        quad = outline(Turn(0, 0)) if bend else outline(Turn(float(lean[0]), float(lean[1])))
        quad = bend(quad, part) if bend else quad
        challenge.step(picture(quad, other and part > 0.3), quad, t_s)
        t_s += 1 / fps
    return challenge


@pytest.mark.parametrize("fps", [8, 10, 15, 30])
@pytest.mark.parametrize("wanted", [("left", "top"), ("bottom", "right")])
def test_turned_as_asked_passes_at_any_rate(wanted: tuple[str, ...], fps: float) -> None:
    challenge = play(wanted, wanted, fps)
    assert challenge.state is Tilted.PASSED
    assert challenge.check().status is Status.PASS
    assert challenge.asked == ""


@pytest.mark.parametrize("done", [("right", "top"), ("top", "left"), ("left", "bottom")])
def test_any_other_turn_does_not(done: tuple[str, ...]) -> None:
    challenge = play(("left", "top"), done)
    assert challenge.state is Tilted.OTHER_WAY
    assert challenge.check().status is Status.NOT_ASSESSED


def grown(quad: Floats, part: float) -> Floats:
    return np.asarray((quad - 240) * (1 + 0.2 * part) + 240, np.float32)


def squeezed(quad: Floats, part: float) -> Floats:
    return np.asarray(quad * (1 - 0.25 * part, 1), np.float32)


def still(quad: Floats, part: float) -> Floats:
    return quad


@pytest.mark.parametrize("bend", [grown, squeezed, still])
def test_what_does_not_turn_does_not_pass(bend: Callable[[Floats, float], Floats]) -> None:
    challenge = play(("left", "top", "left"), ("left", "top", "left"), bend=bend)
    assert challenge.state is Tilted.TOO_LATE
    assert challenge.check().status is Status.NOT_ASSESSED


def test_a_strip_that_only_pretends_to_turn_is_not_rigid() -> None:
    """Its sides converge as if it turned, and it is no narrower for it."""

    def slanted(quad: Floats, part: float) -> Floats:
        long = np.array([[0, -1], [0, 0], [0, 0], [0, 1]]) * 52 * part
        wide = np.array([[-1, 0], [1, 0], [1, 0], [-1, 0]]) * 60 * part
        return np.asarray(quad + long + wide, np.float32)

    assert play(("left", "top"), ("left",), bend=slanted).state is Tilted.NOT_RIGID


def test_what_is_printed_must_turn_with_the_outline() -> None:
    challenge = play(("left", "top"), ("left", "top"), other=True)
    assert challenge.state is Tilted.NOT_RIGID
    assert challenge.check().status is Status.FAIL


@pytest.mark.parametrize("wrong", [0, 1, 2, 3])
def test_a_part_of_the_card_taken_once_for_all_of_it_is_no_attack(wrong: int) -> None:
    challenge = TiltChallenge(("left",), 6.0)
    for index in range(14):
        quad = outline(Turn(24.0 if index > 6 else 0.0, 0.0))
        seen = quad.copy()
        if index == wrong:
            seen[:2] += 0.25 * (quad[[3, 2]] - quad[:2])
        challenge.step(picture(quad), seen, index / 10)
    assert challenge.state is Tilted.PASSED


def test_whoever_waits_too_long_is_too_late() -> None:
    assert play(("left", "top"), ("left", "top"), pause_s=6.5).state is Tilted.TOO_LATE


@given(st.text(max_size=40))
def test_the_draw_repeats_and_never_asks_twice_for_the_same(nonce: str) -> None:
    drawn = draw_tilts(nonce)
    assert drawn == draw_tilts(nonce)
    assert len(set(drawn)) == COUNT
    assert set(drawn) <= set(DIRECTIONS)


def test_every_direction_comes_first_about_as_often() -> None:
    first = [draw_tilts(str(n))[0] for n in range(2000)]
    assert min(first.count(one) for one in DIRECTIONS) > 420


def test_a_film_that_was_made_before_shows_other_turns() -> None:
    for seed in range(20):
        random = np.random.default_rng(seed)
        assert KINDS["a film of other turns"](random, ("left", "top")) != ("left", "top")
