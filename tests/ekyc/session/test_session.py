from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from ekyc.document.correction import Correction
from ekyc.document.reading import DocumentReading, Field, FieldStatus, Page
from ekyc.errors import KioskFault, SubjectError
from ekyc.face.match import Calibration, Matcher
from ekyc.messages import Message
from ekyc.policy import Policy
from ekyc.session import commands as say
from ekyc.session.events import Answered, Challenged, Event, Finished, ReadingWanted
from ekyc.session.record import session_record
from ekyc.session.session import Session
from ekyc.session.view import Step
from ekyc.values import Check, Frame, Outcome, Provenance, Status

PLAN = ("open_mouth", "turn_right", "turn_left")
REQUIRED = ("mrz_check_digits", "face_match", "same_person", "active_liveness")
CALIBRATION = Calibration({"1e-4": 0.6}, {"1e-4": 0.6}, "a test")
ACTS = {"open_mouth": {"mouth": 0.4}, "turn_right": {"yaw": -24.0}, "turn_left": {"yaw": 24.0}}


def at(*acts: tuple[str, float]) -> Callable[[float], dict[str, float] | None]:
    """A script: each named movement is held for half a second from its time on."""

    def script(t_s: float) -> dict[str, float] | None:
        for name, start_s in acts:
            if start_s <= t_s < start_s + 0.5:
                return None if name == "away" else ACTS[name]
        return {}

    return script


GOOD = at(("open_mouth", 4.0), ("turn_right", 6.0), ("turn_left", 8.0))


def reading(state: str = "UTO", face: Any = None, digits: Status = Status.PASS) -> DocumentReading:
    picture = np.zeros((8, 8, 3), np.uint8)
    return DocumentReading(
        front=Page(picture, np.zeros((4, 2), np.float32)),
        back=None,
        mrz_format="TD2",
        untrusted_mrz_lines=(),
        fields={"issuing_state": Field("issuing_state", state, "mrz", FieldStatus.READ)},
        portrait=picture,
        portrait_face=face,
        checks=(Check("mrz_check_digits", digits, Message("reason.not_reached")),),
    )


@pytest.fixture
def start(actor: Any, observe: Any) -> Callable[..., tuple[Session, Any]]:
    """A session at its face page, with a document that was read, and the actor before it."""

    def begin(
        script: Callable[[float], dict[str, float] | None] = GOOD,
        plan: tuple[str, ...] | None = PLAN,
        policy: Policy | None = None,
        document: DocumentReading | None = None,
        **more: Any,
    ) -> tuple[Session, Any]:
        person = actor(script)
        matcher = Matcher(CALIBRATION, policy or Policy("demo", REQUIRED, challenge_attempts=1))
        source = more.pop("provenance", Provenance.RECORDED)
        session = Session(matcher, source, lambda: person, None, plan=plan, **more)  # type: ignore[arg-type]
        session.command(say.Start())
        session.command(say.Consent(True, "en", "1"))
        session.command(say.DocumentRead(document or reading(face=observe().face)))
        assert session.step is Step.CONFIRM
        session.command(say.Confirm())
        return session, person

    return begin


def show(session: Session, film: Iterable[Frame]) -> Iterator[Event]:
    """Feed a film; instructions are on the screen at once."""
    for frame in film:
        for event in session.feed(frame):
            if isinstance(event, Challenged):
                session.command(say.InstructionShown(event.number, frame.t_s))
            yield event


def status(session: Session, name: str) -> Status:
    assert session.decision is not None
    return next(c.status for c in session.decision.checks if c.name == name)


@pytest.mark.parametrize("fps", [10, 15, 25, 30])
def test_an_honest_person_is_approved_at_any_rate(fps: float, start: Any, film: Any) -> None:
    session, _ = start()
    events = list(show(session, film(12, fps)))
    assert session.outcome is Outcome.APPROVED
    assert [e.name for e in events if isinstance(e, Answered) and e.passed] == list(PLAN)
    assert events[-1] == Finished(Outcome.APPROVED)
    assert session.view.step is Step.RESULT
    assert session.view.demonstration


def test_another_face_on_the_document_is_rejected(start: Any, film: Any, embedding: Any) -> None:
    session, person = start(plan=("open_mouth",))
    person.face = embedding(0.3, 1.0)  # the portrait was embedded as embedding(1.0)
    list(show(session, film(12)))
    assert session.outcome is Outcome.REJECTED
    assert status(session, "face_match") is Status.FAIL
    assert status(session, "active_liveness") is Status.PASS


