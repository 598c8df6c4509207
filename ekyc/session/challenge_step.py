"""The movements, one after the other, each within its deadline, by the person who was matched."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ekyc.face.observer import Observer
from ekyc.hint import Hint, Tone
from ekyc.liveness.challenges import TURN_MOST_DEG
from ekyc.liveness.continuity import Continuity
from ekyc.liveness.dwell import MAX_GAP_S
from ekyc.liveness.light_challenge import LASTS_S, LightChallenge
from ekyc.liveness.machine import Challenge, Phase, Progress
from ekyc.liveness.measures import Rest
from ekyc.liveness.screen_colours import Colour
from ekyc.liveness.screen_light import Verdict
from ekyc.liveness.timeline import Timeline
from ekyc.messages import Message
from ekyc.policy_rules import SCREEN_LIGHT
from ekyc.session.view import ChallengeView
from ekyc.values import Check, FaceObservation, Floats, Frame, Status

EMBED_EVERY_S = 0.4
COMPARED_WITHIN_S = 0.6
"""`EMBED_EVERY_S` and two frames at 10 fps. Who could not be compared for longer, because the face
was turned away, begins the movement again."""
MOST_YAW_TO_EMBED_DEG = TURN_MOST_DEG
"""Beyond this the network was not made for the face it sees."""
ICONS = {
    "turn_left": "arrow_left",
    "turn_right": "arrow_right",
    "hold_still": "focus",
}
"""Beside a hint: the way that is asked for, whether it goes further or the other way."""
ONWARD = frozenset({"hint.a_little_further", "hint.other_way"})
"""Hints that go that way; others look straight, or back."""
TOO_MANY_GAPS = 3
"""Longer than `MAX_GAP_S`, in one movement: then it was the machine that could not see it."""

MOST_ABSENCE_S = 1.0
"""Without a face, or with several: long enough for somebody else to take the place."""


class Fail(Enum):
    """Why the movements ended early."""

    DEADLINE = "reason.movement_not_seen"
    LEFT = "reason.person_left"
    CROWD = "reason.several_people"
    BROKEN = "reason.recording_broken"
    CANNOT = "reason.movement_not_possible"
    LIGHT = "reason.light_not_followed"
    ENDED = "reason.recording_ended"


@dataclass
class ChallengeStep:
    """Runs a plan. `hold_s` is how long the tick stays before the next movement is asked for.

    Its first may be the screen's light: `light`, once the person is ready for it.

    `observer` and `continuity` are those that followed the face while it was captured; `track` is
    that face's. `timelines` are the session's: those of earlier attempts come first.
    """

    observer: Observer
    continuity: Continuity
    plan: tuple[str, ...]
    rest: Rest
    deadline_s: float
    track: int
    attempt: int = 1
    hold_s: float = 0.0
    number: int = 1
    hint: Hint | None = None
    seen: FaceObservation | None = None
    failure: Fail | None = None
    embeddings: list[Floats] = field(default_factory=list)
    timelines: list[Timeline] = field(default_factory=list)
    light: LightChallenge | None = None
    _machine: Challenge | None = None
    _progress: Progress | None = None
    _now_s: float = 0.0
    _absent_since: float | None = None
    _embedded_s: float = float("-inf")
    _frame_s: float | None = None
    _gaps: int = 0

    def __post_init__(self) -> None:
        self._ask()

    @property
    def name(self) -> str:
        """The movement that is asked for."""
        return self.plan[self.number - 1]

    @property
    def is_light(self) -> bool:
        """True while it is not a movement that is asked for, but the screen that shines."""
        return self.name == SCREEN_LIGHT

    @property
    def is_lit(self) -> bool:
        """The screen's colours lie on the face, or may do."""
        return self.is_light and self.light is not None and self.light.reflection is None

    @property
    def light_is_unseen(self) -> bool:
        """The colours were shown, and too little of their light came back to tell anything."""
        verdict = self.light and self.light.reflection and self.light.reflection.verdict
        return self.is_light and verdict is Verdict.UNSEEN

    @property
    def done(self) -> bool:
        """True once every movement was seen."""
        return self._timeline.passed_s is not None and self.number == len(self.plan)

    @property
    def tick_was_shown(self) -> bool:
        """True once the movement was seen and its tick stayed for `hold_s`."""
        passed_s = self._timeline.passed_s
        return passed_s is not None and self._now_s - passed_s >= self.hold_s

    @property
    def passed_count(self) -> int:
        """Movements seen so far."""
        return self.number - (self._timeline.passed_s is None)

    def shown(self, t_s: float) -> None:
        """The instruction is on the screen since `t_s`: its deadline runs from here."""
        if self._timeline.shown_s is None:
            self._timeline.shown_s = t_s
            seen, machine = self.seen, self._machine
            if machine is None or seen is None:
                return
            if seen.t_s >= t_s and seen.faces_seen == 1:
                machine.step(seen)  # a person may be at rest in this very frame

    def show_colours(self, colours: tuple[Colour, ...]) -> None:
        """The screen shines in these from now on; of colours before them nothing counts."""
        if self.is_light and self._timeline.shown_s is not None:
            self.light = LightChallenge(colours)

    def colour_shown(self, number: int, t_s: float) -> bool:
        """As `LightChallenge.colour_shown`; false where no colours are asked for."""
        return self.is_light and self.light is not None and self.light.colour_shown(number, t_s)

    @property
    def colour(self) -> str:
        """The colour that is on the screen, "#00cd00"; "" when there is none."""
        return self.light.colour if self.is_light and self.light is not None else ""

    def instead(self, name: str) -> None:
        """Ask for this movement in place of the present one."""
        self._timeline.failure = Message("reason.light_instead")
        before, after = self.plan[: self.number - 1], self.plan[self.number :]
        self.plan = (*before, name, *after)
        self._ask()

    def feed(self, frame: Frame) -> bool:
        """Take the next frame; true when it completes the movement."""
        self.tick(frame.t_s)
        self._gaps += self._frame_s is not None and frame.t_s - self._frame_s > MAX_GAP_S
        self._frame_s = frame.t_s
        self.seen = seen = self.observer.observe(frame)
        if self.continuity.step(frame) is not None:
            self.fail(Fail.BROKEN)
        if self.failure is not None or self._timeline.passed_s is not None:
            return False
        if seen is None or seen.faces_seen > 1:
            self._absent(frame.t_s, crowd=seen is not None)
            return False
        self._absent_since = None
        if seen.track_id != self.track:
            self.track = seen.track_id
            self._begin()
            if self.light is not None:
                self.light.forget_seen()  # the light on two people is nobody's
        self._compare(frame, seen)
        if self._timeline.shown_s is None:
            return False
        return self._move(frame, seen)

    def tick(self, now_s: float) -> None:
        """Time goes on, also without frames."""
        self._now_s = max(self._now_s, now_s)
        if self._timeline.passed_s is not None or self._timeline.shown_s is None:
            return
        if self.light is not None and self.is_light:
            self.light.tick(now_s)
            self._judge()
        if now_s - self._timeline.shown_s > self.deadline_s + (LASTS_S if self.is_light else 0):
            self.fail(Fail.DEADLINE)

    def fail(self, why: Fail) -> None:
        """End the movements; the first reason stays."""
        if self.failure is None:
            self.failure = why
            if self._timeline.passed_s is None:
                self._timeline.failure = self._failure_reason()

    def next_if_due(self) -> bool:
        """Ask for the next movement once the tick was shown; true when one begins."""
        if self.done or not self.tick_was_shown:
            return False
        self.number += 1
        self._ask()
        return True

    def view(self) -> ChallengeView:
        """As the page draws it."""
        timeline, left_s = self._timeline, None
        if timeline.shown_s is not None:
            left_s = max(self.deadline_s - (self._now_s - timeline.shown_s), 0.0)
        return ChallengeView(
            name=self.name,
            number=self.number,
            total=len(self.plan),
            progress=self._progress.fraction if self._progress else 0.0,
            remaining_s=left_s,
            deadline_s=self.deadline_s,
            passed=timeline.passed_s is not None,
            colours=self.light.colours if self.light is not None and self.is_light else (),
        )

    def checks(self) -> tuple[Check, ...]:
        """One check a movement, and `active_liveness` over all of them."""
        named = [one for one in enumerate(self.plan, start=1) if one[1] != SCREEN_LIGHT]
        each = tuple(self._check(number, name) for number, name in named)
        seen, total = self.passed_count, len(self.plan)
        if self.done and self.failure is None:
            status, reason = Status.PASS, Message("reason.all_movements_seen", {"n": total})
        elif self.failure is None:
            status, reason = Status.NOT_ASSESSED, Message("reason.not_reached")
        else:
            status = Status.NOT_ASSESSED if self._unable else Status.FAIL
            reason = self._failure_reason()
        overall = Check("active_liveness", status, reason, float(seen), float(total))
        return (*each, overall, self.continuity.check())

    @property
    def _timeline(self) -> Timeline:
        return self.timelines[-1]

    def _ask(self) -> None:
        self.timelines.append(Timeline(self.name, self.attempt))
        self._progress = self.hint = None
        self._gaps = 0
        self._begin()

    def _begin(self) -> None:
        """The movement from its start: nothing that was seen before counts."""
        self._machine = None if self.is_light else Challenge(self.name, self.rest)

    def _move(self, frame: Frame, seen: FaceObservation) -> bool:
        before = self._progress
        if self._machine is not None:
            progress = self._machine.step(seen)
        elif self.light is not None:
            self.light.step(frame.t_s, frame.rgb, None if _is_turned(seen) else seen)
            progress = self.light.progress
            self._judge()
        else:
            return False
        self._progress = progress
        self._timeline.step(frame.t_s, progress)
        if before is not None and before.phase is not progress.phase:
            self._embed(frame, seen)  # who began, reached and ended it, is compared
        said = progress.hint
        icon = ICONS.get(self.name, "face") if said and said.id in ONWARD else "face"
        self.hint = Hint(said, Tone.NEUTRAL, icon) if said else None
        return progress.passed

    def _judge(self) -> None:
        """Of the colours: light that does not follow them ends the attempt."""
        verdict = self.light and self.light.reflection and self.light.reflection.verdict
        if verdict in (Verdict.OTHER, Verdict.AROUND):
            self.fail(Fail.LIGHT)

    def _compare(self, frame: Frame, seen: FaceObservation) -> None:
        turned = _is_turned(seen)
        apart_s = frame.t_s - self._embedded_s
        if not turned and apart_s >= EMBED_EVERY_S:
            self._embed(frame, seen)
        if turned and apart_s > COMPARED_WITHIN_S and self._phase is not Phase.SEEK_NEUTRAL:
            self._begin()

    @property
    def _unseen(self) -> bool:
        """The time ran out while the machine, too slow, could not see the movement."""
        return self.failure is Fail.DEADLINE and self._gaps >= TOO_MANY_GAPS

    @property
    def _unable(self) -> bool:
        """The movement was not made or not seen, and neither is the person's doing: for staff."""
        return self.failure is Fail.CANNOT or self._unseen

    @property
    def _phase(self) -> Phase:
        return self._progress.phase if self._progress else Phase.SEEK_NEUTRAL

    def _check(self, number: int, name: str) -> Check:
        title = f"challenge_{name}"
        if number <= self.passed_count:
            timeline = self.timelines[number - 1 - self.number]
            took_s = (timeline.passed_s or 0.0) - (timeline.shown_s or 0.0)
            seen = Message("reason.movement_seen", {"seconds": round(took_s, 1)})
            return Check(title, Status.PASS, seen, 1.0, 1.0)
        if number == self.number and self._unable:
            return Check(title, Status.NOT_ASSESSED, self._failure_reason())
        if number == self.number and self.failure is not None:
            return Check(title, Status.FAIL, self._failure_reason(), 0.0, 1.0)
        return Check(title, Status.NOT_ASSESSED, Message("reason.not_reached"))

    def _failure_reason(self) -> Message:
        why, timeline = self.failure or Fail.DEADLINE, self._timeline
        text = why.value
        if self._unseen:
            text = "reason.pictures_too_few"
        elif why is Fail.DEADLINE and self.is_light:
            text = "reason.light_not_started"
        elif why is Fail.DEADLINE and timeline.neutral_s is None:
            text = "reason.movement_no_rest"
        elif why is Fail.DEADLINE and timeline.reached_s is not None:
            text = "reason.movement_not_left"
        part = self._machine.part(timeline.peak or 0.0) if self._machine is not None else 0.0
        return Message(
            text,
            {
                "movement": Message(f"movement.{self.name}"),
                "seconds": round(self.deadline_s),
                "percent": round(100 * part),
            },
        )

    def _absent(self, t_s: float, crowd: bool) -> None:
        self._absent_since = t_s if self._absent_since is None else self._absent_since
        if t_s - self._absent_since > MAX_GAP_S:
            self._begin()
        if crowd:
            self.hint = Hint(Message("hint.one_person"), Tone.STOP, "people")
        else:
            self.hint = Hint(Message("hint.no_face"), Tone.ATTENTION, "face")
        if t_s - self._absent_since > MOST_ABSENCE_S:
            self.fail(Fail.CROWD if crowd else Fail.LEFT)

    def _embed(self, frame: Frame, seen: FaceObservation) -> None:
        if frame.t_s > self._embedded_s:
            self._embedded_s = frame.t_s
            self.embeddings.append(self.observer.embed(frame.rgb, seen.face))


def _is_turned(seen: FaceObservation) -> bool:
    return abs(seen.pose.yaw_deg) > MOST_YAW_TO_EMBED_DEG
