"""Drives a session live: one thread reads the camera, one thinks, and documents are read beside.

The capture thread has one slot: the newest frame wins and the dropped ones are counted. Only the
pipeline thread touches the session; everybody else sends commands and looks at `view`.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from ekyc.camera.source import FrameSource
from ekyc.errors import EkycError, KioskFault, SubjectError
from ekyc.session import commands as say
from ekyc.session.consent import wall_time
from ekyc.session.drive import ReadDocument
from ekyc.session.events import Event, Finished, Prompted, ReadingWanted
from ekyc.session.reference import new_fault_id
from ekyc.session.session import Session
from ekyc.session.view import FaultView, View
from ekyc.values import Frame

log = logging.getLogger(__name__)

TICK_S = 0.1
"""Without frames the session still hears of the time this often."""
JOIN_S = 3.0

Subscriber = Callable[[View], None]


class Runner:
    """Live sessions, one person after another, on one source. `start`, `send` commands, `stop`."""

    def __init__(
        self,
        new_session: Callable[[], Session],
        source: FrameSource,
        read: ReadDocument,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], datetime] = datetime.now,
        on_finished: Callable[[Session], None] | None = None,
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        """`new_session` is called for each person; after the end, `Cancel` brings the next one.

        `clock` in seconds, monotonic. `on_finished` is called at each end, on the pipeline thread;
        then `forget`, on every thread that looked at pictures.
        """
        self._new_session, self._source, self._read_document = new_session, source, read
        self._session = new_session()
        self._clock, self._today, self._on_finished = clock, today, on_finished
        self._forget = forget
        self._commands: queue.SimpleQueue[say.Command] = queue.SimpleQueue()
        self._newest: Frame | None = None
        self._fresh = threading.Condition()
        self._stopping = threading.Event()
        self._camera_failed = threading.Event()
        self._unkept = False
        self._subscribers: list[Subscriber] = []
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="document")
        self._threads: list[threading.Thread] = []
        self._taken = -1
        self._frame_clock_offset = 0.0
        self.dropped_frames = 0
        self.view: View = self._session.view

    @property
    def is_staged(self) -> bool:
        """True where nobody real stands: the simulated customer, a recording."""
        return self._source.provenance.is_staged

    def start(self) -> None:
        """Begin to read the camera and to think."""
        for name, work in (("camera", self._capture), ("pipeline", self._think)):
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Ends both threads and closes the source. Safe to call twice."""
        self._stopping.set()
        with self._fresh:
            self._fresh.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(JOIN_S)
        self._beside.shutdown(wait=False, cancel_futures=True)
        self._source.close()
        self._newest = None

    def send(self, command: say.Command) -> None:
        """Pass a command to the session, from any thread."""
        if isinstance(command, say.ColourShown):
            # Counted from now: its turn comes a frame later, when the camera has seen the colour.
            command = replace(command, t_s=self._now_s())
        self._commands.put(command)
        with self._fresh:
            self._fresh.notify_all()

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call back with every new view, on the pipeline thread."""
        self._subscribers.append(subscriber)

    def newest_frame(self) -> Frame | None:
        """What the camera sees now."""
        return self._newest

    def _capture(self) -> None:
        while not self._stopping.is_set():
            try:
                frame = self._source.read()
            except Exception as error:
                self._fail(error)
                self._await_resume()
                continue
            if frame is None:
                self._fail(KioskFault("fault.camera_stopped"))
                self._await_resume()
                continue
            with self._fresh:
                if self._newest is not None and self._newest.index != self._taken:
                    self.dropped_frames += 1
                self._newest = frame
                self._frame_clock_offset = frame.t_s - self._clock()
                self._fresh.notify_all()

    def _await_resume(self) -> None:
        """A failed camera is asked again only when staff say so."""
        self._camera_failed.set()
        while self._camera_failed.is_set() and not self._stopping.wait(TICK_S):
            pass

    def _think(self) -> None:
        while not self._stopping.is_set():
            with self._fresh:
                if self._commands.empty() and self._unseen() is None:
                    self._fresh.wait(TICK_S)
                frame = self._unseen()
                if frame is not None:
                    self._taken = frame.index
            try:
                self._step(frame)
            except Exception as error:
                self._fail(error)
            self._publish()

    def _unseen(self) -> Frame | None:
        newest = self._newest
        return newest if newest is not None and newest.index != self._taken else None

    def _step(self, frame: Frame | None) -> None:
        while not self._commands.empty():
            self._obey(self._commands.get())
        session = self._session
        if session.outcome is not None:
            return
        if frame is not None:
            self._follow(session.feed(frame))
        else:
            self._follow(session.tick(self._now_s()))

    def _obey(self, command: say.Command) -> None:
        if self._session.outcome is not None and isinstance(command, say.Cancel):
            self._session = self._new_session()
            self._source.prompt("")
            self._camera_failed.clear()  # what failed before is tried, and told, anew
            return
        if self._unkept and isinstance(command, say.Resume):
            self._keep()
            return
        self._follow(self._session.command(self._stamped(command)))

    def _stamped(self, command: say.Command) -> say.Command:
        """The screen's clock is not the camera's: instructions count by the camera's. What was
        agreed to has the time of day."""
        if isinstance(command, say.InstructionShown):
            return replace(command, t_s=self._now_s())
        if isinstance(command, say.Consent):
            return replace(command, at=wall_time(self._today()))
        if isinstance(command, say.Resume):
            self._camera_failed.clear()
        return command

    def _now_s(self) -> float:
        return self._clock() + self._frame_clock_offset

    def _follow(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, Prompted):
                self._source.prompt(event.wanted)
            elif isinstance(event, ReadingWanted):
                self._beside.submit(self._read, event, self._session)
            elif isinstance(event, Finished):
                self._keep()
                self._forget()
                self._beside.submit(self._forget)

    def _keep(self) -> None:
        """Have the end recorded before anybody sees it; a record that is lost is a fault."""
        self._unkept = False
        if self._on_finished is None:
            return
        try:
            self._on_finished(self._session)
        except Exception as error:
            self._unkept = True
            ours, fault_id = self._told(error)
            self._session.withhold(FaultView(ours.message, fault_id))
        else:
            self._session.release()

    def _read(self, wanted: ReadingWanted, asked_by: Session) -> None:
        """Runs beside. What concerns a person who has left by now goes no further."""
        try:
            result = self._read_document(wanted.front, wanted.back)
            self.send(say.DocumentRead(result, wanted.ticket))
        except SubjectError as error:
            self.send(say.DocumentRead(error, wanted.ticket))
        except Exception as error:
            if self._session is asked_by:
                self._fail(error)

    def _fail(self, error: Exception) -> None:
        """The fault page, with a number that is also in the log (which holds no person's data)."""
        self.send(say.Fail(*self._told(error)))

    def _told(self, cause: Exception) -> tuple[EkycError, str]:
        """What people are told of it, and its number in the log."""
        error = cause if isinstance(cause, EkycError) else KioskFault("fault.unexpected")
        fault_id = new_fault_id(self._today())
        log.error("%s %s", fault_id, error.message.id, exc_info=None if error is cause else cause)
        return error, fault_id

    def _publish(self) -> None:
        self.view = self._session.view
        for subscriber in self._subscribers:
            subscriber(self.view)
