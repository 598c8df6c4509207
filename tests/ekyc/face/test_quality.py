from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.face.components import UNITS
from ekyc.face.quality import LIMITS, Limit, gate, guidance
from ekyc.hint import Hint
from ekyc.values import FaceObservation
from tests.ekyc.conftest import FINE, observation

Observe = Callable[..., FaceObservation]
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


def with_(**changes: float) -> FaceObservation:
    return replace(observation(), quality={**FINE, **changes})


def said(seen: FaceObservation | None, before: Hint | None = None) -> str | None:
    hint = guidance(seen, before)
    return hint.message.id if hint else None


def test_a_good_face_needs_nothing() -> None:
    assert guidance(observation()) is None
    report = gate(observation())
    assert report.quality_pass
    assert report.components == FINE


def test_no_face_is_said_and_never_passes() -> None:
    assert said(None) == "hint.no_face"
    assert not gate(None).quality_pass


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"single_face_present": 2.0}, "hint.one_person"),
        ({"inter_eye_distance": 8.0}, "hint.come_closer"),
        ({"camera_subject_distance": 200.0}, "hint.come_closer"),
        ({"head_size": 0.95}, "hint.move_back"),
        ({"crop_of_the_face_image": -0.4}, "hint.to_the_middle"),
        ({"under_exposure_prevention": 0.1}, "hint.too_dark"),
        ({"over_exposure_prevention": 0.1}, "hint.too_bright"),
        ({"dynamic_range": 1.5}, "hint.pale"),
        ({"head_pose_yaw": 55.0}, "hint.look_straight"),
        ({"head_pose_yaw": -55.0}, "hint.look_straight"),
        ({"head_pose_pitch": 50.0}, "hint.look_straight"),
        ({"head_pose_roll": 70.0}, "hint.look_straight"),
        ({"eyes_visible": 0.1}, "hint.show_eyes"),
        ({"sharpness": 0.02}, "hint.hold_still"),
    ],
)
def test_each_limit_has_its_sentence(change: dict[str, float], hint: str) -> None:
    assert said(with_(**change)) == hint


def test_the_most_urgent_comes_first() -> None:
    bad = dict.fromkeys(UNITS, -1e9)
    assert said(with_(**{**bad, "single_face_present": 3})) == "hint.one_person"
    assert said(with_(**bad)) == "hint.come_closer"
    assert [message.id for message in gate(with_(**bad)).reasons][:2] == [
        "hint.come_closer",
        "hint.to_the_middle",
    ]


def test_a_picture_cut_out_of_a_larger_one_is_not_asked_how_far_the_camera_was() -> None:
    cut = with_(head_size=1.0, camera_subject_distance=20.0)
    assert gate(cut).quality_pass
    assert said(cut) == "hint.move_back"


def limit_id(limit: Limit) -> str:
    return f"{limit.component}-{limit.hint.message.id}"


@pytest.mark.parametrize("limit", LIMITS, ids=limit_id)
def test_what_is_not_a_number_never_passes(limit: Limit) -> None:
    hint = said(with_(**{limit.component: float("nan")}))
    assert hint is not None
    unmeasured = replace(observation(), quality={})
    assert guidance(unmeasured) is not None
    assert not gate(unmeasured).quality_pass


@pytest.mark.parametrize("limit", [one for one in LIMITS if one.slack], ids=limit_id)
def test_a_value_at_its_limit_does_not_make_the_sentence_flicker(limit: Limit) -> None:
    edge, inwards = (limit.least, 1) if abs(limit.least) < 1e9 else (limit.most, -1)
    outside, inside, clear = (edge + step * inwards * limit.slack for step in (-0.1, 0.5, 1.1))
    hint = guidance(with_(**{limit.component: outside}))
    assert hint is limit.hint
    assert guidance(with_(**{limit.component: inside})) is None
    assert guidance(with_(**{limit.component: inside}), hint) is hint
    assert guidance(with_(**{limit.component: clear}), hint) is None


def test_every_slack_leaves_room_to_pass() -> None:
    for limit in LIMITS:
        assert limit.holds(FINE[limit.component], limit.slack), limit.component


@given(st.fixed_dictionaries(dict.fromkeys(UNITS, NUMBERS)))
def test_any_numbers_give_at_most_one_sentence_and_the_gate_agrees(
    components: dict[str, float],
) -> None:
    seen = with_(**components)
    hint = guidance(seen)
    report = gate(seen)
    assert hint is None or hint in [limit.hint for limit in LIMITS]
    assert hint is not None or report.quality_pass
    ids = [message.id for message in report.reasons]
    assert len(ids) == len(set(ids))
    finite = all(value == value for value in components.values())
    assert finite or hint is not None or _nan_is_unjudged(components)
    assert guidance(seen, hint) is hint or hint is None


def _nan_is_unjudged(components: dict[str, float]) -> bool:
    judged = {limit.component for limit in LIMITS}
    return not any(value != value for name, value in components.items() if name in judged)
