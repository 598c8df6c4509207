"""The live runner: faults are injected into everything it drives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from ekyc.camera.source import SourceInfo
from ekyc.errors import KioskFault, SubjectError
from ekyc.session import commands as say
from ekyc.session.events import Event, Finished, Prompted, ReadingWanted
from ekyc.session.runner import Runner
from ekyc.session.view import FaultView, Step, View
from ekyc.values import Frame, Outcome, Provenance

PICTURE = np.zeros((4, 4, 3), np.uint8)


class FakeCamera:
    """Frames as fast as they are asked for, until told to fail."""

    provenance = Provenance.SIMULATED
    info = SourceInfo("fake")

    def __init__(self) -> None:
        self.index = 0
        self.error: Exception | None = None
        self.prompts: list[str] = []
        self.closed = 0
        self.ended = False

    def read(self) -> Frame | None:
        time.sleep(0.002)
        if self.error is not None:
            raise self.error
        if self.ended:
            return None
        self.index += 1
        return Frame(PICTURE, self.index / 25, self.index)

    def prompt(self, wanted: str) -> None:
        self.prompts.append(wanted)

    def close(self) -> None:
        self.closed += 1


class FakeSession:
    """Remembers what the pipeline thread did to it."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = None
        self.frames: list[Frame] = []
        self.ticks: list[float] = []
        self.commands: list[say.Command] = []
        self.threads: set[str] = set()
        self.answers: list[Event] = []
        self.slow = threading.Event()
        self.withheld: FaultView | None = None
        self.error: Exception | None = None

    def _note(self) -> list[Event]:
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        answers, self.answers = self.answers, []
        return answers

    def feed(self, frame: Frame) -> list[Event]:
        self.frames.append(frame)
        if self.slow.is_set():
            time.sleep(0.05)
        return self._note()

    def tick(self, now_s: float) -> list[Event]:
        self.ticks.append(now_s)
        return self._note()

    def command(self, command: say.Command) -> list[Event]:
        self.commands.append(command)
        return self._note()

    def withhold(self, fault: FaultView) -> None:
        self.withheld = fault

    def release(self) -> None:
        self.withheld = None

    @property
    def view(self) -> View:
        last = self.commands[-1] if self.commands else None
        fault = FaultView(last.error.message, last.fault_id) if isinstance(last, say.Fail) else None
        return View(Step.FAULT if fault else Step.WELCOME, fault=fault, outcome=self.outcome)