def test_a_swap_after_the_match_is_rejected(start: Any, film: Any, embedding: Any) -> None:
    session, person = start()
    for event in show(session, film(12)):
        if isinstance(event, Answered) and event.number == 1:
            person.face = embedding(0.1, 1.0)
    assert session.outcome is Outcome.REJECTED
    assert status(session, "same_person") is Status.FAIL
    assert status(session, "face_match") is Status.PASS


def test_the_order_counts(start: Any, film: Any) -> None:
    session, _ = start(plan=("turn_left", "open_mouth"))
    list(show(session, film(40)))
    assert session.outcome is Outcome.REJECTED
    assert status(session, "challenge_turn_left") is Status.PASS
    assert status(session, "challenge_open_mouth") is Status.FAIL


def test_rest_in_the_frame_that_ends_a_movement_counts_for_the_next(start: Any, film: Any) -> None:
    """At ten frames a second, one of them lost, there may be no other between two turns."""
    yaws = [(4.0, 0.0), (4.5, -24.0), (4.6, -8.0), (4.8, 8.0), (5.5, 24.0), (99.0, 0.0)]

    def script(t_s: float) -> dict[str, float]:
        return {"yaw": next(yaw for end_s, yaw in yaws if t_s < end_s - 1e-6)}

    session, _ = start(script=script, plan=("turn_right", "turn_left"))
    lossy = [frame for frame in film(25, 10) if round(frame.t_s, 3) != 4.6]
    list(show(session, lossy))
    assert session.outcome is Outcome.APPROVED


def test_the_deadline_runs_from_when_the_instruction_was_shown(start: Any, film: Any) -> None:
    session, _ = start(script=at(("open_mouth", 30.0)), plan=("open_mouth",))
    for frame in film(25):
        session.feed(frame)
    assert session.outcome is None, "nothing was asked yet, so nothing is late"
    session.command(say.InstructionShown(1, 25.0))
    list(show(session, film(10, start_s=25.0)))
    assert session.outcome is Outcome.APPROVED


def test_a_frozen_camera_does_not_stop_the_deadline(start: Any, film: Any) -> None:
    session, _ = start()
    list(show(session, film(3)))
    assert session.step is Step.CHALLENGE
    session.tick(15.0)
    assert session.outcome is None
    session.tick(19.0)
    assert session.outcome is Outcome.REJECTED


def test_who_leaves_in_between_is_rejected(start: Any, film: Any) -> None:
    away = [("away", 5 + 0.5 * i) for i in range(4)]
    session, _ = start(script=at(("open_mouth", 4.0), *away, ("turn_right", 8), ("turn_left", 9)))
    list(show(session, film(12)))
    assert session.outcome is Outcome.REJECTED
    reason = next(c.reason for c in session.decision.checks if c.name == "active_liveness")
    assert reason.id == "reason.person_left"


def test_a_second_face_holds_the_movements_up(start: Any, film: Any) -> None:
    def crowd(t_s: float) -> dict[str, float]:
        return {**(GOOD(t_s) or {}), "faces": 2} if t_s > 3 else {}

    session, _ = start(script=crowd)
    list(show(session, film(12)))
    assert session.outcome is Outcome.REJECTED
    reason = next(c.reason for c in session.decision.checks if c.name == "active_liveness")
    assert reason.id == "reason.several_people"


def test_a_recording_that_ends_early_is_rejected(start: Any, film: Any) -> None:
    session, _ = start()
    list(show(session, film(5)))
    session.finish()
    assert session.outcome is Outcome.REJECTED
    assert status(session, "challenge_open_mouth") is Status.PASS
    assert status(session, "challenge_turn_left") is Status.NOT_ASSESSED


def test_a_recording_without_a_face_is_not_approved(start: Any, film: Any) -> None:
    session, _ = start(script=lambda _t: None, attended=False)
    list(show(session, film(90, 5)))
    session.finish()
    assert session.outcome is Outcome.REVIEW
    assert status(session, "face_match") is Status.NOT_ASSESSED


