"""Two ways of doing the same work, timed in turns: whatever slows the machine slows both.

Processor time of one thread on one core: what else runs meanwhile is not counted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], object]

LEAST_RUNS = 5
TURN_S = 0.05
"""How long one of the two works before it is the other's turn: so that neither pays, at each run,
for what the other has put into the caches."""


@dataclass(frozen=True)
class Timing:
    """Medians in milliseconds over `runs`; `ratio` is how many times slower the peer was.

    `aim_ms` and `aim_ratio` are what is aimed at on one core of the reference machine.
    """

    stage: str
    ours_ms: float
    p90_ms: float
    runs: int
    peer: str | None = None
    peer_ms: float | None = None
    aim_ms: float | None = None
    aim_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """Peer over ours."""
        return None if self.peer_ms is None else self.peer_ms / self.ours_ms

    def as_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "stage": self.stage,
            "ours_ms": round(self.ours_ms, 3),
            "p90_ms": round(self.p90_ms, 3),
            "runs": self.runs,
            "peer": self.peer,
            "peer_ms": None if self.peer_ms is None else round(self.peer_ms, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 2),
            "aim_ms": self.aim_ms,
            "aim_ratio": self.aim_ratio,
        }


@dataclass(frozen=True)
class Stage:
    """A piece of work and, where there is one, a peer that does the same. `per` calls' worth of
    work is one call of each: the times are divided by it."""

    name: str
    ours: Work
    peer_name: str | None = None
    peer: Work | None = None
    aim_ms: float | None = None
    aim_ratio: float | None = None
    per: int = 1


def measure(stage: Stage, seconds: float, clock: Callable[[], float] = time.process_time) -> Timing:
    """Ours and the peer's in turns for about `seconds`, at least `LEAST_RUNS` each, warmed up."""
    works = [stage.ours] if stage.peer is None else [stage.ours, stage.peer]
    taken: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    began = clock()
    while clock() - began < seconds or len(taken[-1]) < LEAST_RUNS:
        for work, times in zip(works, taken, strict=True):
            turn = clock()
            while (start := clock()) - turn < TURN_S:
                work()
                times.append((clock() - start) * 1000 / stage.per)
    ours = sorted(taken[0])
    return Timing(
        stage=stage.name,
        ours_ms=statistics.median(ours),
        p90_ms=ours[int(0.9 * (len(ours) - 1))],
        runs=len(ours),
        peer=stage.peer_name if stage.peer else None,
        peer_ms=statistics.median(taken[1]) if stage.peer else None,
        aim_ms=stage.aim_ms,
        aim_ratio=stage.aim_ratio,
    )
