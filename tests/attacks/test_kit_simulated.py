"""Variants of the simulated customer's journey: what is stopped, by what, and what is not yet.

An expected failure names the check that is to stop it; when a detector comes, it must be taken off.
"""

from __future__ import annotations

import pytest

from ekyc.attack.footage import Scene
from ekyc.attack.trial import Bench
from ekyc.camera.pictures import read_picture
from ekyc.camera.simulated import SimulatedCustomer
from ekyc.values import Outcome
from models import Models, Store

from .kit import VARIANTS, bench, filmed, scene_of

STOPPED = {
    "loop/again": ("continuity", "reason.picture_repeated"),
    "freeze/held": ("continuity", "reason.picture_frozen"),
    "freeze/still_face": ("active_liveness", "reason.recording_ended"),  # never captured, so late
    "mirror/left_right": ("active_liveness", "reason.recording_ended"),
    "company/throughout": ("active_liveness", "reason.several_people"),
    "print/turned_by_hand": ("active_liveness", "reason.recording_ended"),
    "print/eyes_and_mouth_cut_out": ("active_liveness", "reason.recording_ended"),
}
"""By which check, for which reason."""

NOT_SEEN_YET = (
    "splice/into_movement",
    "freeze/held_with_noise",
    "screen/phone",
    "virtual_camera/disguised",
)
HONEST = ("frames_lost/one_in_seven", "frames_lost/late_stamps")


@pytest.fixture(scope="module")
def stand(networks: Models) -> tuple[Bench, Scene]:
    """Four seconds of a customer who turns to the left when asked, at 10 frames a second."""
    portrait = read_picture(Store().path("demo_portrait"))
    ready = bench(networks, portrait, ("turn_left",))
    clip = filmed(ready, SimulatedCustomer(portrait, fps=10), more_s=0.5)
    return ready, scene_of(ready, clip)


@pytest.mark.parametrize("name", STOPPED)
def test_it_is_stopped_for_its_own_reason(name: str, stand: tuple[Bench, Scene]) -> None:
    species, variant = VARIANTS[name]
    trial = stand[0].run(variant, stand[1])
    assert trial.outcome in (Outcome.REJECTED, Outcome.REVIEW)
    check = trial.stopped_by(species.stopped_by)
    assert check is not None
    assert (check.name, check.reason.id) == STOPPED[name]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=pytest.mark.xfail(
                strict=True, reason=f"{VARIANTS[name][0].stopped_by} is to stop it"
            ),
        )
        for name in NOT_SEEN_YET
    ],
)
def test_it_is_seen(name: str, stand: tuple[Bench, Scene]) -> None:
    assert not stand[0].run(VARIANTS[name][1], stand[1]).approved


def test_a_camera_that_says_it_is_virtual_is_seen_by_a_policy_that_asks(
    stand: tuple[Bench, Scene],
) -> None:
    trial = stand[0].run(VARIANTS["virtual_camera/named"][1], stand[1])
    assert trial.approved, "the demonstration does not require it"
    assert [check.reason.id for check in trial.failed] == ["reason.virtual_camera"]


@pytest.mark.parametrize("name", HONEST)
def test_what_honest_cameras_do_gets_through(name: str, stand: tuple[Bench, Scene]) -> None:
    trial = stand[0].run(VARIANTS[name][1], stand[1])
    assert trial.approved, [(check.name, check.reason) for check in trial.failed]
