"""Whatever is pressed, shown and waited for, in any order: the session's promises hold."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ekyc.document.reading import CardSighting, DocumentReading, Field, FieldStatus, Page
from ekyc.errors import KioskFault, SubjectError
from ekyc.face.match import Calibration, Matcher
from ekyc.messages import Message
from ekyc.policy import Policy
from ekyc.session import commands as say
from ekyc.session.events import Challenged, Event, Finished, ReadingWanted, StepChanged
from ekyc.session.order import page_before, pages
from ekyc.session.session import MORE_TIME, Session
from ekyc.session.view import Step
from ekyc.values import Check, Frame, Outcome, Provenance, Rgb, Status
from tests.ekyc.conftest import Actor, observation

CALIBRATION = Calibration({"1e-4": 0.6}, {"1e-4": 0.6}, "a test")
DOCUMENT = ("mrz_check_digits", "face_match")
FACE = ("same_person", "active_liveness")
SEEN: tuple[dict[str, float] | None, ...] = (
    None, {}, {"mouth": 0.5}, {"yaw": 25.0}, {"yaw": -25.0}, {"yaw": 60.0}, {"faces": 2},
    {"track": 2}, {"eyes": 0.05},
)  # fmt: skip
ALWAYS = {Step.FAULT, Step.RESULT}
BACK = {Step.FACE, Step.DOCUMENT}
"""Where a new try begins, or a fault is mended."""


class Table:
    """A card lies there, or not."""

    def __init__(self) -> None:
        self.empty = False

    def find(self, rgb: Rgb) -> CardSighting | None:
        corners = np.array([[150, 120], [490, 120], [490, 360], [150, 360]], np.float32)
        return None if self.empty else CardSighting(corners, True, None, 500.0, ready=True)


def reading(with_portrait: bool, with_zone: bool) -> DocumentReading:
    picture = np.zeros((8, 8, 3), np.uint8)
    return DocumentReading(
        front=Page(picture, np.zeros((4, 2), np.float32)),
        back=None,
        mrz_format="TD2" if with_zone else None,
        untrusted_mrz_lines=(),
        fields={"issuing_state": Field("issuing_state", "UTO", "mrz", FieldStatus.READ)},
        portrait=picture if with_portrait else None,
        portrait_face=observation().face if with_portrait else None,
        checks=(Check("mrz_check_digits", Status.PASS, Message("reason.not_reached")),),
    )


class AnyWay(RuleBasedStateMachine):
    """One session after another, as a kiosk runs them."""

    @initialize(
        document=st.booleans(),
        count=st.sampled_from([0, 1, 3]),
        attempts=st.integers(1, 3),
        light=st.sampled_from(["off", "offered", "required"]),
    )
    def policy(self, document: bool, count: int, attempts: int, light: str) -> None:
        required = (*(DOCUMENT if document else ()), *(FACE if count else ()), "deepfake")
        self.policy_ = Policy(
            "demo",
            required,
            document,
            challenge_count=count,
            challenge_attempts=attempts,
            screen_light=light if count else "off",
        )
        self.now_s, self.index = 1e4, 0
        self.seen: dict[str, float] | None = {}
        self.table = Table()
        self.room = np.tile(np.linspace(0, 200, 640).astype(np.uint8)[None, :, None], (480, 1, 3))
        self.begin()

    def begin(self) -> None:
        self.finished: list[Outcome] = []
        self.steps = [Step.WELCOME]
        self.tickets: list[str] = []
        self.fault = False
        self.observers = 0
        self.agreed = False
        matcher = Matcher(CALIBRATION, self.policy_)
        self.session = Session(matcher, Provenance.SIMULATED, self.observer, self.table)

    def observer(self) -> Any:
        self.observers += 1
        return Actor(lambda _t: self.seen)

    def follow(self, events: list[Event], asked: bool) -> None:
        """Note what happened; `asked`: somebody pressed something."""
        for event in events:
            if isinstance(event, StepChanged):
                self.turned(event.step, asked)
            elif isinstance(event, Finished):
                self.finished.append(event.outcome)
            elif isinstance(event, ReadingWanted):
                self.tickets.append(event.ticket)
            elif isinstance(event, Challenged):
                assert self.session.step is Step.CHALLENGE

    def turned(self, step: Step, asked: bool) -> None:
        before, order = self.steps[-1], pages(self.policy_)
        self.steps.append(step)
        if step in ALWAYS or Step.FAULT is before:
            return
        follows = order.index(step) == order.index(before) + 1
        again = step in BACK and order.index(step) <= order.index(before)
        assert follows or again or (asked and page_before(before, self.policy_) is step)

    def tell(self, command: say.Command) -> None:
        before = self.session.outcome, self.session.decision
        self.follow(self.session.command(command), asked=True)
        if before[0] is not None:
            assert (self.session.outcome, self.session.decision) == before

    # -- what people, cameras and clocks do -------------------------------------------------------

    @rule(command=st.sampled_from([
        say.Start(), say.Start(more_time=True), say.Confirm(), say.Confirm(staff_will_look=True),
        say.Retake(), say.TakePicture(), say.CannotDo(), say.Back(), say.Cancel(), say.Resume(),
        say.Covered(True), say.Covered(False), say.Case("A-1"), say.InstructionShown(1, 0.0),
        say.InstructionShown(2, 1e9), say.Start(calm=True), say.ShowColours(),
        say.ColourShown(1, 1e9), say.NoColours(),
    ]))  # fmt: skip
    def press(self, command: say.Command) -> None:
        self.tell(command)

    @rule(agreed=st.booleans())
    def answer(self, agreed: bool) -> None:
        self.agreed |= agreed and self.session.step is Step.CONSENT
        self.tell(say.Consent(agreed, "en", "1"))

    @rule()
    def on(self) -> None:
        """The next thing that an obliging person would do, so that every page is reached."""
        step = self.session.step
        if step is Step.WELCOME:
            self.tell(say.Start())
        elif step is Step.CONSENT:
            self.answer(True)
        elif step is Step.DOCUMENT:
            self.table.empty = False
            self.watch(2.0, {})
            self.read(0, good=True, portrait=True, zone=True)
        elif step is Step.CONFIRM:
            self.tell(say.Confirm())
        else:
            self.watch(2.0, {})

    @rule(seconds=st.sampled_from([0.2, 1.0, 4.0]), seen=st.sampled_from(SEEN))
    def watch(self, seconds: float, seen: dict[str, float] | None) -> None:
        self.seen = seen
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.index += 1
            picture = self.room + np.uint8(self.index % 40)
            self.follow(self.session.feed(Frame(picture, self.now_s, self.index)), asked=False)

    @rule()
    def show_the_instruction(self) -> None:
        challenge = self.session.view.challenge
        if challenge is not None:
            self.tell(say.InstructionShown(challenge.number, self.now_s))

    @rule(most=st.integers(1, 13))
    def shine(self, most: int) -> None:
        """The screen shows some or all of its colours, and a wall as grey as ever is seen."""
        self.tell(say.ShowColours())
        for number in range(1, most + 1):
            self.tell(say.ColourShown(number, self.now_s))
            self.watch(0.6, {})

    @rule(empty=st.booleans())
    def lay_the_card(self, empty: bool) -> None:
        self.table.empty = empty

    @rule(late=st.integers(0, 3), good=st.booleans(), portrait=st.booleans(), zone=st.booleans())
    def read(self, late: int, good: bool, portrait: bool, zone: bool) -> None:
        """An answer of the reader, the newest or one that comes late, from another visitor even."""
        ticket = self.tickets[-1 - late] if late < len(self.tickets) else "K7Q4 2M9D/1"
        result = reading(portrait, zone) if good else SubjectError("hint.hold_still")
        self.tell(say.DocumentRead(result, ticket))

    @rule()
    def break_down(self) -> None:
        self.tell(say.Fail(KioskFault("fault.camera_stopped"), "F-1"))

    @rule(seconds=st.floats(0, 50))
    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.follow(self.session.tick(self.now_s), asked=False)

    @rule()
    def clock_runs_back(self) -> None:
        self.follow(self.session.tick(self.now_s - 100), asked=False)

    @rule()
    def nobody_acts(self) -> None:
        """Whatever the page: it ends by itself, and soon."""
        if self.session.step is Step.WELCOME or self.session.outcome is not None:
            return
        limit_s = self.policy_.step_limit_s * MORE_TIME
        for _ in range(self.policy_.challenge_attempts * 4):
            self.now_s += limit_s
            self.follow(self.session.tick(self.now_s), asked=False)
        assert self.session.outcome is not None

    @precondition(lambda self: self.session.outcome is not None)
    @rule()
    def next_person(self) -> None:
        self.begin()

    # -- what always holds ------------------------------------------------------------------------

    @invariant()
    def the_end_is_told_once_and_stays(self) -> None:
        if not hasattr(self, "session"):
            return
        assert self.finished in ([], [self.session.outcome])
        assert (self.session.outcome is not None) is bool(self.finished)
        assert bool(self.finished) is (self.session.step is Step.RESULT)

    @invariant()
    def nobody_is_looked_at_before_they_agree(self) -> None:
        if hasattr(self, "session") and not self.agreed:
            assert self.observers == 0

    @invariant()
    def no_page_is_reached_without_what_it_follows(self) -> None:
        if not hasattr(self, "session"):
            return
        step, view = self.session.step, self.session.view
        if step in (Step.DOCUMENT, Step.CONFIRM, Step.FACE, Step.CHALLENGE):
            assert self.session.consent is not None
            assert self.session.consent.agreed
        if step is Step.CONFIRM or (step in (Step.FACE, Step.CHALLENGE) and self.policy_.document):
            assert view.document is not None
        if step is Step.CHALLENGE:
            assert view.challenge is not None

    @invariant()
    def attempts_are_counted(self) -> None:
        if hasattr(self, "session"):
            assert 1 <= self.session.attempt <= self.policy_.challenge_attempts

    @invariant()
    def the_view_can_be_drawn(self) -> None:
        if not hasattr(self, "session"):
            return
        view = self.session.view
        assert view.step is self.session.step
        assert 0 <= view.ring <= 1
        assert (view.fault is not None) is (view.step is Step.FAULT)
        if view.step in (Step.WELCOME, Step.CONSENT, Step.RESULT):
            assert view.document is None or view.step is Step.CONSENT
            assert view.challenge is None
        if view.step is Step.WELCOME:
            assert self.session.consent is None

    @invariant()
    def what_was_not_seen_on_the_face_does_not_pass(self) -> None:
        if hasattr(self, "session"):
            light = [one for one in self.session.checks if one.name == "screen_light"]
            assert all(one.status is not Status.PASS for one in light)

    @invariant()
    def nothing_is_approved_that_was_not_assessed(self) -> None:
        if hasattr(self, "session"):
            assert self.session.outcome is not Outcome.APPROVED, "deepfake has no detector"


AnyWay.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestAnyWay = AnyWay.TestCase