@pytest.mark.parametrize(
    ("every_s", "status", "why"),
    [(0.4, Status.NOT_ASSESSED, "too_few"), (0.2, Status.FAIL, "not_seen")],
)
def test_a_machine_too_slow_to_see_rejects_nobody(
    every_s: float, status: Status, why: str, start: Any, film: Any
) -> None:
    """The person does nothing wrong: what to mend is the machine, and staff look."""
    session, _ = start(script=lambda _t: {})
    list(show(session, film(24, 1 / every_s)))
    check = next(c for c in session.decision.checks if c.name == "active_liveness")
    assert (check.status, check.reason.id.split("_", 1)[1]) == (status, why)
    unseen = status is Status.NOT_ASSESSED
    assert session.outcome is (Outcome.REVIEW if unseen else Outcome.REJECTED)


def test_a_failed_attempt_begins_again_with_nothing_carried_over(start: Any, film: Any) -> None:
    policy = Policy("demo", REQUIRED, challenge_attempts=2, challenge_deadline_s=3.0)
    session, person = start(script=lambda _t: {}, plan=None, policy=policy)
    list(show(session, film(4.5)))
    assert session.attempt == 2
    assert session.step is Step.FACE
    assert session.view.ring < 1.0
    before = person.embedded
    list(show(session, film(6, start_s=4.5)))
    assert person.embedded > before, "the face is captured anew"
    assert session.outcome is Outcome.REJECTED


def test_bad_check_digits_reject_whatever_the_face_does(
    start: Any, film: Any, observe: Any
) -> None:
    session, _ = start(document=reading(face=observe().face, digits=Status.FAIL))
    list(show(session, film(12)))
    assert session.outcome is Outcome.REJECTED


def test_a_document_without_portrait_is_not_assessed(start: Any, film: Any) -> None:
    session, _ = start(document=reading(face=None))
    list(show(session, film(12)))
    assert status(session, "face_match") is Status.NOT_ASSESSED
    assert session.outcome is Outcome.REVIEW


def test_declining_leads_to_staff_and_nobody_is_looked_at(start: Any, film: Any) -> None:
    session, _ = start()

    def nobody() -> Any:
        pytest.fail("a face was looked at")

    fresh = Session(session._matcher, Provenance.LIVE, nobody, None)  # type: ignore[arg-type]
    fresh.command(say.Start())
    fresh.command(say.Consent(False, "en", "1"))
    list(show(fresh, film(3)))
    assert fresh.outcome is Outcome.REVIEW
    assert fresh.view.step is Step.RESULT
    assert fresh.view.reference
    assert fresh.decision is not None
    assert fresh.decision.reasons[0].id == "reason.consent_declined"
    assert {check.status for check in fresh.decision.checks} == {Status.NOT_ASSESSED}
    assert fresh.view.document is None


def test_a_page_over_the_face_page_takes_no_picture(start: Any, film: Any) -> None:
    session, person = start()
    list(show(session, film(1)))
    assert session.view.ring > 0.5
    session.command(say.Covered(True))
    assert session.view.ring == 0.0
    before = person.embedded
    list(show(session, film(59, start_s=1)))
    assert person.embedded == before
    assert session.step is Step.FACE
    session.command(say.Covered(False))
    list(show(session, film(2, start_s=60)))
    assert session.step is Step.CHALLENGE


def test_who_reads_for_ever_is_not_waited_for(start: Any, film: Any) -> None:
    session, _ = start()
    session.command(say.Covered(True))
    list(show(session, film(100, 5)))
    assert session.outcome is None, "reading is not idling"
    list(show(session, film(81, 5, start_s=100)))
    assert session.outcome is Outcome.TIMED_OUT


def test_a_page_over_a_movement_does_not_stop_its_deadline(start: Any, film: Any) -> None:
    session, _ = start(script=lambda _t: {})
    list(show(session, film(3)))
    assert session.step is Step.CHALLENGE
    session.command(say.Covered(True))
    list(show(session, film(17, start_s=3)))
    assert session.outcome is Outcome.REJECTED


@pytest.mark.parametrize("command", [say.Confirm(staff_will_look=True)], ids=["something is wrong"])
def test_who_disagrees_goes_to_staff(command: say.Command, start: Any, film: Any) -> None:
    session, _ = start()
    session.command(say.Back())
    assert session.step is Step.DOCUMENT
    session.command(say.DocumentRead(reading(face=None)))
    session.command(command)
    list(show(session, film(12)))
    assert session.outcome is Outcome.REVIEW


