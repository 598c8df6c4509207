"""What the detectors say of a person becomes checks: passed, refused, or for staff."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.errors import KioskFault
from ekyc.passive.calibration import AttackCalibration
from ekyc.passive.watch import LEAST_LOOKS, LOOK_EVERY_S, Judge, PassiveWatch
from ekyc.policy import load_policy
from ekyc.values import Check, Frame, Status
from models.attack_detector import Attack
from tests.ekyc.conftest import observation

POLICY = load_policy("kiosk")
PASSES, FAILS = 0.3, 0.9
CALIBRATION = AttackCalibration(
    1.0, 0.0, {POLICY.attack_apcer: PASSES}, {POLICY.attack_bpcer: FAILS}, "a test"
)


class Detector:
    """Says what it is told to, and remembers how often it was asked."""

    def __init__(self, logit: float, **species: float) -> None:
        self.attack = Attack(logit, species)
        self.asked = 0

    def crops(self, rgb: Any, box_xyxy: Any) -> Any:
        return rgb

    def detect(self, crops: Any) -> Attack:
        self.asked += 1
        return self.attack


def judge(detector: Any, name: str = "presentation_attack") -> Judge:
    return Judge(name, detector, CALIBRATION)


def frames(seconds: float, fps: float) -> list[Frame]:
    picture = np.zeros((48, 64, 3), np.uint8)
    return [Frame(picture, index / fps, index) for index in range(round(seconds * fps))]


def watched(*judges: Judge, seconds: float = 4.0, fps: float = 25.0, faces: int = 1) -> Any:
    watch, seen = PassiveWatch(judges), observation(faces=faces)
    for frame in frames(seconds, fps):
        watch.feed(frame, replace(seen, t_s=frame.t_s))
    return watch


def check(logit: float, **species: float) -> Check:
    (found,) = watched(judge(Detector(logit, **species))).checks(POLICY)
    return found  # type: ignore[no-any-return]


def test_what_looks_alive_passes_and_says_by_how_much() -> None:
    found = check(-3.0)
    assert (found.status, found.threshold) == (Status.PASS, PASSES)
    assert found.score == pytest.approx(1 / (1 + np.exp(3)), abs=1e-4)


def test_between_the_limits_staff_look() -> None:
    assert check(0.0).status is Status.NOT_ASSESSED


@pytest.mark.parametrize(
    ("species", "reason"),
    [
        ({"print": 0.6, "cut_print": 0.3, "phone": 0.1}, "reason.attack_print"),
        ({"phone": 0.3, "tablet": 0.3, "print": 0.4}, "reason.attack_screen"),
        ({"mask": 0.9, "print": 0.1}, "reason.attack_mask"),
        ({"print": 0.4, "phone": 0.3, "mask": 0.3}, "reason.attack_some"),
        ({"unknown": 1.0}, "reason.attack_some"),
    ],
)
def test_an_attack_fails_and_its_kind_is_named(species: dict[str, float], reason: str) -> None:
    found = check(4.0, **species)
    assert (found.status, found.reason.id, found.threshold) == (Status.FAIL, reason, PASSES)


@given(logit=st.floats(-20, 20), more=st.floats(0, 20))
def test_who_looks_more_like_an_attack_is_never_better_off(logit: float, more: float) -> None:
    order = (Status.PASS, Status.NOT_ASSESSED, Status.FAIL)
    better, worse = check(logit, print=1.0).status, check(logit + more, print=1.0).status
    assert order.index(better) <= order.index(worse)


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0])
def test_how_often_it_looks_does_not_depend_on_the_frame_rate(fps: float) -> None:
    detector = Detector(0.0)
    watched(judge(detector), fps=fps, seconds=4.0)
    assert detector.asked == pytest.approx(4.0 / LOOK_EVERY_S, abs=3)


def test_detectors_take_turns_and_no_frame_has_to_bear_both() -> None:
    one, other = Detector(-3.0), Detector(4.0)
    watch, seen = PassiveWatch([judge(one), judge(other, "deepfake")]), observation()
    for frame in frames(4.0, 25.0):
        before = one.asked + other.asked
        watch.feed(frame, seen)
        assert one.asked + other.asked - before <= 1
    assert abs(one.asked - other.asked) <= 1
    assert [c.status for c in watch.checks(POLICY)] == [Status.PASS, Status.FAIL]


def test_without_one_face_it_does_not_look() -> None:
    detector = Detector(-3.0)
    (found,) = watched(judge(detector), faces=2).checks(POLICY)
    assert (detector.asked, found.status) == (0, Status.NOT_ASSESSED)
    watch = PassiveWatch([judge(detector)])
    for frame in frames(4.0, 25.0):
        watch.feed(frame, None)
    assert detector.asked == 0


def test_of_a_glimpse_nothing_is_said() -> None:
    detector = Detector(-3.0)
    (found,) = watched(judge(detector), seconds=LOOK_EVERY_S * (LEAST_LOOKS - 1.5)).checks(POLICY)
    assert 0 < detector.asked < LEAST_LOOKS
    assert (found.status, found.reason.id) == (Status.NOT_ASSESSED, "reason.face_seen_too_shortly")


def test_a_calibration_of_another_network_is_not_used() -> None:
    with pytest.raises(KioskFault) as told:
        AttackCalibration.load("presentation_attack", "0" * 64)
    assert told.value.message.id == "fault.calibration_of_other_detector"
    with pytest.raises(KioskFault) as told:
        AttackCalibration.load("of_nothing", "0" * 64)
    assert told.value.message.id == "fault.calibration_unreadable"
    with pytest.raises(KioskFault) as told:
        CALIBRATION.require("0.2", POLICY.attack_bpcer)
    assert told.value.message.id == "fault.attack_rate_not_measured"
