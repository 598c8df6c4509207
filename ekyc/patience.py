"""Time that a piece of work may take, without that in which others had the processor."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from pathlib import Path

_MOST_QUEUED = 0.9
"""Share of the time that others can have had the processor: who keeps itself waiting, by more
threads than there are processors, is out of time in the end, too."""


class Stopwatch:
    """Counts from when it is made."""

    def __init__(self, pid: int | str = "self") -> None:
        """Of the process of that number."""
        self._tasks = Path("/proc", str(pid), "task")
        self._began_s, self._queued = time.monotonic(), self._queued_s()

    @property
    def elapsed_s(self) -> float:
        """All of the time."""
        return time.monotonic() - self._began_s

    @property
    def running_s(self) -> float:
        """Without that in which one thread, the one that waited longest, was ready to run and was
        not let, where the system counts that: what can be done by then does not depend on what
        else the machine does."""
        elapsed_s = self.elapsed_s
        now = self._queued_s()
        queued_s = max((s - self._queued.get(one, 0.0) for one, s in now.items()), default=0.0)
        return elapsed_s - min(queued_s, _MOST_QUEUED * elapsed_s)

    def has_run(self, seconds: float) -> bool:
        """For so long, on `running_s`."""
        return self.elapsed_s >= seconds and self.running_s >= seconds

    def _queued_s(self) -> dict[str, float]:
        queued = {}
        for task in self._tasks.glob("*/schedstat"):
            with contextlib.suppress(OSError):  # it ended
                queued[task.parent.name] = int(task.read_text().split()[1]) / 1e9
        return queued


class Patience:
    """Is over some `seconds` after it began."""

    def __init__(self, seconds: float, has_run: Callable[[float], bool] | None = None) -> None:
        """`has_run`: whether it has lasted so long, else by a stopwatch on this process."""
        self._seconds, self._has_run = seconds, has_run or Stopwatch().has_run

    @property
    def is_over(self) -> bool:
        """Nothing more is to be begun."""
        return self._has_run(self._seconds)


ENDLESS = Patience(math.inf, lambda _: False)
