"""The light of the screen as one more challenge: asked, followed, not wanted, not seen."""

from __future__ import annotations

import pytest

from ekyc.errors import KioskFault
from ekyc.liveness.screen_colours import COUNT, SLOT_S
from ekyc.session import commands as say
from ekyc.session.record import session_record
from ekyc.session.view import Step
from ekyc.values import Outcome, Provenance, Status
from tests.ekyc.lit import Before, LitSession

PERSON, SUN = Before(), Before(face=0.0, around=0.0)


@pytest.mark.parametrize(("light", "fps"), [("offered", 10.0), ("required", 30.0)])
def test_who_gives_back_the_light_is_approved(light: str, fps: float) -> None:
    one = LitSession(PERSON, light, fps).play()
    assert one.asked[0] == "screen_light"
    assert one.session.outcome is Outcome.APPROVED
    assert one.status() == (Status.PASS, "reason.light_follows")
    check = next(c for c in one.session.checks if c.name == "screen_light")
    assert check.score is not None and check.threshold is not None
    assert check.score >= check.threshold > 13


def test_off_asks_for_nothing() -> None:
    one = LitSession(PERSON, "off").play()
    assert "screen_light" not in one.asked
    assert one.session.outcome is Outcome.APPROVED
    assert "screen_light" not in [check.name for check in one.session.checks]


ENDS = {"offered": Outcome.APPROVED, "required": Outcome.REVIEW}


@pytest.mark.parametrize("light", sorted(ENDS))
def test_who_wants_no_colours_makes_another_movement(light: str) -> None:
    one = LitSession(PERSON, light, press=say.NoColours()).play()
    assert one.asked[0] == "screen_light"
    assert len(one.asked) == 3
    assert one.asked[1] != one.asked[2]
    assert one.session.outcome is ENDS[light]
    assert one.status() == (Status.NOT_ASSESSED, "reason.light_declined")


@pytest.mark.parametrize("light", sorted(ENDS))
def test_who_says_so_at_the_start_is_shown_none(light: str) -> None:
    one = LitSession(PERSON, light, calm=True).play()
    assert "screen_light" not in one.asked
    assert len(one.asked) == 2
    assert one.session.outcome is ENDS[light]
    assert one.status() == (Status.NOT_ASSESSED, "reason.light_declined")


@pytest.mark.parametrize("light", sorted(ENDS))
def test_a_room_that_is_too_bright_is_never_a_pass(light: str) -> None:
    one = LitSession(SUN, light).play()
    assert len(one.asked) == 3
    assert one.session.outcome is ENDS[light]
    assert one.status() == (Status.NOT_ASSESSED, "reason.light_unseen")


def test_where_it_was_not_seen_it_is_not_asked_again() -> None:
    one = LitSession(SUN, attempts=2)
    one.play(until=lambda: len(one.asked) == 2)
    one.session.command(say.Fail(KioskFault("fault.camera_stopped"), "F-1"))
    one.session.command(say.Resume())
    assert one.session.attempt == 2
    one.play()
    assert one.asked.count("screen_light") == 1
    assert one.session.outcome is Outcome.REVIEW


def test_a_recording_is_not_asked() -> None:
    one = LitSession(PERSON, provenance=Provenance.RECORDED).play()
    assert "screen_light" not in one.asked
    assert one.session.outcome is Outcome.REVIEW
    assert one.status() == (Status.NOT_ASSESSED, "reason.light_recorded")


def test_nothing_is_pressed() -> None:
    """The time to begin is the movements' deadline, and not begun is not passed."""
    one = LitSession(PERSON, press=say.Covered(True)).play()
    assert one.session.outcome is Outcome.REJECTED
    assert one.status("active_liveness") == (Status.FAIL, "reason.light_not_started")
    assert one.status()[0] is Status.NOT_ASSESSED


def test_whoever_begins_anew_is_shown_other_colours() -> None:
    one = LitSession(PERSON)
    one.play(until=lambda: len(one.shown) == 4)
    first = one.session.view.challenge
    assert first is not None
    one.begin()
    second = one.session.view.challenge
    assert second is not None
    assert first.colours != second.colours
    one.shown.clear()
    one.play()
    assert one.session.outcome is Outcome.APPROVED


def test_colours_out_of_turn_do_not_count() -> None:
    one = LitSession(PERSON)
    one.play(until=lambda: len(one.shown) == 2)
    assert one.session.command(say.ColourShown(2, one.t_s)) == []
    assert one.session.command(say.ColourShown(9, one.t_s)) == []
    assert one.session.command(say.ColourShown(3, 0.0)) == []
    assert one.play().session.outcome is Outcome.APPROVED


@pytest.mark.parametrize("command", [say.ShowColours(), say.ColourShown(1, 9.9), say.NoColours()])
def test_what_is_said_of_colours_elsewhere_does_nothing(command: say.Command) -> None:
    one = LitSession(PERSON, "off")
    assert one.session.command(command) == []
    one.play(until=lambda: bool(one.asked))
    assert one.session.step is Step.CHALLENGE
    assert one.session.command(command) == []
    assert one.play().session.outcome is Outcome.APPROVED


def test_a_camera_that_stops_in_mid_light() -> None:
    one = LitSession(PERSON)
    one.play(until=lambda: len(one.shown) == 5)
    for _ in range(400):
        one.t_s += 0.1
        one.follow(one.session.tick(one.t_s))
    assert one.session.outcome is Outcome.REJECTED
    assert one.status()[0] is Status.NOT_ASSESSED


def test_the_record_tells_how_it_went() -> None:
    one = LitSession(PERSON).play()
    record = session_record(one.session, {})
    light = record["challenges"][0]
    assert light["name"] == "screen_light"
    assert light["unit"] == "share"
    assert light["passed_after_s"] == pytest.approx(COUNT * SLOT_S + 0.5, abs=0.3)
    check = next(c for c in record["checks"] if c["name"] == "screen_light")
    assert check["reason"] == "reason.light_follows"


def test_detectors_of_attacks_do_not_look_at_coloured_faces() -> None:
    one = LitSession(PERSON).play()
    first_s, last_s = one.shown[0][0], one.shown[-1][0]
    assert not [t_s for t_s in one.watch.looked_s if first_s < t_s <= last_s]
    assert min(one.watch.looked_s) < first_s < last_s < max(one.watch.looked_s)
