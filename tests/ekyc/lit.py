"""A session before whose screen somebody stands: what the screen shows falls on the scene."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ekyc.face.match import Calibration, Matcher
from ekyc.liveness.screen_colours import Colour, draw_colours, encoded, light_of
from ekyc.passive.watch import PassiveWatch
from ekyc.policy import Policy
from ekyc.session import commands as say
from ekyc.session.drive import Screen
from ekyc.session.events import Challenged, Event
from ekyc.session.session import Session
from ekyc.session.view import Step
from ekyc.values import Face, FaceObservation, Floats, Frame, Provenance, Status
from tests.ekyc.conftest import Actor, head_at, observation, unit

ACTS = {"open_mouth": {"mouth": 0.5}, "turn_left": {"yaw": 25.0}}
POOL = ("open_mouth", "turn_left")
REQUIRED = ("same_person", "active_liveness", "continuity")
CALIBRATION = Calibration({"1e-4": 0.6}, {"1e-4": 0.6}, "a test")
_SKIN, _WALL, _CLOTH = (0.36, 0.22, 0.16), (0.25, 0.27, 0.3), (0.1, 0.12, 0.2)
_CELL = 10
"""Pictures are drawn in cells of so many px."""


@dataclass(frozen=True)
class Before:
    """Who or what stands there: how much of the screen's light (white is 1, against the room's) the
    face gives back, and the rest; `of` gives the colours that are really seen, `late_s` later."""

    face: float = 0.2
    around: float = 0.04
    of: Callable[[tuple[Colour, ...]], tuple[Colour, ...]] = lambda colours: colours
    late_s: float = 0.1
    tint: bool = False


def earlier(colours: tuple[Colour, ...]) -> tuple[Colour, ...]:
    """Those of another session."""
    del colours
    return draw_colours("an earlier session", 1)


class LitActor(Actor):
    """Its face's points lie where the picture has skin; what it does, `acts` says."""

    def __init__(self) -> None:
        super().__init__(lambda _t: self.acts)
        self.acts: dict[str, float] | None = {}

    def observe(self, frame: Frame) -> FaceObservation | None:
        seen = super().observe(frame)
        if seen is None:
            return None
        moved = head_at(seen.pose.yaw_deg) - head_at(0.0)
        return replace(seen, landmarks=_points() + moved, face=_FACE)


class Spy(PassiveWatch):
    """Notes which frames the detectors of attacks would look at."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_s: list[float] = []

    def feed(self, frame: Frame, seen: FaceObservation | None) -> None:
        del seen
        self.looked_s.append(frame.t_s)


class LitSession:
    """From the face on, at `fps`; the screen shows colours by the frames' clock."""

    def __init__(
        self,
        before: Before,
        light: str = "required",
        fps: float = 10.0,
        provenance: Provenance = Provenance.SIMULATED,
        attempts: int = 1,
        calm: bool = False,
        press: say.Command | None = None,
    ) -> None:
        """`press`: what the person presses instead of the start of the colours."""
        self.before, self.fps, self.press = before, fps, press
        self.person = LitActor()
        self.policy = Policy(
            "test",
            REQUIRED,
            document=False,
            challenge_pool=POOL,
            challenge_count=1,
            challenge_attempts=attempts,
            screen_light=light,
        )
        self.asked: list[str] = []
        self.t_s, self.index = 0.0, 0
        self.screen = Screen()
        self.shown: list[tuple[float, int]] = []
        self.challenged_s = -math.inf
        matcher = Matcher(CALIBRATION, self.policy)
        self.watch = Spy()
        self.session = Session(
            matcher,
            provenance,
            lambda: self.person,
            None,  # type: ignore[arg-type]
            new_watch=lambda: self.watch,
        )
        self.session.command(say.Start(calm=calm))
        self.session.command(say.Consent(True, "en", "1"))
        assert self.session.step is Step.FACE

    def play(self, most_s: float = 60.0, until: Callable[[], bool] = lambda: False) -> LitSession:
        """Until the session ends, `until` says so, or so many seconds have passed."""
        end_s = self.t_s + most_s
        while self.session.outcome is None and self.t_s < end_s and not until():
            self.act()
            self.frame()
        return self

    def frame(self) -> None:
        """The next picture, and what the screen shows by then."""
        self.t_s += 1 / self.fps
        self.index += 1
        self.follow(self.session.feed(Frame(self.picture(), self.t_s, self.index)))
        for shown in self.screen.due(self.t_s):
            self.shown.append((self.t_s, shown.number))
            self.follow(self.session.command(shown))

    def follow(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, Challenged):
                self.asked.append(event.name)
                self.challenged_s = self.t_s
                self.session.command(say.InstructionShown(event.number, self.t_s))
                if event.name == "screen_light":
                    self.begin()

    def begin(self) -> None:
        """Press what the person presses on the page of the colours."""
        if self.press is None:
            self.session.command(say.ShowColours())
            self.screen.begin(self.t_s)
        else:
            self.follow(self.session.command(self.press))

    def act(self) -> None:
        """Do what is asked: rest for a second, then the movement for half a one."""
        since_s = (self.t_s - self.challenged_s) % 2.5
        wanted = ACTS.get(self.asked[-1], {}) if self.asked else {}
        self.person.acts = wanted if 1.0 <= since_s < 1.6 else {}

    def picture(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """uint8[480, 640, 3] in the light of the room and of the screen."""
        light, before = self.light(), self.before
        around = before.face if before.tint else before.around
        scene = np.empty((48, 64, 3), np.float32)
        scene[:] = np.array(_WALL) * (1 + around * light)
        scene[34:] = np.array(_CLOTH) * (1 + around * light)
        scene[12:42, 20:44] = np.array(_SKIN) * (1 + before.face * light)
        noise = np.random.default_rng(self.index).normal(0, 1.5, scene.shape)
        small = np.clip(encoded(scene) * 255 + noise, 0, 255).astype(np.uint8)
        return small.repeat(_CELL, 0).repeat(_CELL, 1)

    def light(self) -> Floats:
        """Of the screen, as it is seen now."""
        challenge = self.session.view.challenge
        colours = challenge.colours if challenge is not None else ()
        numbers = [number for t_s, number in self.shown if t_s <= self.t_s - self.before.late_s]
        if not colours or not numbers or not 1 <= numbers[-1] <= len(colours):
            return np.zeros(3, np.float32)
        return light_of(self.before.of(colours)[numbers[-1] - 1])

    def status(self, name: str = "screen_light") -> tuple[Status, str]:
        """How a check ended, and why."""
        check = next(one for one in self.session.checks if one.name == name)
        return check.status, check.reason.id


def _points() -> Floats:
    points = observation().landmarks.copy()
    points[36:42], points[42:48] = (285, 220), (355, 220)
    points[[2, 31, 41, 48]] = [(260, 270), (305, 265), (285, 226), (290, 310)]
    points[[14, 35, 46, 54]] = [(380, 270), (335, 265), (355, 226), (350, 310)]
    points[27:31] = [(320, 220), (320, 235), (320, 250), (320, 262)]
    return points


_FACE = Face(np.array([240, 140, 400, 340], np.float32), 0.99, observation().face.keypoints)
__all__ = ["Before", "LitSession", "earlier", "unit"]
