"""The parent's side of the worker: it asks, watches the limits, and ends who passes them."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from io import FileIO
from types import TracebackType
from typing import Any

import psutil

from ekyc.outside.confine import MOST_DATA
from ekyc.outside.wire import Array, Frame, Garbled, receive, send
from ekyc.patience import Stopwatch

log = logging.getLogger(__name__)

_LOOK_S = 0.02
_REAPING_S = 1.0
_GROWN = 0.6
_KILLED_BY_THE_SYSTEM = -9
"""When nobody here did it, memory ran out."""


@dataclass(frozen=True)
class Limits:
    """Of one request: `seconds` for a picture, `loading_s` for the networks, without those in which
    others had the processor; `memory` in bytes that the worker really occupies."""

    seconds: float = 5.0
    loading_s: float = 60.0
    memory: int = 2 << 30


class Died(Exception):
    """The worker is no more; `sentence` is the id of what to tell about the file."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Worker:
    """One process. Whatever it answers is taken as if the file had written it."""

    def __init__(self, command: Sequence[str], memory: int) -> None:
        """`command` starts a program as `ekyc.outside.worker` is."""
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # one pool of memory for all threads: the limit is of what is reserved
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        )
        self._memory = memory

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def has_grown(self) -> bool:
        """Whether so little room is left that it might fail the next file for what the files
        before it left behind: libraries keep what they made ready for each size of picture."""
        try:
            memory = psutil.Process(self.pid).memory_info()
        except psutil.Error:
            return True  # there is none any more
        reserved = getattr(memory, "data", 0)  # on Linux
        return bool(memory.rss > _GROWN * self._memory or reserved > _GROWN * MOST_DATA)

    def ask(self, value: Any, arrays: Sequence[Array], seconds: float) -> Frame:
        """Its answer. Raises Died: it gave none within the limits, and is ended."""
        requests, answers = _pipes(self._process)
        with _Watch(self._process, seconds, self._memory) as watch:
            try:
                send(requests, Frame(value, arrays))
                return receive(answers)
            except (OSError, Garbled) as error:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_REAPING_S)
                number = self._process.returncode
                self.end()
                message_id = watch.passed or (
                    "outside.too_much_memory"
                    if number == _KILLED_BY_THE_SYSTEM
                    else "outside.stopped"
                )
                log.warning("%s: the worker's exit code is %s", message_id, number)
                raise Died(message_id) from error

    def end(self) -> None:
        """Kill it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in _pipes(self._process):
            with contextlib.suppress(OSError):
                pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[FileIO, FileIO]:
    pipes = process.stdin, process.stdout
    match pipes:
        case (FileIO() as requests, FileIO() as answers):
            return requests, answers
    raise ValueError("started without pipes of its own")


class _Watch(threading.Thread):
    """Kills a process that takes too long or too much memory, while the block runs."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory: int) -> None:
        super().__init__(daemon=True)
        self.passed = ""
        """The sentence about the limit that was passed."""
        self._process, self._memory = process, memory
        self._seconds = seconds
        self._over = threading.Event()

    def run(self) -> None:
        """Look now and then, until the block is over."""
        with contextlib.suppress(psutil.Error):  # it ended by itself
            occupied = psutil.Process(self._process.pid).memory_info
            watch = Stopwatch(self._process.pid)
            while not self._over.wait(_LOOK_S):
                if watch.has_run(self._seconds):
                    self.passed = "outside.too_long"
                elif occupied().rss > self._memory:
                    self.passed = "outside.too_much_memory"
                if self.passed:
                    self._process.kill()
                    return

    def __enter__(self) -> _Watch:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self.join()