def wait(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


class Stage:
    def __init__(self) -> None:
        self.camera = FakeCamera()
        self.sessions: list[FakeSession] = []
        self.readings: list[Any] = []
        self.finished: list[FakeSession] = []
        self.record_error: Exception | None = None
        self.runner = Runner(
            self._session,  # type: ignore[arg-type]
            self.camera,
            self._read,
            today=lambda: datetime(2026, 11, 21),
            on_finished=self._finish,  # type: ignore[arg-type]
        )

    def _finish(self, session: FakeSession) -> None:
        if self.record_error is not None:
            raise self.record_error
        self.finished.append(session)

    def _session(self) -> FakeSession:
        self.sessions.append(FakeSession())
        return self.sessions[-1]

    def _read(self, front: Any, back: Any) -> Any:
        result = self.readings.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    @property
    def session(self) -> FakeSession:
        return self.sessions[-1]


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    made.runner.start()
    wait(lambda: len(made.session.frames) > 2)
    yield made
    made.runner.stop()
    assert not any(thread.is_alive() for thread in made.runner._threads)


def test_only_the_pipeline_thread_touches_the_session(stage: Stage) -> None:
    stage.runner.send(say.Start())
    wait(lambda: bool(stage.session.commands))
    assert stage.session.threads == {"pipeline"}


def test_the_newest_frame_wins_and_the_dropped_are_counted(stage: Stage) -> None:
    stage.session.slow.set()
    before = len(stage.session.frames)
    wait(lambda: len(stage.session.frames) >= before + 5)
    stage.session.slow.clear()
    seen = [frame.index for frame in stage.session.frames]
    assert seen == sorted(set(seen)), "no frame twice, none out of order"
    assert stage.runner.dropped_frames > 10
    newest = stage.runner.newest_frame()
    assert newest is not None
    assert newest.index >= seen[-1]


def test_without_frames_the_session_still_hears_of_the_time(stage: Stage) -> None:
    stage.camera.error = KioskFault("fault.camera_stopped")
    before = len(stage.session.ticks)
    wait(lambda: len(stage.session.ticks) > before + 3)
    ticks = stage.session.ticks[before:]
    assert ticks == sorted(ticks)
    assert ticks[0] >= stage.session.frames[-1].t_s - 0.5


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KioskFault("fault.camera_stopped"), "fault.camera_stopped"),
        (RuntimeError("a name nobody may log"), "fault.unexpected"),
        (None, "fault.camera_stopped"),
    ],
)
def test_a_camera_that_fails_leads_to_the_fault_page_and_back(
    error: Exception | None, message: str, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.camera.error, stage.camera.ended = error, error is None
    wait(lambda: stage.runner.view.fault is not None)
    fault = stage.runner.view.fault
    assert fault is not None
    assert fault.message.id == message
    assert fault.fault_id in caplog.text
    assert fault.fault_id.startswith("F-20261121-")
    stage.camera.error, stage.camera.ended = None, False
    frames = len(stage.session.frames)
    time.sleep(0.05)
    assert len(stage.session.frames) <= frames + 1, "asked again only when staff say so"
    stage.runner.send(say.Resume())
    wait(lambda: len(stage.session.frames) > frames + 2)


def test_a_bug_in_the_pipeline_leads_to_the_fault_page(stage: Stage) -> None:
    stage.session.error = ZeroDivisionError()
    wait(lambda: any(isinstance(c, say.Fail) for c in stage.session.commands))
    assert stage.runner.view.fault is not None


def test_reading_runs_beside_and_its_answer_comes_back(stage: Stage) -> None:
    stage.readings = [SubjectError("hint.hold_still"), OSError("disk"), "a reading"]
    for kind in (say.DocumentRead, say.Fail, say.DocumentRead):
        before = len(stage.session.commands)
        stage.session.answers = [ReadingWanted(PICTURE, None, "7")]
        wait(lambda n=before: len(stage.session.commands) > n)  # type: ignore[misc]
        assert isinstance(stage.session.commands[-1], kind)


def test_prompts_reach_the_source_and_the_end_is_told_once(stage: Stage) -> None:
    stage.session.answers = [Prompted("blink"), Finished(Outcome.APPROVED)]
    wait(lambda: bool(stage.finished))
    assert stage.camera.prompts[-1] == "blink"
    assert stage.finished == [stage.session]


def test_after_the_end_cancel_brings_the_next_person(stage: Stage) -> None:
    stage.session.outcome = Outcome.APPROVED
    stage.runner.send(say.Cancel())
    wait(lambda: len(stage.sessions) == 2)
    wait(lambda: len(stage.session.frames) > 2)
    assert not stage.session.commands, "nothing of the last person reaches the next"


def test_instructions_count_by_the_cameras_clock(stage: Stage) -> None:
    stage.runner.send(say.InstructionShown(1, 123456.0))
    wait(lambda: bool(stage.session.commands))
    shown = stage.session.commands[0]
    assert isinstance(shown, say.InstructionShown)
    assert abs(shown.t_s - stage.session.frames[-1].t_s) < 1.0


def test_a_colour_counts_from_when_it_was_told_not_from_when_its_turn_came() -> None:
    now = [7.0]
    stage = Stage()
    runner = Runner(
        stage._session,  # type: ignore[arg-type]
        stage.camera,
        stage._read,
        clock=lambda: now[0],
    )
    runner.send(say.ColourShown(1, 123456.0))
    now[0] = 9.0
    assert runner._commands.get() == say.ColourShown(1, 7.0)
    runner.stop()


def test_an_answer_to_the_consent_gets_the_time_of_day(stage: Stage) -> None:
    stage.runner.send(say.Consent(True, "en", "1"))
    wait(lambda: bool(stage.session.commands))
    answer = stage.session.commands[0]
    assert isinstance(answer, say.Consent)
    at = datetime.fromisoformat(answer.at)
    assert at.tzinfo is not None
    assert at.replace(tzinfo=None) == datetime(2026, 11, 21)


def test_subscribers_get_every_view(stage: Stage) -> None:
    views: list[View] = []
    stage.runner.subscribe(views.append)
    wait(lambda: len(views) > 3)


def test_stop_closes_the_source_even_twice(stage: Stage) -> None:
    stage.runner.stop()
    stage.runner.stop()
    assert stage.camera.closed >= 1
    assert stage.runner.newest_frame() is None


@pytest.mark.parametrize(
    "error", [KioskFault("fault.record_not_written", file="x"), ValueError("a bug")]
)
def test_a_record_that_cannot_be_written_is_a_fault_until_it_is(
    error: Exception, stage: Stage
) -> None:
    stage.record_error = error
    stage.session.answers = [Finished(Outcome.APPROVED)]
    wait(lambda: stage.session.withheld is not None)
    assert not stage.finished
    stage.record_error = None
    stage.session.outcome = Outcome.APPROVED
    stage.runner.send(say.Resume())
    wait(lambda: stage.finished == [stage.session])
    assert stage.session.withheld is None


def test_a_camera_that_failed_at_the_end_is_tried_again_for_the_next_person(stage: Stage) -> None:
    stage.session.outcome = Outcome.APPROVED
    stage.camera.error = KioskFault("fault.camera_stopped")
    wait(lambda: any(isinstance(c, say.Fail) for c in stage.session.commands))
    stage.runner.send(say.Cancel())
    wait(lambda: len(stage.sessions) == 2)
    wait(lambda: any(isinstance(c, say.Fail) for c in stage.session.commands))
    stage.camera.error = None
    stage.runner.send(say.Resume())
    wait(lambda: len(stage.session.frames) > 2)


def test_a_reader_that_fails_late_does_not_reach_the_next_person(stage: Stage) -> None:
    gate = threading.Event()

    def slow(front: Any, back: Any) -> Any:
        gate.wait(5)
        raise OSError("disk")

    stage.runner._read_document = slow
    stage.session.answers = [ReadingWanted(PICTURE, None, "7")]
    wait(lambda: not stage.session.answers)
    stage.session.outcome = Outcome.CANCELLED
    stage.runner.send(say.Cancel())
    wait(lambda: len(stage.sessions) == 2)
    gate.set()
    wait(lambda: len(stage.session.frames) > 5)
    assert not stage.session.commands
