"""What the kiosk costs the machine: run as a process of its own, it prints it as JSON.

From the process's start to the window's first picture, then an idle kiosk (welcome page), then a
busy one (a face before the camera, movements asked for). The camera is a film in memory.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import psutil
from PyQt5.QtCore import QEvent, QObject
from PyQt5.QtWidgets import QApplication

from ekyc.bench.stages import FPS, film
from ekyc.bench.start import age_s
from ekyc.camera.source import SourceInfo
from ekyc.demo import demo_portrait
from ekyc.kiosk import Kiosk
from ekyc.policy import load_policy
from ekyc.session import commands as say
from ekyc.session.runner import Runner
from ekyc.session.view import Step
from ekyc.values import Frame, Provenance
from gui.app import application
from gui.host import Preferences
from gui.window import KioskWindow, WindowSettings

WATCHED_S = 5.0
WITHIN_S = 20.0


class FilmCamera:
    """A film, again and again, at its own rate."""

    provenance = Provenance.RECORDED
    info = SourceInfo("film", "film", 640, 480, FPS)

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = itertools.cycle(frames)
        self._count, self._start_s = 0, time.monotonic()

    def read(self) -> Frame | None:
        """The next frame, when it is due."""
        due_s = self._start_s + self._count / FPS
        time.sleep(max(due_s - time.monotonic(), 0.0))
        frame = replace(next(self._frames), t_s=due_s, index=self._count)
        self._count += 1
        return frame

    def prompt(self, wanted: str) -> None:
        """A film does what it does."""

    def close(self) -> None:
        """Nothing is held."""


class FirstPicture(QObject):
    """Notes when the window was painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.after_s: float | None = None

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        """Sees the event before it is delivered, and lets it through."""
        if event is not None and event.type() == QEvent.Type.UpdateRequest and not self.after_s:
            self.after_s = age_s()
        return super().eventFilter(watched, event)


def main() -> int:
    """Measure and print."""
    app, first = application(), FirstPicture()
    settings = WindowSettings("Bank of Utopia", Preferences())
    window = KioskWindow(settings)
    window.installEventFilter(first)
    window.resize(1280, 800)
    window.show()
    _run_until(app, lambda: first.after_s is not None)
    opened_s = first.after_s
    kiosk = Kiosk.load(replace(load_policy("video_kyc"), challenge_attempts=10))
    warm_s = age_s()
    camera = FilmCamera(film(demo_portrait()))
    runner = Runner(lambda: kiosk.session(camera), camera, kiosk.read)
    runner.start()
    try:
        window.set_controller(runner)
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
    json.dump(
        {
            "window_s": None if opened_s is None else round(opened_s, 2),
            "ready_s": round(warm_s, 2),
            "idle": idle,
            "busy": {**busy, "fps": FPS, "dropped_frames": dropped},
        },
        sys.stdout,
    )
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
