"""The challenge of the screen's light, whatever is told to it and in whatever order."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc.liveness.light_challenge import LightChallenge, light_check
from ekyc.liveness.machine import Phase
from ekyc.liveness.screen_colours import COUNT, SLOT_S, draw_colours
from ekyc.liveness.screen_light import BITS, Reflection, Verdict
from ekyc.values import Status
from tests.ekyc.conftest import observation

COLOURS = draw_colours("a session", 1)
GREY = np.full((480, 640, 3), 128, np.uint8)
TOLD = st.one_of(
    st.tuples(st.just("shown"), st.integers(-1, COUNT + 3), st.floats(0, 30)),
    st.tuples(st.just("next"), st.just(0), st.floats(0, 2)),
    st.tuples(st.just("seen"), st.just(0), st.floats(0, 2)),
    st.tuples(st.just("nobody"), st.just(0), st.floats(0, 2)),
    st.tuples(st.just("tick"), st.just(0), st.floats(0, 5)),
)


@given(st.lists(TOLD, max_size=60))
@settings(max_examples=40)
def test_whatever_is_told(told: list[tuple[str, int, float]]) -> None:
    challenge, now_s, count, last_s = LightChallenge(COLOURS), 0.0, 0, -1.0
    for what, number, value in told:
        judged = challenge.reflection
        if what == "shown":
            turn = number == count + 1 <= COUNT + 1 and value > last_s
            assert challenge.colour_shown(number, value) is turn
            count, last_s = (count + 1, value) if turn else (count, last_s)
            continue
        now_s += value
        if what == "next" and count <= COUNT and now_s > last_s:
            assert challenge.colour_shown(count + 1, now_s)
            count, last_s = count + 1, now_s
        elif what in ("seen", "nobody"):
            challenge.step(now_s, GREY, observation(now_s) if what == "seen" else None)
        else:
            challenge.tick(now_s)
        if judged is not None:
            assert challenge.reflection is judged
        if challenge.reflection is not None:
            assert count == COUNT + 1
            assert challenge.reflection.verdict is Verdict.UNSEEN  # a grey wall follows nothing
        assert challenge.progress.phase is (Phase.MOVE if count else Phase.SEEK_NEUTRAL)
        assert 0 <= challenge.progress.fraction < 1
        assert bool(challenge.colour) is (1 <= count <= COUNT)


def test_it_is_judged_once_the_last_colour_can_have_been_seen() -> None:
    challenge = LightChallenge(COLOURS)
    for number in range(1, COUNT + 2):
        challenge.colour_shown(number, number * SLOT_S)
    end_s = (COUNT + 1) * SLOT_S
    challenge.tick(end_s + 0.4)
    assert challenge.reflection is None
    challenge.tick(end_s + 0.6)
    assert challenge.reflection is not None
    assert challenge.colour == ""


def test_what_is_told_staff() -> None:
    follows = light_check(Reflection(Verdict.FOLLOWS, 0.99, 2**-BITS))
    assert follows.status is Status.PASS
    assert (follows.score, follows.threshold) == (19.7, 13.29)
    assert light_check(Reflection(Verdict.UNSEEN)).status is Status.NOT_ASSESSED
    for verdict in (Verdict.OTHER, Verdict.AROUND):
        assert light_check(Reflection(verdict)).status is Status.FAIL
