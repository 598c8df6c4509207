"""One person's session: what was shown and done, and what follows from it.

It starts no thread and reads no clock. Frames, ticks and commands go in and events come out; `view`
is what the window draws. Seconds are those of the frames and ticks, on one monotonic clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ekyc.decision import Evidence, decide
from ekyc.document.tilt import TiltChallenge, draw_tilts
from ekyc.face.match import Matcher
from ekyc.face.observer import Observer
from ekyc.hint import Hint, Tone
from ekyc.liveness.continuity import Continuity
from ekyc.liveness.plan import draw_plan, new_nonce
from ekyc.liveness.screen_colours import draw_colours
from ekyc.liveness.timeline import Timeline
from ekyc.messages import Message
from ekyc.passive.watch import PassiveWatch
from ekyc.policy import Policy
from ekyc.policy_rules import LIGHT_OFF, SCREEN_LIGHT
from ekyc.session import commands as say
from ekyc.session.challenge_step import ChallengeStep, Fail
from ekyc.session.checks import Gathered, checks_of
from ekyc.session.document_step import DocumentStep, Finder
from ekyc.session.events import (
    Answered,
    Challenged,
    Event,
    Finished,
    Prompted,
    ReadingWanted,
    StepChanged,
)
from ekyc.session.face_step import FaceCapture, FaceStep
from ekyc.session.frame_rate import FrameRate
from ekyc.session.lighting import CALM, Lighting
from ekyc.session.order import page_after, page_before
from ekyc.session.reference import new_reference
from ekyc.session.view import CardView, FaceView, FaultView, Step, View
from ekyc.values import Check, Decision, Floats, Frame, Outcome, Provenance

MORE_TIME = 2.0
"""Deadlines are this much longer for a person who asks for more time."""

CLOSED = (Step.WELCOME, Step.RESULT)
"""Nothing is watched on these pages."""

IDLE = (Step.DOCUMENT, Step.FACE)
"""Pages that end when nobody is seen; who reads a page is not seen, movements have deadlines."""

NEVER = float("-inf")
"""Before the first frame or tick."""

RETRY_SAID_S = 2.5
"""How long the person reads that it is tried once more."""


class Session:
    """One person. `view` changes with every event and frame."""

    def __init__(
        self,
        matcher: Matcher,
        provenance: Provenance,
        new_observer: Callable[[], Observer],
        finder: Finder,
        new_watch: Callable[[], PassiveWatch] = PassiveWatch,
        plan: tuple[str, ...] | None = None,
        success_hold_s: float = 0.0,
        attended: bool = True,
        reference: str | None = None,
        case: str = "",
    ) -> None:
        """`plan` fixes the movements (a recording); otherwise they are drawn for each attempt.

        `attended`: when nobody is there for the policy's idle time, the session ends (TIMED_OUT).
        `case` is the bank's number for it until `say.Case` brings another.
        `new_observer` and `new_watch` give fresh ones for each attempt, so that nothing carries
        over.
        """
        self._matcher, self._policy = matcher, matcher.policy
        self.provenance = provenance
        self._new_observer, self._new_watch, self._finder = new_observer, new_watch, finder
        self._fixed_plan = plan
        self._success_hold_s = success_hold_s
        self._attended = attended
        self._frame_size = (640, 480)
        self._rate = FrameRate()
        self._now_s = NEVER
        self._given_case = say.Case(case).number
        self._forget(reference)

    def _forget(self, reference: str | None = None) -> None:
        """Everything about a person; begins with the next one."""
        self.reference = reference or new_reference()
        self.case = self._given_case
        self.step = Step.WELCOME
        self.outcome: Outcome | None = None
        self.decision: Decision | None = None
        self._ended_with: tuple[Check, ...] | None = None
        self.attempt = 1
        self.nonce = new_nonce()
        self.timelines: list[Timeline] = []
        self.consent: say.Consent | None = None
        self.staff_will_look = False
        self.corrected: tuple[str, ...] = ()
        self._patience = 1.0
        self._covered = False
        self._asked, self._ticket = 0, ""
        self._tilts = self._lights = 0
        self._lighting = Lighting.before(self.provenance)
        self._let_go()
        self._fault: FaultView | None = None
        self._resume_step = Step.WELCOME
        self._retry_s = NEVER
        self._active_s = self._step_s = self._now_s

    def _let_go(self) -> None:
        """Of every picture, every value read and every measure of a face: that memory overwrites
        itself (ekyc.memory).
        """
        self._document = self._new_document()
        self._portrait: Floats | None = None
        self._face: FaceStep | None = None
        self._challenge: ChallengeStep | None = None
        self._capture: FaceCapture | None = None
        self._watch = self._new_watch()

    # -- what goes in ---------------------------------------------------------------------------

    def feed(self, frame: Frame) -> list[Event]:
        """Take the next frame."""
        self._frame_size = (frame.rgb.shape[1], frame.rgb.shape[0])
        self._rate.step(frame.t_s)
        events = self.tick(frame.t_s)
        if self._covered and self.step is not Step.CHALLENGE:
            return events
        if self.step is Step.DOCUMENT:
            self._document.feed(frame)
            self._notice(self._document.is_used)
            return [*events, *self._ask_to_read()]
        if self.step is Step.FACE and self._face is not None:
            self._face.feed(frame)
            self._watch.feed(frame, self._face.seen)
            self._notice(self._face.seen is not None)
            if self._face.capture is not None:
                self._capture = self._face.capture
                return [*events, *self._after_face(self._face, self._capture)]
        elif self.step is Step.CHALLENGE and self._challenge is not None:
            passed = self._challenge.feed(frame)
            if not self._challenge.is_lit:  # no detector knows faces in such colours
                self._watch.feed(frame, self._challenge.seen)
            return [*events, *self._after_challenge(passed)]
        return events

    def tick(self, now_s: float) -> list[Event]:
        """Time goes on, with frames or without."""
        if self._now_s == NEVER:
            self._active_s = self._step_s = now_s
        self._now_s = max(self._now_s, now_s)
        if self.step is Step.WELCOME and self._attended and self._is_idle():
            self.case = self._given_case  # who typed another has left
        if self._attended and self._is_over():
            return list(self._end(Outcome.FAULT if self._fault else Outcome.TIMED_OUT))
        if self.step is Step.CHALLENGE and self._challenge is not None:
            self._challenge.tick(now_s)
            return list(self._after_challenge(passed=False))
        return []

    def _is_over(self) -> bool:
        """Nobody is there any more, or somebody is for too long: no page keeps data for ever."""
        if self.step in CLOSED:
            return False
        late = self._now_s - self._step_s > self._policy.step_limit_s * self._patience
        return late or (self.step in IDLE and not self._covered and self._is_idle())

    def _is_idle(self) -> bool:
        return self._now_s - self._active_s > self._policy.idle_timeout_s * self._patience

    def command(self, command: say.Command) -> list[Event]:
        """Take what the person, the teller or the runner says. Out of place, it does nothing."""
        if self.outcome is not None:
            return []
        self._active_s = self._now_s
        return list(self._obey(command))

    def finish(self) -> list[Event]:
        """No more frames will come: decide on what there is."""
        if self.outcome is not None:
            return []
        if self._challenge is not None and not self._challenge.done:
            self._challenge.fail(Fail.ENDED)
        return list(self._decide())

    def withhold(self, fault: FaultView) -> None:
        """The end could not be recorded: show that instead of the result, until `release`."""
        self._fault, self.step = fault, Step.FAULT

    def release(self) -> None:
        """The end is recorded: show it."""
        self._fault, self.step = None, Step.RESULT

    # -- what comes out -------------------------------------------------------------------------

    @property
    def policy(self) -> Policy:
        """By which it is decided."""
        return self._policy

    @property
    def checks(self) -> tuple[Check, ...]:
        """Everything that was checked, so far or in all."""
        if self._ended_with is not None:
            return self._ended_with
        return checks_of(self._gathered, self._matcher)

    @property
    def _gathered(self) -> Gathered:
        return Gathered(
            self.provenance,
            self._document.reading,
            self._document.tilt,
            self._portrait,
            self._capture,
            self._challenge,
            self._watch.checks(self._policy),
            light=self._lighting.checks(self._policy),
            declined=self.consent is not None and not self.consent.agreed,
            disagrees=self.staff_will_look,
        )

    @property
    def view(self) -> View:
        """What the window draws now."""
        document, face, challenge = self._document, self._face, self._challenge
        seen = face.seen if self.step is Step.FACE and face else None
        if self.step is Step.CHALLENGE and challenge:
            seen = challenge.seen
        return View(
            step=self.step,
            frame_size=self._frame_size,
            hint=self._hint(),
            card=document.view() if self.step is Step.DOCUMENT else CardView(),
            document=document.reading,
            face=FaceView.of(seen) if seen else None,
            fps=self._rate.fps,
            ring=face.ring if face else 0.0,
            ring_waits=not (face and face.hint and face.hint.tone is Tone.DONE),
            challenge=challenge.view() if self.step is Step.CHALLENGE and challenge else None,
            checks=self.checks,
            outcome=self.outcome if self._fault is None else None,
            decision=self.decision if self._fault is None else None,
            reference=self.reference,
            traces=tuple(timeline.trace() for timeline in self.timelines),
            case=self.case,
            demonstration=not (self.decision and self.decision.valid_for_onboarding),
            attempt=self.attempt,
            attempts=self._policy.challenge_attempts,
            fault=self._fault,
        )

    def _notice(self, somebody: bool) -> None:
        """Whoever can be seen is not idle."""
        if somebody:
            self._active_s = self._now_s

    # -- the steps ------------------------------------------------------------------------------

    def _obey(self, command: say.Command) -> Iterator[Event]:
        step = self.step
        if isinstance(command, say.Cancel) and step is not Step.WELCOME:
            ends_as = Outcome.FAULT if step is Step.FAULT else Outcome.CANCELLED
            yield from self._end(ends_as)
        elif isinstance(command, say.Fail):
            self._fault = FaultView(command.error.message, command.fault_id)
            self._resume_step = step if step is not Step.FAULT else self._resume_step
            yield from self._go(Step.FAULT, "")
        elif isinstance(command, say.Resume) and step is Step.FAULT:
            self._fault = None
            if self._resume_step is Step.CHALLENGE:
                yield from self._try_anew()  # what was asked for is known by now
            else:
                yield from self._again(self._resume_step)
        elif isinstance(command, say.Case):
            self.case = command.number
        elif isinstance(command, say.Covered):
            self._cover(command.covered)
        elif isinstance(command, say.Back):
            yield from self._back()
        elif isinstance(command, say.Start) and step is Step.WELCOME:
            self._patience = MORE_TIME if command.more_time else 1.0
            if command.calm:
                self._lighting.refused = CALM
            yield from self._go(Step.CONSENT, "")
        elif isinstance(command, say.Consent) and step is Step.CONSENT:
            self.consent = command
            if command.agreed:
                yield from self._again(page_after(step, self._policy))
            else:
                yield from self._decide()
        elif isinstance(command, say.TakePicture) and step is Step.DOCUMENT:
            self._document.take_now()
            yield from self._ask_to_read()
        elif isinstance(command, say.DocumentRead) and step is Step.DOCUMENT:
            yield from self._document_read(command)
        elif isinstance(command, say.Correct) and step is Step.CONFIRM:
            self.corrected = self._document.correct(command.correction)
        elif isinstance(command, say.Retake) and step is Step.CONFIRM:
            yield from self._again(Step.DOCUMENT)
        elif isinstance(command, say.Confirm) and step is Step.CONFIRM:
            self.staff_will_look = command.staff_will_look
            yield from self._again(page_after(step, self._policy))
        elif isinstance(command, say.InstructionShown) and step is Step.CHALLENGE:
            if self._challenge is not None and command.number == self._challenge.number:
                self._challenge.shown(command.t_s)
        elif isinstance(command, say.ShowColours) and step is Step.CHALLENGE and self._challenge:
            self._lights += 1  # as the movements: who begins anew is shown others
            self._challenge.show_colours(draw_colours(self.nonce, self._lights))
        elif isinstance(command, say.ColourShown) and step is Step.CHALLENGE and self._challenge:
            if self._challenge.colour_shown(command.number, command.t_s):
                yield Prompted(self._challenge.colour)
        elif isinstance(command, say.NoColours) and step is Step.CHALLENGE and self._challenge:
            if self._challenge.is_light:
                self._lighting.refused = CALM
                yield from self._without_light(self._challenge)
        elif isinstance(command, say.CannotDo) and step is Step.CHALLENGE and self._challenge:
            self._challenge.fail(Fail.CANNOT)
            yield from self._decide()

    def _cover(self, covered: bool) -> None:
        """Of who reads something else no picture is taken. Movements go on: time to read would be
        time to prepare one.
        """
        self._covered = covered
        if self.step is Step.DOCUMENT:
            self._document.look_away()
        elif self.step is Step.FACE:
            self._face = self._new_face()

    def _new_document(self) -> DocumentStep:
        if not self._policy.document_tilt:
            return DocumentStep(self._finder)
        # As the movements: who takes the picture anew is asked for other turns.
        self._tilts += 1
        wanted = draw_tilts(f"{self.nonce}/{self._tilts}")
        deadline_s = self._policy.challenge_deadline_s * self._patience
        return DocumentStep(self._finder, TiltChallenge(wanted, deadline_s))

    def _new_face(self) -> FaceStep:
        """A step that remembers of the one before only which pictures there were."""
        before = Continuity() if self._face is None else self._face.continuity
        return FaceStep(self._new_observer(), before.anew())

    def _again(self, step: Step) -> Iterator[Event]:
        """Begin a step from its start; of an earlier try of it no measure remains."""
        if step is Step.DOCUMENT:
            self._document, self._portrait = self._new_document(), None
            self.corrected = ()
            self._ticket = ""
            yield from self._go(step, "document")
        elif step in (Step.FACE, Step.CHALLENGE):
            self._face, self._challenge = self._new_face(), None
            self._capture, self._watch = None, self._new_watch()
            yield from self._go(Step.FACE, "face")
        else:
            yield from self._go(step, "")

    def _back(self) -> Iterator[Event]:
        """One page back; back at the start nothing of the person is left, but a record of movements
        that were asked for: who fails does not begin afresh unseen.
        """
        before = page_before(self.step, self._policy)
        if before is Step.WELCOME and self.timelines:
            yield from self._end(Outcome.CANCELLED)  # what was tried stays in the record
        elif before is Step.WELCOME:
            self._forget()
            yield from self._go(before, "")
        elif before is not None:
            self._face = self._challenge = self._capture = None
            yield from self._again(before)

    def _document_read(self, command: say.DocumentRead) -> Iterator[Event]:
        if command.ticket != self._ticket:
            return
        self._document.read(command.result)
        reading = self._document.reading
        if reading is not None:
            if reading.portrait is not None and reading.portrait_face is not None:
                observer = self._new_observer()
                self._portrait = observer.embed(reading.portrait, reading.portrait_face)
            yield from self._go(Step.CONFIRM, "")
        else:
            side = self._document.side
            yield Prompted("document" if side == "front" else "document_back")

    def _ask_to_read(self) -> Iterator[Event]:
        if self._document.wants_reading:
            self._document.wants_reading = False
            front, back = self._document.pictures
            self._asked += 1
            self._ticket = f"{self.reference}/{self._asked}"
            yield ReadingWanted(front, back, self._ticket)

    def _after_face(self, face: FaceStep, capture: FaceCapture) -> Iterator[Event]:
        policy = self._policy
        if page_after(Step.FACE, policy) is Step.RESULT:
            yield from self._decide()
            return
        self._challenge = ChallengeStep(
            observer=face.observer,
            continuity=face.continuity,
            plan=self._fixed_plan or self._draw(),
            rest=capture.rest,
            deadline_s=policy.challenge_deadline_s * self._patience,
            track=capture.track,
            attempt=self.attempt,
            hold_s=self._success_hold_s,
            timelines=self.timelines,
        )
        yield from self._go(Step.CHALLENGE, self._challenge.name)
        yield Challenged(1, self._challenge.name)

    def _draw(self) -> tuple[str, ...]:
        """The movements; before them the screen's light, or one more, where the policy has it."""
        policy = self._policy
        last = self.timelines[-1].name if self.timelines else ""
        count, pool = policy.challenge_count, policy.challenge_pool
        plan = draw_plan(self.nonce, self.attempt, count, pool, after=last)
        if policy.screen_light == LIGHT_OFF:
            return plan
        self._lighting.anew()
        return (SCREEN_LIGHT if self._lighting.is_asked(policy) else self._instead(plan), *plan)

    def _instead(self, plan: tuple[str, ...]) -> str:
        """A movement in place of the screen's light, another one than that which follows."""
        pool = self._policy.challenge_pool
        return draw_plan(f"{self.nonce}/instead", self.attempt, 1, pool, after=plan[0])[0]

    def _without_light(self, challenge: ChallengeStep) -> Iterator[Event]:
        challenge.instead(self._instead(challenge.plan[challenge.number :]))
        yield Prompted(challenge.name)
        yield Challenged(challenge.number, challenge.name)

    def _after_challenge(self, passed: bool) -> Iterator[Event]:
        challenge = self._challenge
        if challenge is None:
            return
        if challenge.is_light and challenge.light is not None:
            self._lighting.reflection = challenge.light.reflection
        if challenge.light_is_unseen and challenge.failure is None:
            yield from self._without_light(challenge)
            return
        if passed:
            yield Answered(challenge.number, challenge.name, True, self._now_s)
            yield Prompted("face")
        if challenge.failure is not None:
            yield Answered(challenge.number, challenge.name, False, self._now_s)
            yield from self._failed(challenge.failure)
        elif challenge.done:
            if challenge.tick_was_shown:
                yield from self._decide()
        elif challenge.next_if_due():
            yield Prompted(challenge.name)
            yield Challenged(challenge.number, challenge.name)

    def _failed(self, failure: Fail) -> Iterator[Event]:
        if failure in (Fail.CANNOT, Fail.ENDED):
            yield from self._decide()
        else:
            yield from self._try_anew()

    def _try_anew(self) -> Iterator[Event]:
        """Other movements, and a new picture of the face, while attempts are left."""
        if self.attempt >= self._policy.challenge_attempts or self._fixed_plan is not None:
            yield from self._decide()
            return
        self.attempt += 1
        self._retry_s = self._now_s
        yield from self._again(Step.FACE)

    def _decide(self) -> Iterator[Event]:
        gathered = self._gathered
        evidence = Evidence(self.checks, self.provenance, gathered.is_specimen)
        self.decision = decide(evidence, self._policy)
        yield from self._end(self.decision.outcome)

    def _end(self, outcome: Outcome) -> Iterator[Event]:
        if self.outcome is not None:
            return
        self._ended_with = self.decision.checks if self.decision else self.checks
        self.outcome, self._fault = outcome, None
        self._let_go()
        yield from self._go(Step.RESULT, "")
        yield Finished(outcome)

    def _go(self, step: Step, wanted: str) -> Iterator[Event]:
        self.step, self._covered = step, False
        self._active_s = self._step_s = self._now_s
        yield StepChanged(step)
        yield Prompted(wanted)

    def _hint(self) -> Hint | None:
        if self.step is Step.DOCUMENT:
            return self._document.hint
        if self.step is Step.FACE and self._face:
            if self._now_s - self._retry_s < RETRY_SAID_S:
                return Hint(Message("hint.once_more"), Tone.ATTENTION, "retry")
            return self._face.hint
        if self.step is Step.CHALLENGE and self._challenge:
            return self._challenge.hint
        return None