def test_cannot_do_a_movement_leads_to_staff(start: Any, film: Any) -> None:
    session, _ = start()
    list(show(session, film(3)))
    session.command(say.CannotDo())
    assert session.outcome is Outcome.REVIEW


def test_cancel_fault_and_resume(start: Any, film: Any) -> None:
    session, _ = start(plan=None, policy=Policy("demo", REQUIRED))
    list(show(session, film(3)))
    session.command(say.Fail(KioskFault("fault.camera_stopped"), "F-1"))
    assert session.view.fault is not None
    assert session.view.step is Step.FAULT
    session.command(say.Resume())
    assert session.step is Step.FACE, "the movements begin again, the document is kept"
    assert session.view.document is not None
    session.command(say.Cancel())
    assert session.outcome is Outcome.CANCELLED


def test_a_fault_amid_the_movements_gives_neither_the_same_ones_nor_more_tries(
    start: Any, film: Any
) -> None:
    """Who pulls the camera's cable has seen what is asked, and must not be asked it again."""
    policy = Policy("demo", REQUIRED, challenge_attempts=2)
    session, _ = start(script=lambda _t: {}, plan=None, policy=policy)
    list(show(session, film(3)))
    asked = session._challenge.plan
    session.command(say.Fail(KioskFault("fault.camera_stopped"), "F-1"))
    session.command(say.Resume())
    assert (session.step, session.attempt) == (Step.FACE, 2)
    list(show(session, film(3, start_s=3)))
    assert session._challenge.plan != asked
    session.command(say.Fail(KioskFault("fault.camera_stopped"), "F-2"))
    session.command(say.Resume())
    assert session.outcome is Outcome.REVIEW, "staff decide: nobody failed at anything"
    assert status(session, "active_liveness") is Status.NOT_ASSESSED


def test_cancel_on_the_fault_page_ends_as_a_fault(start: Any) -> None:
    session, _ = start()
    session.command(say.Fail(KioskFault("fault.camera_stopped"), "F-1"))
    session.command(say.Cancel())
    assert session.outcome is Outcome.FAULT
    assert session.view.outcome is Outcome.FAULT
    assert session.view.fault is None


@pytest.mark.parametrize(("name", "yaw"), [("turn_left", 15.0), ("turn_left", -25.0)])
def test_the_arrow_beside_a_hint_points_the_way_that_is_asked_for(
    name: str, yaw: float, start: Any, film: Any
) -> None:
    session, _ = start(script=lambda t: {"yaw": yaw} if t > 3 else {}, plan=(name,))
    list(show(session, film(4)))
    hint = session.view.hint
    assert hint is not None
    assert hint.icon == "arrow_left"


def test_every_tick_is_shown_the_last_one_too(start: Any, film: Any) -> None:
    session, _ = start(plan=("open_mouth",), success_hold_s=0.6)
    passed_s, ended_s = None, None
    for frame in film(6):
        list(show(session, [frame]))
        challenge = session.view.challenge
        if passed_s is None and challenge is not None and challenge.passed:
            passed_s = frame.t_s
        if ended_s is None and session.outcome is not None:
            ended_s = frame.t_s
    assert passed_s is not None
    assert ended_s is not None
    assert 0.55 <= ended_s - passed_s <= 0.7


def test_nobody_there_times_out_but_a_person_does_not(start: Any, film: Any) -> None:
    gone, _ = start(script=lambda _t: None)
    list(show(gone, film(61, 5)))
    assert gone.outcome is Outcome.TIMED_OUT
    there, _ = start(script=lambda _t: {"yaw": 40.0})
    list(show(there, film(61, 5)))
    assert there.outcome is None


@pytest.mark.parametrize(
    "command",
    [
        say.Start(), say.Consent(True, "en", "1"), say.TakePicture(), say.Retake(),
        say.Confirm(), say.InstructionShown(1, 0.0), say.CannotDo(), say.Resume(),
        say.DocumentRead(SubjectError("hint.no_face")), say.Back(), say.Cancel(),
    ],
    ids=lambda c: type(c).__name__,
)  # fmt: skip
def test_after_the_end_nothing_changes_the_outcome(
    command: say.Command, start: Any, film: Any
) -> None:
    session, _ = start()
    list(show(session, film(12)))
    decision = session.decision
    session.command(command)
    list(show(session, film(3, start_s=20)))
    assert session.outcome is Outcome.APPROVED
    assert session.decision is decision
    assert session.step is Step.RESULT


