"""Drives a session from a source that waits, a recording say, and drops nothing."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from ekyc.camera.source import FrameSource
from ekyc.document.reading import DocumentReading
from ekyc.errors import SubjectError
from ekyc.liveness.screen_colours import COUNT, SLOT_S
from ekyc.policy_rules import SCREEN_LIGHT
from ekyc.session import commands as say
from ekyc.session.consent import wall_time
from ekyc.session.events import Challenged, Event, Finished, Prompted, ReadingWanted, StepChanged
from ekyc.session.session import Session
from ekyc.session.view import Step
from ekyc.values import Rgb

ReadDocument = Callable[[Rgb, Rgb | None], DocumentReading]
"""Front and back, uint8[H, W, 3], to a reading; raises SubjectError when nothing can be read."""


def drive(
    session: Session, source: FrameSource, read: ReadDocument, first: Iterable[Event] = ()
) -> None:
    """Follow the events `first`, then feed every frame until the session or the source ends.

    Questions are answered as an obliging person would: instructions count as shown at the
    frame that brought them, the fields that were read are confirmed, and a screen that is asked to
    shine in colours does so by the frames' clock.
    Raises KioskFault when the source fails.
    """
    now_s = 0.0
    screen = Screen()

    def follow(events: Iterable[Event]) -> None:
        waiting = deque(events)
        while waiting:
            event = waiting.popleft()
            if isinstance(event, Prompted):
                source.prompt(event.wanted)
            elif isinstance(event, Challenged):
                waiting.extend(session.command(say.InstructionShown(event.number, now_s)))
                if event.name == SCREEN_LIGHT:
                    session.command(say.ShowColours())
                    screen.begin(now_s)
            elif isinstance(event, ReadingWanted):
                waiting.extend(session.command(say.DocumentRead(_read(read, event), event.ticket)))
            elif isinstance(event, StepChanged):
                if event.step is Step.CONFIRM:
                    waiting.extend(session.command(say.Confirm()))
            elif isinstance(event, Finished):
                return

    follow(first)
    while session.outcome is None and (frame := source.read()) is not None:
        now_s = frame.t_s
        follow(session.feed(frame))
        for shown in screen.due(now_s):
            follow(session.command(shown))
    follow(session.finish())


class Screen:
    """Shows the colours in time, where no window does."""

    def __init__(self) -> None:
        self._begun_s = math.inf
        self._shown = COUNT + 1

    def begin(self, now_s: float) -> None:
        """The first one is due now."""
        self._begun_s, self._shown = now_s, 0

    def due(self, now_s: float) -> Iterator[say.ColourShown]:
        """What is to be told by now."""
        if self._shown <= COUNT and now_s >= self._begun_s + self._shown * SLOT_S:
            self._shown += 1
            yield say.ColourShown(self._shown, now_s)


def welcome(
    session: Session,
    language: str,
    text_version: str,
    now: Callable[[], datetime] = datetime.now,
) -> list[Event]:
    """Start and agree: for commands, whose caller has the person's consent."""
    agreed = say.Consent(True, language, text_version, at=wall_time(now()))
    return [*session.command(say.Start()), *session.command(agreed)]


def drive_recording(
    session: Session,
    source: FrameSource,
    document: DocumentReading | None,
    read: ReadDocument,
    language: str = "en",
) -> None:
    """The whole journey of a recorded face; its document, if any, was read from pictures before."""
    welcome(session, language, "command-line")
    if document is not None:
        session.command(say.DocumentRead(document))
        session.command(say.Confirm())
    drive(session, source, read)


def _read(read: ReadDocument, wanted: ReadingWanted) -> DocumentReading | SubjectError:
    try:
        return read(wanted.front, wanted.back)
    except SubjectError as error:
        return error
