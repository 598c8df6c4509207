"""What may stand before a screen that shines, instead of a living face.

What gives back light as skin does, paper and a mask, is not told from it: the last test says so.
"""

from __future__ import annotations

import pytest

from ekyc.liveness.screen_colours import COUNT
from ekyc.values import Outcome, Status
from tests.ekyc.lit import Before, LitSession, earlier, unit

RATES = pytest.mark.parametrize("fps", [10.0, 30.0])


@RATES
def test_a_recording_of_an_earlier_session(fps: float) -> None:
    """Somebody filmed the owner at this kiosk, in the light of that day's colours."""
    attack = LitSession(Before(of=earlier), fps=fps).play()
    assert attack.session.outcome is Outcome.REJECTED
    assert attack.status() == (Status.FAIL, "reason.light_other")
    assert attack.status("active_liveness") == (Status.FAIL, "reason.light_not_followed")


def test_the_same_wherever_the_light_is_only_offered() -> None:
    attack = LitSession(Before(of=earlier), "offered").play()
    assert attack.session.outcome is Outcome.REJECTED


def test_the_same_colours_a_second_late() -> None:
    """Somebody relays the screen to somewhere else, where it shines on the owner."""
    attack = LitSession(Before(late_s=1.2)).play()
    assert attack.session.outcome is Outcome.REJECTED


def test_a_display_in_hands_that_the_screen_lights() -> None:
    """It shines by itself, so that little is seen of other light; hands and clothes show it."""
    attack = LitSession(Before(face=0.004, around=0.15)).play()
    assert attack.session.outcome is Outcome.REJECTED
    assert attack.status() == (Status.FAIL, "reason.light_around")


def test_a_still_picture_or_film_that_is_fed_to_the_camera() -> None:
    """No light comes back at all, as in a room that is too bright: staff look."""
    attack = LitSession(Before(face=0.0, around=0.0)).play()
    assert attack.session.outcome is Outcome.REVIEW
    assert attack.status() == (Status.NOT_ASSESSED, "reason.light_unseen")


def test_a_tint_over_the_whole_picture() -> None:
    """A virtual camera that reads the screen and colours what it plays."""
    attack = LitSession(Before(tint=True)).play()
    assert attack.session.outcome is Outcome.REJECTED
    assert attack.status() == (Status.FAIL, "reason.light_around")


def test_another_person_takes_the_light() -> None:
    attack = LitSession(Before())
    attack.play(until=lambda: len(attack.shown) == COUNT // 2)
    attack.person.face = unit(0.1, 1.0)
    attack.play()
    assert attack.session.outcome is Outcome.REJECTED
    assert attack.status("same_person")[0] is Status.FAIL


def test_a_new_track_in_the_light_of_another() -> None:
    attack = LitSession(Before())
    attack.play(until=lambda: len(attack.shown) == COUNT // 2)
    as_before = attack.act

    def act() -> None:
        as_before()
        attack.person.acts = {**(attack.person.acts or {}), "track": 2}

    attack.act = act  # type: ignore[method-assign]
    attack.play()
    assert attack.session.outcome is Outcome.REVIEW
    assert attack.status() == (Status.NOT_ASSESSED, "reason.light_unseen")


def test_leaving_the_light() -> None:
    attack = LitSession(Before())
    attack.play(until=lambda: len(attack.shown) == COUNT // 2)
    attack.act = lambda: setattr(attack.person, "acts", None)  # type: ignore[method-assign]
    attack.play()
    assert attack.session.outcome is Outcome.REJECTED
    assert attack.status("active_liveness") == (Status.FAIL, "reason.person_left")


@pytest.mark.xfail(reason="presentation attack detection: paper gives back light", strict=True)
def test_a_printed_photo() -> None:
    assert LitSession(Before()).play().session.outcome is not Outcome.APPROVED
