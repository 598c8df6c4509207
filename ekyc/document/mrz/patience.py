"""An end to searching for a zone: pages full of print offer places without end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from ekyc.document.mrz.band import Band, Gray
from ekyc.document.mrz.engine import MrzEngine, ZoneText


class Patient:
    """An engine that begins with no further place once its time is over."""

    def __init__(
        self, engine: MrzEngine, until_s: float, clock: Callable[[], float] = time.thread_time
    ) -> None:
        """`until_s` on `clock`, which by default counts the processor's time for this thread: what
        is found does not depend on what else the machine does."""
        self._engine, self._until_s, self._clock = engine, until_s, clock
        self.name = engine.name

    def readings(self, gray: Gray, band: Band) -> Iterator[ZoneText]:
        """See `MrzEngine`."""
        if self._clock() < self._until_s:
            yield from self._engine.readings(gray, band)
