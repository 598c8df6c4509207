"""What the simulated customer does, and when, without drawing it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc.camera.simulated import GESTURES, NOTHING, OPPOSITE, Event
from ekyc.camera.simulated.script import Script

OBEYS = {name: name for name in GESTURES}
FPS = 25.0


def played(script: Script, asked: list[tuple[str, float]]) -> float:
    """Live through what is asked, each for so many seconds; returns the time reached."""
    n, end_s = 0, 0.0
    for name, seconds in asked:
        end_s += seconds
        while n / FPS < end_s:
            script.advance(n / FPS, name)
            n += 1
    return n / FPS


def gestures(script: Script) -> list[Event]:
    return [event for event in script.events if event.name in GESTURES]


@pytest.mark.parametrize("name", sorted(GESTURES))
def test_an_obedient_customer_does_it_once_reacts_like_a_person_and_repeats(name: str) -> None:
    script = Script(3, OBEYS)
    played(script, [("face", 2.0), (name, 10.0)])
    done = gestures(script)
    assert {event.name for event in done} == {name}
    assert 0.5 <= done[0].start_s - 2.0 <= 0.9 + 2 / FPS
    assert 3.6 <= done[1].start_s - done[0].end_s <= 4.4 + 2 / FPS


@pytest.mark.parametrize("name", sorted(GESTURES))
def test_a_disobedient_customer_never_does_what_is_asked(name: str) -> None:
    for performs in (OPPOSITE, NOTHING):
        script = Script(3, performs)
        played(script, [(name, 12.0)])
        assert name not in {event.name for event in script.events}
        wanted = performs[name]
        assert ({event.name for event in gestures(script)} or {""}) == {wanted}
        if "blink" in name:  # nor by chance
            assert not script.events


def test_turns_go_the_right_way_and_far_enough() -> None:
    peaks = {}
    for name in ("turn_left", "turn_right", "look_up", "look_down"):
        script = Script(0, OBEYS)
        played(script, [(name, 3.2)])
        middle_s = gestures(script)[0].start_s + 1.0
        pose = script.pose_at(middle_s)
        peaks[name] = (pose.yaw_deg, pose.pitch_deg)
    assert peaks["turn_left"][0] == pytest.approx(26, abs=1.5)
    assert peaks["turn_right"][0] == pytest.approx(-26, abs=1.5)
    assert peaks["look_up"][1] == pytest.approx(18, abs=1.5)
    assert peaks["look_down"][1] == pytest.approx(-18, abs=1.5)


def test_natural_blinks_come_every_few_seconds() -> None:
    script = Script(5, OBEYS)
    played(script, [("face", 60.0)])
    starts = [event.start_s for event in script.events if event.name == "natural_blink"]
    gaps = [b - a for a, b in pairwise(starts)]
    assert 10 <= len(starts) <= 20
    assert min(gaps) >= 3.0 and max(gaps) <= 5.1


def test_the_card_comes_up_stays_and_goes() -> None:
    script = Script(1, OBEYS)
    played(script, [("document", 4.0)])
    assert script.card_at(0.4) == ("", 0.0)
    assert script.card_at(3.0) == ("document", 1.0)
    played_s = played(script, [("document", 4.0), ("document_back", 4.0)])
    assert script.card_at(played_s) == ("document_back", 1.0)
    played_s = played(script, [("document", 4.0), ("document_back", 4.0), ("face", 3.0)])
    assert script.card_at(played_s) == ("", 0.0)


@settings(max_examples=60)
@given(
    seed=st.integers(0, 1000),
    asked=st.lists(
        st.tuples(
            st.sampled_from([*GESTURES, "", "face", "document", "document_back", "unknown"]),
            st.floats(0.04, 6.0),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_whatever_is_asked_movements_follow_one_another_and_stay_human(
    seed: int, asked: list[tuple[str, float]]
) -> None:
    script = Script(seed, OBEYS)
    end_s = played(script, asked)
    done = [event for event in script.events if event.moves or event.name == "hold_still"]
    assert all(a.end_s <= b.start_s for a, b in pairwise(done))
    assert all(event.asked == event.name for event in gestures(script))
    for n in range(0, int(end_s * FPS), 3):
        pose = script.pose_at(n / FPS)
        assert abs(pose.yaw_deg) <= 28 and abs(pose.pitch_deg) <= 20 and abs(pose.roll_deg) <= 4
        amounts = (*pose.eye_closed, pose.mouth_open, pose.smile, pose.brow)
        assert all(0 <= amount <= 1 for amount in amounts)
        assert 0 <= script.card_at(n / FPS)[1] <= 1