@pytest.mark.parametrize("step", ["welcome", "consent", "document"])
def test_no_page_can_be_stepped_over(step: str, start: Any, film: Any) -> None:
    """Commands of later pages do nothing on earlier ones."""
    template, _ = start()
    session = Session(template._matcher, Provenance.LIVE, template._new_observer, None)  # type: ignore[arg-type]
    if step != "welcome":
        session.command(say.Start())
    if step == "document":
        session.command(say.Consent(True, "en", "1"))
    for command in (say.Confirm(), say.InstructionShown(1, 0.0), say.CannotDo(), say.Retake()):
        assert not session.command(command)
    if step != "document":
        session.command(say.DocumentRead(reading()))
    assert session.step.value == step


def test_a_document_is_photographed_by_itself_and_read_beside(film: Any) -> None:
    from ekyc.document.reading import CardSighting

    class Table:
        empty = False

        def find(self, rgb: Any) -> CardSighting | None:
            if self.empty:
                return None
            corners = [[150, 120], [490, 120], [490, 360], [150, 360]]
            return CardSighting(np.array(corners, np.float32), True, None, 500.0, ready=True)

    matcher = Matcher(CALIBRATION, Policy("demo", REQUIRED))
    table = Table()
    session = Session(matcher, Provenance.RECORDED, lambda: None, table)  # type: ignore[arg-type, return-value]
    session.command(say.Start())
    session.command(say.Consent(True, "en", "1"))
    wanted = [e for e in show(session, film(2)) if isinstance(e, ReadingWanted)]
    assert len(wanted) == 1, "one picture is taken, and no other while it is read"
    assert session.view.card.reading
    session.command(say.DocumentRead(SubjectError("hint.hold_still"), wanted[0].ticket))
    hint = session.view.hint
    assert hint is not None
    assert hint.message.id == "hint.hold_still", "why it was not read is said"
    wanted = [e for e in show(session, film(2, start_s=3)) if isinstance(e, ReadingWanted)]
    front_only = reading()
    object.__setattr__(front_only, "mrz_format", None)
    session.command(say.DocumentRead(front_only, wanted[0].ticket))
    assert session.view.card.side == "back"
    again = list(show(session, film(2, start_s=6)))
    assert not again, "the front that is still there is not taken for the back"
    table.empty = True
    list(show(session, film(1, start_s=8)))
    table.empty = False
    wanted = [e for e in show(session, film(2, start_s=9)) if isinstance(e, ReadingWanted)]
    assert wanted[0].back is not None


