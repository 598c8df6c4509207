"""Time that a piece of work may take, without that in which others had the processor."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from pathlib import Path

_THIS_THREAD = Path("/proc/thread-self")


def queued_s(task: Path) -> float:
    """For how long the thread of a folder of /proc was ready to run and was not let; 0 where the
    system does not count that, or the thread has ended."""
    with contextlib.suppress(OSError):
        return int((task / "schedstat").read_text().split()[1]) / 1e9
    return 0.0


def running_s() -> float:
    """Seconds since some moment, without those in which this thread was ready and was not let run:
    what can be done by a time on this clock does not depend on what else the machine does."""
    return time.monotonic() - queued_s(_THIS_THREAD)


class Patience:
    """Is over some `seconds` after it began."""

    def __init__(self, seconds: float, clock: Callable[[], float] = running_s) -> None:
        self._clock, self._until_s = clock, clock() + seconds

    @property
    def is_over(self) -> bool:
        """Nothing more is to be begun."""
        return self._clock() >= self._until_s


ENDLESS = Patience(math.inf, lambda: 0.0)
