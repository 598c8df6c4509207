from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekyc.liveness.challenges import CHALLENGES, Challenge, Phase
from ekyc.values import FaceObservation, Pose

Observe = Callable[..., FaceObservation]
RATES = [10, 15, 25, 30]

ACTS: dict[str, dict[str, float]] = {
    "turn_left": {"yaw": 24.0},
    "turn_right": {"yaw": -24.0},
    "open_mouth": {"mouth": 0.4},
    "blink": {"eyes": 0.1},
}


def play(
    challenge: Challenge,
    observe: Observe,
    script: Iterable[tuple[float, float, dict[str, float]]],
    fps: float,
    seconds: float = 4.0,
) -> float | None:
    """When the challenge passed. `script`: (from, to, acts); neutral otherwise."""
    parts = list(script)
    for index in range(int(seconds * fps)):
        t_s = index / fps
        acts = next((a for start, end, a in parts if start <= t_s < end), {})
        if challenge.step(observe(t_s, **acts)).passed:
            return t_s
    return None


def test_every_challenge_has_an_act() -> None:
    assert set(ACTS) == set(CHALLENGES)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("name", sorted(ACTS))
def test_its_own_movement_passes_at_any_rate(name: str, fps: float, observe: Observe) -> None:
    long_s = 0.2 if name == "blink" else 0.5
    passed_s = play(Challenge(name), observe, [(1.0, 1.0 + long_s, ACTS[name])], fps)
    assert passed_s is not None
    assert 1.0 <= passed_s <= 1.0 + long_s + 2.1 / fps


@pytest.mark.parametrize("name", sorted(ACTS))
@pytest.mark.parametrize("other", sorted(ACTS))
def test_another_movement_does_not(name: str, other: str, observe: Observe) -> None:
    if name != other:
        assert play(Challenge(name), observe, [(1.0, 1.5, ACTS[other])], 25) is None


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"blink"}))  # shut eyes: no measure of open
def test_who_was_already_there_must_come_back_to_neutral_first(name: str, observe: Observe) -> None:
    """Holding the pose from the start is no movement, and a mask's open mouth none either."""
    assert play(Challenge(name), observe, [(0.0, 9.0, ACTS[name])], 25) is None
    assert play(Challenge(name), observe, [(0.0, 1.0, ACTS[name])], 25) is None


WILD = {"turn_left": {"yaw": 37.0}, "turn_right": {"yaw": -37.0}, "open_mouth": {"mouth": 0.9}}


@pytest.mark.parametrize("fps", [*RATES, 50])
@pytest.mark.parametrize("name", sorted(WILD))
def test_one_wild_frame_is_not_a_movement(name: str, fps: float, observe: Observe) -> None:
    assert play(Challenge(name), observe, [(1.0, 1.0 + 0.9 / fps, WILD[name])], fps) is None


def test_one_frame_of_shut_eyes_is_no_blink_where_frames_are_short(observe: Observe) -> None:
    """At 10 and 15 fps one frame is all that a quick blink leaves, and counts."""
    for fps in (30, 50):
        wink = [(1.0, 1.0 + 0.9 / fps, {"eyes": 0.1})]
        assert play(Challenge("blink"), observe, wink, fps) is None


@pytest.mark.parametrize("name", ["blink", "open_mouth"])
@pytest.mark.parametrize("axis", ["yaw", "pitch"])
def test_eyes_and_mouth_count_only_while_the_head_is_still(
    name: str, axis: str, observe: Observe
) -> None:
    """A photo that is tilted narrows its eyes; the head that carries them moves then."""
    tilted = {**ACTS[name], axis: 20.0}
    assert play(Challenge(name), observe, [(1.0, 1.3, tilted)], 25) is None


def test_a_turn_too_far_round_is_not_counted_until_it_comes_back(observe: Observe) -> None:
    """Beyond 38 degrees nobody could be compared with the matched face."""
    far = [(1.0, 2.0, {"yaw": 60.0})]
    assert play(Challenge("turn_left"), observe, far, 25) is None
    back = [(1.0, 2.0, {"yaw": 60.0}), (2.0, 2.4, {"yaw": 30.0})]
    assert play(Challenge("turn_left"), observe, back, 25) is not None


def test_neutral_lasts(observe: Observe) -> None:
    """Sweeping from one side to the other without stopping is not two turns from neutral."""
    challenge = Challenge("turn_left")
    for index in range(40):
        t_s = index / 40
        assert not challenge.step(observe(t_s, yaw=-40 + 160 * t_s)).passed


def test_a_blink_ends(observe: Observe) -> None:
    assert play(Challenge("blink"), observe, [(1.0, 3.9, ACTS["blink"])], 25) is None


def test_straight_is_this_persons_own(observe: Observe) -> None:
    """A head that is held 5 degrees to the side turns by 18 from there."""
    crooked = Pose(yaw_deg=5.0, pitch_deg=0.0, roll_deg=0.0)
    turned = [(0.0, 1.0, {"yaw": 4.0}), (1.0, 1.5, {"yaw": 22.0}), (1.5, 9, {"yaw": 4.0})]
    assert play(Challenge("turn_left"), observe, turned, 25) is not None
    assert play(Challenge("turn_left", crooked), observe, turned, 25) is None


def test_the_wrong_way_is_said(observe: Observe) -> None:
    challenge = Challenge("turn_left")
    for index in range(10):
        challenge.step(observe(index / 25))
    hint = challenge.step(observe(0.5, yaw=-25.0)).hint
    assert hint is not None
    assert hint.id == "hint.other_way"


def test_progress_grows_and_stays_below_one_until_passed(observe: Observe) -> None:
    challenge, seen = Challenge("turn_left"), []
    for index in range(30):
        progress = challenge.step(observe(index / 25, yaw=max(0.0, index - 10)))
        seen.append(progress.fraction)
        if progress.phase is not Phase.PASSED:
            assert 0.0 <= progress.fraction < 1.0
    assert seen == sorted(seen)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        Challenge("wink")


@given(
    st.sampled_from(sorted(ACTS)),
    st.lists(
        st.tuples(st.floats(-60, 60), st.floats(0, 1), st.floats(0, 0.5), st.floats(0.001, 2)),
        max_size=60,
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it is a plain function
def test_nothing_breaks_it(
    observe: Observe, name: str, samples: list[tuple[float, float, float, float]]
) -> None:
    challenge, t_s, passed = Challenge(name), 0.0, False
    for yaw, mouth, eyes, step_s in samples:
        t_s += step_s
        progress = challenge.step(observe(t_s, yaw=yaw, mouth=mouth, eyes=eyes))
        assert 0.0 <= progress.fraction <= 1.0
        assert progress.passed or not passed, "what was passed stays passed"
        passed = progress.passed