def test_today_is_never_asked_of_the_system() -> None:
    """The session reads no clock: its modules import none."""
    import ast
    from pathlib import Path

    import ekyc.session

    clocks = {"time", "datetime"}
    for name in ("session", "face_step", "challenge_step", "document_step", "view", "commands"):
        path = Path(ekyc.session.__file__).with_name(f"{name}.py")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert not clocks & {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.module not in clocks


def test_a_late_reading_of_somebody_else_is_dropped(start: Any) -> None:
    """The reader was still busy with the last person's card when the next one agreed."""
    before, _ = start()
    session = Session(before._matcher, Provenance.LIVE, before._new_observer, None)  # type: ignore[arg-type]
    session.command(say.Start())
    session.command(say.Consent(True, "en", "1"))
    session.command(say.DocumentRead(reading(), ticket=f"{before.reference}/1"))
    assert session.step is Step.DOCUMENT
    assert session.view.document is None


def test_back_at_the_start_nothing_of_the_person_is_left(start: Any, film: Any) -> None:
    session, _ = start()
    list(show(session, film(0.5)))
    before = session.reference
    session.attempt = 2
    for page in (Step.DOCUMENT, Step.CONSENT, Step.WELCOME):
        session.command(say.Back())
        assert session.step is page
    assert session.reference != before
    assert session.attempt == 1
    assert session.consent is None
    assert session.view.document is None
    assert session._portrait is None


def test_who_goes_back_after_a_failed_attempt_leaves_a_record_of_it(start: Any, film: Any) -> None:
    policy = Policy("demo", REQUIRED, challenge_attempts=2, challenge_deadline_s=2.0)
    session, _ = start(script=lambda _t: {}, plan=None, policy=policy)
    list(show(session, film(4)))
    assert (session.step, session.attempt) == (Step.FACE, 2)
    events = [event for _ in range(3) for event in session.command(say.Back())]
    assert events[-1] == Finished(Outcome.CANCELLED)
    assert [timeline.failure is not None for timeline in session.timelines] == [True]


def test_a_document_that_is_read_slowly_does_not_run_the_idle_time_out(film: Any) -> None:
    class Table:
        def find(self, rgb: Any) -> Any:
            from ekyc.document.reading import CardSighting

            corners = [[150, 120], [490, 120], [490, 360], [150, 360]]
            return CardSighting(np.array(corners, np.float32), True, None, 500.0, ready=True)

    matcher = Matcher(CALIBRATION, Policy("demo", REQUIRED, idle_timeout_s=10.0))
    session = Session(matcher, Provenance.RECORDED, lambda: None, Table())  # type: ignore[arg-type, return-value]
    session.command(say.Start())
    session.command(say.Consent(True, "en", "1"))
    wanted = [e for e in show(session, film(14, 10)) if isinstance(e, ReadingWanted)]
    assert session.outcome is None
    session.command(say.DocumentRead(reading(), wanted[0].ticket))
    assert session.step is Step.CONFIRM


def test_cancel_on_the_welcome_page_ends_nothing(start: Any) -> None:
    template, _ = start()
    session = Session(template._matcher, Provenance.LIVE, template._new_observer, None)  # type: ignore[arg-type]
    assert not session.command(say.Cancel())
    assert session.outcome is None


@pytest.mark.parametrize("trouble", ["crowd", "away"])
def test_a_passer_by_costs_an_attempt_not_the_session(trouble: str, start: Any, film: Any) -> None:
    def script(t_s: float) -> dict[str, float] | None:
        if 4.0 <= t_s < 5.5:
            return {"faces": 2} if trouble == "crowd" else None
        return {}

    policy = Policy("demo", REQUIRED, challenge_attempts=3)
    session, _ = start(script=script, plan=None, policy=policy)
    list(show(session, film(6)))
    assert session.outcome is None
    assert session.attempt == 2


def test_no_page_lasts_for_ever(start: Any, film: Any) -> None:
    """A poster with a face, or a fault that nobody mends, keeps no person's data on the screen."""
    poster, _ = start(script=lambda _t: {"yaw": 40.0})
    list(show(poster, film(182, 5)))
    assert poster.outcome is Outcome.TIMED_OUT
    broken, _ = start()
    broken.tick(0.0)
    broken.command(say.Fail(KioskFault("fault.camera_stopped"), "F-1"))
    broken.tick(181.0)
    assert broken.outcome is Outcome.FAULT
    unasked, _ = start()
    for frame in film(185, 10):
        unasked.feed(frame)  # the instruction is never shown
    assert unasked.outcome is Outcome.TIMED_OUT


def test_the_clock_may_start_anywhere(start: Any) -> None:
    """A camera counts from when the machine was started: the first tick is no long absence."""
    session, _ = start()
    session.command(say.Case("A-1"))
    session.tick(1e6)
    assert session.outcome is None
    assert session.case == "A-1"
    session.tick(1e6 + 61)
    assert session.outcome is Outcome.TIMED_OUT


def test_more_time_doubles_the_deadlines(start: Any, film: Any) -> None:
    patient, _ = start(script=lambda _t: {})
    patient._patience = 2.0
    list(show(patient, film(20)))
    assert patient.outcome is None
    list(show(patient, film(13, start_s=20)))
    assert patient.outcome is Outcome.REJECTED


def test_once_more_gives_way_to_what_is_wrong_now(start: Any, film: Any) -> None:
    policy = Policy("demo", REQUIRED, challenge_attempts=3, challenge_deadline_s=2.0)
    session, _ = start(script=lambda t: {} if t < 4 else {"yaw": 40.0}, plan=None, policy=policy)
    list(show(session, film(4.4)))
    assert session.attempt == 2
    hint = session.view.hint
    assert hint is not None and hint.message.id == "hint.once_more"
    list(show(session, film(4, start_s=4.4)))
    hint = session.view.hint
    assert hint is not None and hint.message.id == "hint.look_straight"
    assert hint.icon == "face"


@pytest.mark.parametrize("phase", range(12))
def test_a_stranger_who_opens_the_mouth_is_compared(
    phase: int, start: Any, film: Any, embedding: Any
) -> None:
    """0.25 s between two of the regular comparisons, at any phase of theirs."""
    begin = 4.0 + 0.04 * phase
    session, person = start(
        script=lambda t: {"mouth": 0.4} if begin <= t < begin + 0.25 else {}, plan=("open_mouth",)
    )
    mine, theirs = person.face, embedding(0.1, 1.0)
    for frame in film(8):
        person.face = theirs if begin <= frame.t_s < begin + 0.25 else mine
        list(show(session, [frame]))
    assert session.outcome is Outcome.REJECTED
    assert status(session, "same_person") is Status.FAIL


def test_a_stranger_who_turns_is_compared(start: Any, film: Any, embedding: Any) -> None:
    session, person = start(
        script=lambda t: {"yaw": -30.0} if 4.0 <= t < 4.5 else {}, plan=("turn_right",)
    )
    mine, theirs = person.face, embedding(0.1, 1.0)
    for frame in film(8):
        person.face = theirs if 4.0 <= frame.t_s < 4.5 else mine
        list(show(session, [frame]))
    assert session.outcome is Outcome.REJECTED
    assert status(session, "same_person") is Status.FAIL


def test_another_face_in_the_track_begins_the_movement_again(start: Any, film: Any) -> None:
    """Who was at neutral must be who moves: a new track is a new person until compared."""
    session, _ = start(
        script=lambda t: {"mouth": 0.4, "track": 2} if 4.0 <= t < 5.0 else {},
        plan=("open_mouth",),
    )
    list(show(session, film(8)))
    assert session.outcome is None
    assert status_of_view(session, "challenge_open_mouth") is Status.NOT_ASSESSED


def status_of_view(session: Session, name: str) -> Status:
    return next(check.status for check in session.view.checks if check.name == name)


def test_a_card_that_is_taken_away_does_not_break_what_follows(start: Any, film: Any) -> None:
    """Pictures are unbroken from the face's capture on: what came before it is not part of it."""
    session, _ = start()
    frames = list(film(12))
    card = [Frame(np.ascontiguousarray(f.rgb[::-1]), f.t_s, f.index) for f in frames[:15]]
    list(show(session, [*card, *frames[15:]]))
    assert session.outcome is Outcome.APPROVED
    assert status(session, "continuity") is Status.PASS


def test_a_hint_goes_with_its_movement(start: Any, film: Any) -> None:
    """What was said of one movement is not said of the next."""
    session, _ = start(plan=("turn_right", "turn_left"), script=at(("turn_right", 3.0)))
    for event in show(session, film(8)):
        if isinstance(event, Challenged):
            assert session.view.hint is None
    assert session.view.challenge is not None
    assert session.view.challenge.number == 2


def test_a_value_that_staff_typed_is_never_approved_by_a_machine(
    start: Any, film: Any, observe: Any
) -> None:
    session, _ = start()
    session.command(say.Back())
    session.command(say.DocumentRead(reading(face=observe().face)))
    assert session.step is Step.CONFIRM
    session.command(say.Correct(Correction("surname", "Eriksson")))
    assert session.view.document is not None
    assert session.view.document.fields["surname"].status is FieldStatus.CORRECTED
    session.command(say.Confirm())
    list(show(session, film(12)))
    assert session.outcome is Outcome.REVIEW
    assert status(session, "document_corrected") is Status.NOT_ASSESSED
    record = session_record(session, {})
    assert record["corrected_fields"] == ["surname"]
    assert "ERIKSSON" not in str(record).upper()


def test_a_value_is_typed_only_where_it_is_looked_at(start: Any) -> None:
    session, _ = start()
    assert session.step is Step.FACE
    session.command(say.Correct(Correction("surname", "Eriksson")))
    assert not session.corrected


def test_another_picture_takes_back_what_was_typed(start: Any, observe: Any) -> None:
    session, _ = start()
    session.command(say.Back())
    session.command(say.DocumentRead(reading(face=observe().face)))
    session.command(say.Correct(Correction("given_names", "Anna")))
    assert session.corrected == ("given_names",)
    session.command(say.Retake())
    assert not session.corrected
