"""What the kiosk costs the machine: run as a process of its own, it prints it as JSON.

From the process's start to the window's first picture, then to the welcome page, then an idle kiosk
(welcome page), then a busy one (a face before the camera, movements asked for). The camera is a
film in memory. As in `gui.run`, what a session needs is imported and loaded beside the window.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil
from PyQt5.QtCore import QTimer
from PyQt5.QtWidgets import QApplication

import gui.run  # noqa: F401  (as much as the kiosk itself imports before its window)
from ekyc.bench.start import age_s
from ekyc.camera.source import SourceInfo
from ekyc.errors import KioskFault
from ekyc.policy import load_policy
from ekyc.session import commands as say
from ekyc.session.view import Step
from ekyc.values import Frame, Provenance
from gui.app import Opener, application
from gui.host import Preferences
from gui.pages.welcome import WelcomePage
from gui.window import KioskWindow, WindowSettings

if TYPE_CHECKING:
    from ekyc.session.runner import Runner

WATCHED_S = 5.0
WITHIN_S = 30.0


class FilmCamera:
    """A film, again and again, at its own rate."""

    provenance = Provenance.RECORDED

    def __init__(self, frames: Sequence[Frame], fps: float) -> None:
        self.info = SourceInfo("film", "film", 640, 480, fps)
        self._frames = itertools.cycle(frames)
        self._count, self._start_s = 0, time.monotonic()

    def read(self) -> Frame | None:
        """The next frame, when it is due."""
        due_s = self._start_s + self._count / self.info.fps
        time.sleep(max(due_s - time.monotonic(), 0.0))
        frame = replace(next(self._frames), t_s=due_s, index=self._count)
        self._count += 1
        return frame

    def prompt(self, wanted: str) -> None:
        """A film does what it does."""

    def close(self) -> None:
        """Nothing is held."""


class Start:
    """Opens the film as `gui.source` opens a camera, and notes when the networks were ready."""

    def __init__(self) -> None:
        self.ready_s: float | None = None
        self.runner: Runner | None = None

    def open(self, _kind: str) -> Runner:
        """On a thread of its own."""
        from ekyc.bench.stages import FPS, film
        from ekyc.demo import demo_portrait
        from ekyc.kiosk import Kiosk
        from ekyc.session.runner import Runner

        kiosk = Kiosk.load(replace(load_policy("video_kyc"), challenge_attempts=10))
        self.ready_s = round(age_s(), 2)
        camera = FilmCamera(film(demo_portrait()), FPS)
        self.runner = Runner(lambda: kiosk.session(camera), camera, kiosk.read)
        self.runner.start()
        return self.runner


def main() -> int:
    """Measure and print."""
    app, start, seen_s = application(), Start(), list[float]()
    window = KioskWindow(WindowSettings("Bank of Utopia", Preferences()))
    window.seen.connect(lambda: QTimer.singleShot(0, lambda: seen_s.append(round(age_s(), 2))))
    window.resize(1280, 800)
    window.show()
    _run_until(app, lambda: bool(seen_s))
    opener = Opener(start.open)
    opener.opened.connect(window.set_controller)
    opener.open("film")
    _run_until(app, lambda: isinstance(window.page, WelcomePage))
    runner = start.runner
    if runner is None:
        raise KioskFault("fault.unexpected")
    try:
        idle = _cost(app)
        runner.send(say.Start())
        runner.send(say.Consent(True, "en", "bench"))
        _run_until(app, lambda: runner.view.step in (Step.FACE, Step.CHALLENGE))
        before = runner.dropped_frames
        busy = _cost(app)
        dropped = runner.dropped_frames - before
    finally:
        runner.stop()
        window.close()
    measured = {
        "window_s": seen_s[0],
        "ready_s": start.ready_s,
        "idle": idle,
        "busy": {**busy, "dropped_frames": dropped},
    }
    json.dump(measured, sys.stdout)
    return 0


def _cost(app: QApplication) -> dict[str, float]:
    """CPU seconds a second (1.0 is one core) and MB of memory, over `WATCHED_S`."""
    cpu_s, wall_s = time.process_time(), time.monotonic()
    _run_until(app, lambda: False, WATCHED_S)
    cores = (time.process_time() - cpu_s) / (time.monotonic() - wall_s)
    memory_mb = psutil.Process().memory_info().rss >> 20
    return {"cores": round(cores, 3), "memory_mb": memory_mb}


def _run_until(app: QApplication, done: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    """Let the window live; as asleep as it would be by itself."""
    over_s = time.monotonic() + within_s
    while not done() and time.monotonic() < over_s:
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    sys.exit(main())
