"""How long the window's own thread is held: nothing that a person does may wait for it.

`ekyc bench` prints it; `python -m gui.stall --json` does so by itself.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from PyQt5.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt
from PyQt5.QtGui import QMouseEvent
from PyQt5.QtWidgets import QApplication, QWidget

from ekyc.hint import Hint, Tone
from ekyc.liveness.challenges import CHALLENGES
from ekyc.messages import Message
from ekyc.pin import PinLock
from ekyc.session.view import ChallengeView, Step, View
from ekyc.values import Frame
from gui.display import require_display
from gui.host import Preferences
from gui.samples import Sample, samples
from gui.screenshots import ScriptedController
from gui.teller.side import TellerSettings
from gui.theme import load_theme
from gui.window import KioskWindow, WindowSettings

VIEW_EVERY_MS = 33
"""The camera's rate: each picture brings a view."""
_VIEWS = 12
"""Of each page, and of each movement."""
_EVENTS = {int(kind): name for name, kind in vars(QEvent).items() if isinstance(kind, QEvent.Type)}
_CHOSEN = ("language_fr", "larger_text", "high_contrast")
"""Buttons of the welcome page that build the whole window anew."""


@dataclass(frozen=True)
class Held:
    """One event and everything that it set off: seconds of the thread's own work, and by the wall
    clock (other threads' work and waiting included). `what` is the page, who got it, and its kind:
    "confirm: Bridge MetaCall" is a view that came from the session."""

    what: str
    cpu_s: float
    wall_s: float


class WatchedApplication(QApplication):
    """Notes how long each event from the loop holds the thread; those within it count with it."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self.held: list[Held] = []
        self.page = ""
        self._inside = False

    def notify(self, receiver: QObject | None, event: QEvent | None) -> bool:
        """Deliver, and note."""
        if self._inside or receiver is None or event is None:
            return super().notify(receiver, event)
        kind = _EVENTS.get(int(event.type()), str(event.type()))
        who = f"{type(receiver).__name__} {receiver.objectName()}".strip()
        what = f"{self.page}: {who} {kind}"
        self._inside = True
        cpu_s, wall_s = time.thread_time(), time.perf_counter()
        try:
            return super().notify(receiver, event)
        finally:
            cpu_s, wall_s = time.thread_time() - cpu_s, time.perf_counter() - wall_s
            self._inside = False
            self.held.append(Held(what, cpu_s, wall_s))


def watched_journey(
    app: WatchedApplication, theme: str = "light", size: tuple[int, int] = (1280, 800)
) -> list[Held]:
    """A person's whole way through the window, at the camera's rate; every event on the way.

    The pages' views are scripted and the pictures drawn, so nothing else works meanwhile.
    """
    app.held, app.page = [], "start"
    settings = WindowSettings(
        "Bank of Utopia", Preferences(theme=theme), TellerSettings(PinLock(Path("no-pin")))
    )
    window = KioskWindow(settings)
    window.resize(*size)
    controller = ScriptedController(View(step=Step.WELCOME))
    window.set_controller(controller)
    window.show()
    _let_run(app, 300)
    for view, frame in _journey():
        if frame is not None:
            frame = Frame(np.roll(frame.rgb, len(app.held) % 8, axis=1), 0.0, len(app.held))
        app.page = view.step.value
        controller.show(view, frame)
        if view.step is Step.FACE and view.ring > 0.5 and window.teller is not None:
            window.teller.open(True)
        _let_run(app, VIEW_EVERY_MS)
    for name in _CHOSEN:
        button = window.page.findChild(QWidget, name)
        if button is None:
            raise ValueError(f"the welcome page has no button {name}")
        _press(button)
        _let_run(app, 100)
    window.close()
    window.deleteLater()
    _let_run(app, 50)
    return app.held


def _press(button: QWidget) -> None:
    spot, left = QPointF(button.rect().center()), Qt.MouseButton.LeftButton
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, spot, left, left, Qt.KeyboardModifier.NoModifier)
        QApplication.postEvent(button, event)


def _let_run(app: QApplication, for_ms: int) -> None:
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < for_ms:
        app.processEvents()
        time.sleep(0.001)


def _journey() -> Iterator[tuple[View, Frame | None]]:
    """What a session would show, page after page."""
    by_name = {one.name: one for one in samples()}
    yield by_name["02-consent"].view, None
    card = by_name["03-document"]
    for i in range(_VIEWS):
        quad = card.view.card.quad_xy
        if quad is None:
            raise ValueError("the sample shows no card")
        moved = replace(card.view.card, quad_xy=quad + np.float32(i % 5), shutter=i / _VIEWS)
        yield replace(card.view, card=replace(moved, fits=i % 9 != 0)), card.frame
    yield from _still(by_name["03-document-reading"], 6)
    yield from _still(by_name["04-confirm"], 4)
    for name in ("05-face-far", "10-teller"):
        one = by_name[name]
        for i in range(_VIEWS):
            yield replace(one.view, ring=i / _VIEWS, hint=_hints(i)), one.frame
    for number, name in enumerate(CHALLENGES, start=1):
        one = by_name["06-challenge"]
        for i in range(_VIEWS):
            shown = ChallengeView(name, number, len(CHALLENGES), i / _VIEWS, 15.0 - i / 2)
            challenge = replace(shown, passed=i > 0.8 * _VIEWS)
            yield replace(one.view, challenge=challenge, hint=_hints(i)), one.frame
    for name in ("07-approved", "09-fault", "01-welcome"):
        yield from _still(by_name[name], 4)


def _hints(i: int) -> Hint | None:
    texts = ("hint.come_closer", "hint.a_little_further", "hint.good_keep_still")
    tones = (Tone.ATTENTION, Tone.NEUTRAL, Tone.DONE)
    return None if i % 7 == 0 else Hint(Message(texts[i // 8 % 3]), tones[i // 8 % 3])


def _still(one: Sample, times: int) -> Iterator[tuple[View, Frame | None]]:
    for _ in range(times):
        yield one.view, one.frame


def summary(held: Sequence[Held]) -> dict[str, object]:
    """Counts and milliseconds; `worst` are the five that worked longest."""
    cpu_ms = np.array([one.cpu_s for one in held]) * 1000
    wall_ms = np.array([one.wall_s for one in held]) * 1000
    worst = sorted(held, key=lambda one: one.cpu_s, reverse=True)[:5]
    return {
        "events": len(held),
        "cpu_ms_p99": round(float(np.percentile(cpu_ms, 99)), 2),
        "cpu_ms_max": round(float(cpu_ms.max()), 2),
        "wall_ms_p99": round(float(np.percentile(wall_ms, 99)), 2),
        "wall_ms_max": round(float(wall_ms.max()), 2),
        "worst": [asdict(one) for one in worst],
    }


def main(words: Sequence[str]) -> int:
    """Print the summary of one journey as JSON."""
    parser = argparse.ArgumentParser(prog="python -m gui.stall", description=__doc__)
    parser.add_argument("--theme", default="light", choices=("light", "dark"))
    parser.add_argument("--size", default="1280x800")
    args = parser.parse_args(words)
    width, _, height = args.size.partition("x")
    require_display()
    load_theme(args.theme)
    app = WatchedApplication([])
    json.dump(summary(watched_journey(app, args.theme, (int(width), int(height)))), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
