"""A bug in the window leads to the fault page, with a number that is also in the log.

Without this an exception in a slot or a paint event would end the process: PyQt5 aborts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from ekyc.errors import KioskFault
from ekyc.session.commands import Command, Fail
from ekyc.session.reference import new_fault_id

_LOG = logging.getLogger(__name__)


_AGAIN_S = 30.0


class BugReporter:
    """An excepthook. A bug that comes with every repaint is told once, until another one comes or
    half a minute has gone: the next person's fault page is owed a number in the log too.
    """

    def __init__(
        self,
        send: Callable[[Command], None],
        now: Callable[[], datetime] = datetime.now,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send, self._now, self._clock_s = send, now, clock_s
        self._told: tuple[str, int] | None = None
        self._told_s = 0.0

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log where it happened and call staff."""
        place, now_s = _deepest(trace), self._clock_s()
        if place == self._told and now_s - self._told_s < _AGAIN_S:
            return
        self._told, self._told_s = place, now_s
        fault_id = new_fault_id(self._now())
        _LOG.error("%s", fault_id, exc_info=(kind, error, trace))
        self._send(Fail(KioskFault("fault.unexpected"), fault_id))


def _deepest(trace: TracebackType | None) -> tuple[str, int]:
    file, line = "", 0
    while trace is not None:
        file, line, trace = trace.tb_frame.f_code.co_filename, trace.tb_lineno, trace.tb_next
    return file, line
