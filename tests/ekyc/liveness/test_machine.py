from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekyc.liveness.challenges import CHALLENGES
from ekyc.liveness.machine import Challenge, Phase
from ekyc.liveness.measures import Rest
from ekyc.values import FaceObservation, Pose

Observe = Callable[..., FaceObservation]
Script = Iterable[tuple[float, float, dict[str, float]]]
RATES = [10, 15, 25, 30]

ACTS: dict[str, dict[str, float]] = {
    "blink": {"eyes": 0.1},
    "turn_left": {"yaw": 24.0},
    "turn_right": {"yaw": -24.0},
    "look_up": {"pitch": 18.0},
    "look_down": {"pitch": -18.0},
    "nod": {"pitch": -11.0},
    "open_mouth": {"mouth": 0.4},
    "smile": {"happiness": 0.9},
    "surprise": {"surprise": 0.9},
}
HELD_S = {"blink": 0.2}
SCRIPTS: dict[str, Script] = {
    **{name: [(1.0, 1.0 + HELD_S.get(name, 0.5), act)] for name, act in ACTS.items()},
    "blink_twice": [(1.0, 1.2, ACTS["blink"]), (1.6, 1.8, ACTS["blink"])],
    "hold_still": [],
}
ALSO = {"nod": {"look_down"}, "look_down": {"nod"}, "blink": {"blink_twice"}}
"""What passes as a by-product: whoever looks down and up again has nodded."""


def play(
    challenge: Challenge, observe: Observe, script: Script, fps: float, seconds: float = 4.0
) -> float | None:
    """When the challenge passed. `script`: (from, to, acts); neutral otherwise."""
    parts = list(script)
    for index in range(int(seconds * fps)):
        t_s = index / fps
        acts = next((a for start, end, a in parts if start <= t_s < end), {})
        if challenge.step(observe(t_s, **acts)).passed:
            return t_s
    return None


def test_every_challenge_has_a_script() -> None:
    assert set(SCRIPTS) == set(CHALLENGES)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_its_own_movement_passes_at_any_rate(name: str, fps: float, observe: Observe) -> None:
    passed_s = play(Challenge(name), observe, SCRIPTS[name], fps)
    ends_s = max([end for _, end, _ in SCRIPTS[name]], default=2.0)
    assert passed_s is not None
    assert 1.0 <= passed_s <= ends_s + 2.1 / fps


@pytest.mark.parametrize("name", sorted(set(ACTS)))
@pytest.mark.parametrize("other", sorted(SCRIPTS))
def test_another_movement_does_not(name: str, other: str, observe: Observe) -> None:
    if name != other and name not in ALSO.get(other, set()) | ({"blink"} & {other[:5]}):
        assert play(Challenge(name), observe, SCRIPTS[other], 25) is None


def test_one_blink_is_not_two(observe: Observe) -> None:
    assert play(Challenge("blink_twice"), observe, SCRIPTS["blink"], 25) is None


def test_a_nod_is_no_turn_and_no_long_look(observe: Observe) -> None:
    assert play(Challenge("turn_left"), observe, SCRIPTS["nod"], 25) is None
    assert play(Challenge("look_down"), observe, SCRIPTS["nod"], 25) is None
    slow = [(1.0, 3.5, ACTS["look_down"])]
    assert play(Challenge("nod"), observe, slow, 25, 6.0) is None
    assert play(Challenge("look_down"), observe, slow, 25, 6.0) is not None


@pytest.mark.parametrize("name", sorted(ACTS))
def test_what_is_reached_must_be_left_again(name: str, observe: Observe) -> None:
    assert play(Challenge(name), observe, [(1.0, 9.0, ACTS[name])], 25) is None


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"blink"}))  # shut eyes: no measure of open
def test_who_was_already_there_must_come_back_to_neutral_first(name: str, observe: Observe) -> None:
    """Holding the pose from the start is no movement, and a mask's open mouth none either."""
    assert play(Challenge(name), observe, [(0.0, 1.0, ACTS[name])], 25) is None


