"""After a session nothing of it can be reached, and its memory was overwritten."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from weakref import ref

import numpy as np
import pytest

from ekyc.camera.source import SourceInfo
from ekyc.document.reading import CardSighting, DocumentReading, Field, FieldStatus, Page
from ekyc.face.match import Calibration, Matcher
from ekyc.memory import fleeting_copy
from ekyc.messages import Message
from ekyc.policy import Policy
from ekyc.session import commands as say
from ekyc.session.runner import Runner
from ekyc.session.session import Session
from ekyc.session.view import Step, View
from ekyc.values import Check, Floats, Frame, Outcome, Provenance, Rgb, Status

REQUIRED = ("mrz_check_digits", "face_match", "same_person", "active_liveness")


class Watched:
    """Weak references to everything that was handed out, and the memory it stood on."""

    def __init__(self) -> None:
        self.things: list[tuple[str, ref[Any]]] = []
        self.memory: list[tuple[str, bytearray]] = []

    def note(self, name: str, thing: Any) -> Any:
        self.things.append((name, ref(thing)))
        return thing

    def array(self, name: str, values: np.ndarray) -> Any:
        made: Any = fleeting_copy(values)
        owner = made.base.base
        self.memory.append((name, owner.obj if isinstance(owner, memoryview) else owner))
        return self.note(name, made)

    @property
    def reachable(self) -> list[str]:
        gc.collect()
        return sorted({name for name, thing in self.things if thing() is not None})

    @property
    def readable(self) -> list[str]:
        return sorted({name for name, memory in self.memory if any(memory)})


class Camera:
    """Frames with noise, each in memory of its own as a webcam's are, 25 a second of its own time.

    Every tenth one's memory is watched.
    """

    provenance = Provenance.SIMULATED
    info = SourceInfo("noise")

    def __init__(self, watched: Watched) -> None:
        self._watched, self.index, self._start_s = watched, 0, time.monotonic()
        self._room = np.tile(np.linspace(40, 200, 640).astype(np.uint8)[None, :, None], (480, 1, 3))
        self._noise = np.random.default_rng(3)
        self.covered = threading.Event()

    def read(self) -> Frame | None:
        time.sleep(0.002)
        self.index += 1
        t_s = self._start_s + self.index / 25
        if self.covered.is_set():
            return Frame(np.ones((480, 640, 3), np.uint8), t_s, self.index)
        lines = self._noise.integers(0, 40, (480, 1, 1)).astype(np.uint8)
        pixels = self._room + lines
        if self.index % 10 == 0:
            pixels = self._watched.array("frame pixels", pixels)
        frame = Frame(pixels, t_s, self.index)
        return self._watched.note("frame", frame)  # type: ignore[no-any-return]

    def prompt(self, wanted: str) -> None:
        """Noise does not listen."""

    def close(self) -> None:
        """Nothing to let go of."""


class Table:
    """A card lies there."""

    def find(self, rgb: Rgb) -> CardSighting | None:
        corners = np.array([[5, 5], [60, 5], [60, 40], [5, 40]], np.float32)
        return CardSighting(corners, True, None, 500.0, ready=True)


class Stage:
    def __init__(self, actor: Any, observe: Any, unit: Any) -> None:
        self.watched = watched = Watched()
        self.ended: list[Outcome | None] = []
        self.views: list[ref[View]] = []

        class Looking(actor):  # type: ignore[misc]
            def embed(self, rgb: Rgb, face: object) -> Floats:
                return watched.array("embedding", unit(1.0))  # type: ignore[no-any-return]

        def session() -> Session:
            matcher = Matcher(Calibration({"1e-4": 0.6}, {"1e-4": 0.6}, "a test"), policy)
            person = lambda: watched.note("observer", Looking(self.act))  # noqa: E731
            plan = ("open_mouth",)
            made = Session(matcher, Provenance.SIMULATED, person, Table(), plan=plan)
            return watched.note("session", made)  # type: ignore[no-any-return]

        def read(front: Rgb, back: Rgb | None) -> DocumentReading:
            face = observe().face
            picture = np.full((8, 8, 3), 9, np.uint8)
            page = watched.note("page", Page(watched.array("page", picture), face.keypoints))
            name = watched.note("field", Field("surname", "ZWANZIGER", "mrz", FieldStatus.READ))
            digits = Check("mrz_check_digits", Status.PASS, Message("reason.not_reached"))
            made = DocumentReading(
                front=page,
                back=None,
                mrz_format="TD2",
                untrusted_mrz_lines=(),
                fields={"surname": name},
                portrait=watched.array("portrait", picture),
                portrait_face=face,
                checks=(digits,),
            )
            return watched.note("reading", made)  # type: ignore[no-any-return]

        policy = Policy("demo", REQUIRED, challenge_attempts=1)
        self.camera = Camera(watched)
        self.mouth = 0.0
        self.runner = Runner(
            session, self.camera, read, on_finished=lambda one: self.ended.append(one.outcome)
        )
        self.runner.subscribe(lambda view: self.views.append(ref(view)))

    def act(self, _t_s: float) -> dict[str, float]:
        return {"mouth": self.mouth}

    def wait_for(self, step: Step) -> None:
        self.wait(lambda: self.runner.view.step is step)

    def wait(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end, f"it did not happen: {self.runner.view}"
            time.sleep(0.005)


@pytest.fixture
def stage(actor: Any, observe: Any, embedding: Any) -> Iterator[Stage]:
    made = Stage(actor, observe, embedding)
    made.runner.start()
    yield made
    made.runner.stop()


def to_the_movement(stage: Stage) -> None:
    stage.runner.send(say.Case("A-1"))
    stage.runner.send(say.Start())
    stage.runner.send(say.Consent(True, "en", "1"))
    stage.wait_for(Step.CONFIRM)
    stage.runner.send(say.Confirm())
    stage.wait_for(Step.CHALLENGE)


def through_the_movement(stage: Stage) -> None:
    stage.runner.send(say.InstructionShown(1, 0.0))
    for mouth in (0.0, 0.5, 0.0):
        stage.mouth = mouth
        first = stage.camera.index
        stage.wait(lambda first=first: stage.camera.index > first + 60)  # type: ignore[misc]
    stage.wait_for(Step.RESULT)


def cancelled(stage: Stage) -> None:
    stage.runner.send(say.Cancel())
    stage.wait_for(Step.RESULT)


@pytest.mark.parametrize("end", [through_the_movement, cancelled])
def test_after_the_end_nothing_is_left_but_the_result(
    end: Callable[[Stage], None], stage: Stage
) -> None:
    """While the result is shown the session is still there, but no picture, name or measure."""
    to_the_movement(stage)
    assert {"reading", "portrait", "embedding"} <= set(stage.watched.reachable)
    end(stage)
    stage.camera.covered.set()
    index = stage.camera.index
    stage.wait(lambda: stage.camera.index > index + 5)
    assert stage.runner.view.document is None
    assert stage.watched.reachable == ["session"]
    assert stage.watched.readable == []
    names = {name for name, _ in stage.watched.memory}
    assert names == {"frame pixels", "page", "portrait", "embedding"}


def test_the_next_person_finds_no_session_before_them(stage: Stage) -> None:
    to_the_movement(stage)
    through_the_movement(stage)
    assert stage.ended == [Outcome.APPROVED]
    before = [thing for name, thing in stage.watched.things if name == "session"]
    stage.camera.covered.set()
    stage.runner.send(say.Cancel())
    stage.wait_for(Step.WELCOME)
    index = stage.camera.index
    stage.wait(lambda: stage.camera.index > index + 5)
    gc.collect()
    assert [thing() for thing in before] == [None]
    assert stage.watched.reachable == ["session"], "the next one's own"
    assert stage.watched.readable == []
    assert [view() for view in stage.views if view() is not None] in ([], [stage.runner.view])
    assert stage.runner.view.case == ""