@pytest.mark.parametrize("fps", [*RATES, 50])
@pytest.mark.parametrize("name", sorted(set(ACTS) - {"blink"}))
def test_one_wild_frame_is_not_a_movement(name: str, fps: float, observe: Observe) -> None:
    wild = {key: value * 1.5 for key, value in ACTS[name].items()}
    assert play(Challenge(name), observe, [(1.0, 1.0 + 0.9 / fps, wild)], fps) is None


@pytest.mark.parametrize("name", ["smile", "surprise"])
def test_two_frames_of_an_expression_are_not_one(name: str, observe: Observe) -> None:
    for fps in RATES:
        flash = [(1.0, 1.0 + 1.9 / fps, ACTS[name])]
        assert play(Challenge(name), observe, flash, fps) is None


def test_one_frame_of_shut_eyes_is_no_blink_where_frames_are_short(observe: Observe) -> None:
    """At 10 and 15 fps one frame is all that a quick blink leaves, and counts."""
    for fps in (30, 50):
        wink = [(1.0, 1.0 + 0.9 / fps, {"eyes": 0.1})]
        assert play(Challenge("blink"), observe, wink, fps) is None


@pytest.mark.parametrize("name", ["blink", "blink_twice", "open_mouth", "smile", "surprise"])
@pytest.mark.parametrize("axis", ["yaw", "pitch"])
def test_eyes_and_mouth_count_only_while_the_head_is_still(
    name: str, axis: str, observe: Observe
) -> None:
    """A photo that is tilted narrows its eyes; the head that carries them moves then."""
    tilted = [(start, end, {**act, axis: 20.0}) for start, end, act in SCRIPTS[name]]
    assert play(Challenge(name), observe, tilted, 25) is None


@pytest.mark.parametrize("name", ["turn_left", "turn_right", "look_up", "look_down", "nod"])
def test_a_flat_face_moves_no_head(name: str, observe: Observe) -> None:
    flat = [(start, end, {**act, "flat": True}) for start, end, act in SCRIPTS[name]]
    assert play(Challenge(name), observe, flat, 25) is None


def test_a_head_that_moves_does_not_hold_still(observe: Observe) -> None:
    sway = [(t / 4, t / 4 + 0.25, {"yaw": 8.0 * (t % 2)}) for t in range(40)]
    assert play(Challenge("hold_still"), observe, sway, 25, 10.0) is None


def test_a_turn_too_far_round_is_not_counted_until_it_comes_back(observe: Observe) -> None:
    """Beyond 38 degrees nobody could be compared with the matched face."""
    far = [(1.0, 2.0, {"yaw": 60.0})]
    assert play(Challenge("turn_left"), observe, far, 25) is None
    back = [(1.0, 2.0, {"yaw": 60.0}), (2.0, 2.4, {"yaw": 30.0})]
    assert play(Challenge("turn_left"), observe, back, 25) is not None


def test_neutral_lasts(observe: Observe) -> None:
    """Sweeping from one side to the other without stopping is not two turns from neutral."""
    challenge = Challenge("turn_left")
    for index in range(60):
        t_s = index / 40
        yaw = -40 + 160 * t_s if t_s < 0.5 else 0.0
        assert not challenge.step(observe(t_s, yaw=yaw)).passed


def test_straight_is_this_persons_own(observe: Observe) -> None:
    """A head that is held 5 degrees to the side turns by 18 from there."""
    crooked = Rest(Pose(yaw_deg=5.0, pitch_deg=0.0, roll_deg=0.0))
    turned = [(0.0, 1.0, {"yaw": 4.0}), (1.0, 1.5, {"yaw": 22.0}), (1.5, 9, {"yaw": 4.0})]
    assert play(Challenge("turn_left"), observe, turned, 25) is not None
    assert play(Challenge("turn_left", crooked), observe, turned, 25) is None


@pytest.mark.parametrize("name", ["happiness", "surprise"])
def test_who_smiles_at_rest_must_smile_more(name: str, observe: Observe) -> None:
    """A face that is taken to smile while nothing is asked of it is where its smile starts from."""
    challenge = {"happiness": "smile", "surprise": "surprise"}[name]
    rest = Rest.of([observe(index / 25, **{name: 0.6}) for index in range(30)])
    at_rest, little, all_of_it = ({name: p} for p in (0.62, 0.8, 0.995))
    always = [(0.0, 9.0, at_rest)]
    assert play(Challenge(challenge, rest), observe, always, 25) is None
    assert play(Challenge(challenge, rest), observe, [(1.0, 1.5, little), *always], 25) is None
    assert play(Challenge(challenge, rest), observe, [(1.0, 1.5, all_of_it), *always], 25)
    assert play(Challenge(challenge), observe, [(1.0, 1.5, all_of_it), *always], 25) is None


def test_rest_is_the_median_and_knows_faces_without_expressions(observe: Observe) -> None:
    seen = [observe(index, yaw=yaw) for index, yaw in enumerate([1.0, 2.0, 40.0])]
    rest = Rest.of([replace(one, expression={}) for one in seen])
    assert (rest.pose, rest.happiness, rest.surprise) == (Pose(2.0, 0.0, 0.0), 0.0, 0.0)


def test_the_person_is_told_which_way_and_when_to_come_back(observe: Observe) -> None:
    challenge = Challenge("turn_left")
    said = []
    for index in range(40):
        yaw = {1: -25.0, 2: 25.0}.get(index // 10, 0.0)
        hint = challenge.step(observe(index / 25, yaw=yaw)).hint
        said.append(hint.id if hint else None)
    assert said[12] == "hint.other_way"
    assert said[25] == "hint.and_back"
    assert said[-1] is None


def test_progress_grows_and_stays_below_one_until_passed(observe: Observe) -> None:
    challenge, seen = Challenge("turn_left"), []
    for index in range(60):
        yaw = max(0.0, index - 10) if index < 35 else 0.0
        progress = challenge.step(observe(index / 25, yaw=yaw))
        seen.append(progress.fraction)
        if progress.phase is not Phase.PASSED:
            assert 0.0 <= progress.fraction < 1.0
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        Challenge("wink")


@given(
    st.sampled_from(sorted(CHALLENGES)),
    st.lists(
        st.tuples(
            st.floats(-60, 60),
            st.floats(-40, 40),
            st.floats(0, 1),
            st.floats(0, 0.5),
            st.floats(0.001, 2),
        ),
        max_size=60,
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it is a plain function
def test_nothing_breaks_it(
    observe: Observe, name: str, samples: list[tuple[float, float, float, float, float]]
) -> None:
    challenge, t_s, passed = Challenge(name), 0.0, False
    for yaw, pitch, share, eyes, step_s in samples:
        t_s += step_s
        seen = observe(t_s, yaw=yaw, pitch=pitch, mouth=share, eyes=eyes, happiness=share)
        progress = challenge.step(seen)
        assert 0.0 <= progress.fraction <= 1.0
        assert progress.passed or not passed, "what was passed stays passed"
        passed = progress.passed


@pytest.mark.parametrize("name", ["blink", "open_mouth"])
@pytest.mark.parametrize("stretch", [(1.0, 0.7), (0.7, 1.0)])  # tilted, turned
def test_a_face_that_is_squeezed_shows_nothing(
    name: str, stretch: tuple[float, float], observe: Observe
) -> None:
    """A flat picture is, when it is turned by hand; its pose is then read as straight."""
    rest = Rest.of([observe(0.0)])
    for squeeze, passes in ((stretch, False), ((1.0, 1.0), True)):
        machine, passed = Challenge(name, rest), False
        for index in range(75):
            t_s = index / 25
            seen = observe(t_s, **(ACTS[name] if 1.0 <= t_s < 1.3 else {}))
            low = seen.landmarks * np.array(squeeze, np.float32)
            passed |= machine.step(replace(seen, landmarks=low)).passed
        assert passed is passes
