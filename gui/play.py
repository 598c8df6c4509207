"""Plays a journey in a real window, by itself."""

from __future__ import annotations

from pathlib import Path

from ekyc.camera.source import FrameSource
from ekyc.kiosk import Kiosk
from ekyc.session.runner import Runner
from ekyc.session.session import Session
from gui.app import application
from gui.autopilot import Autopilot
from gui.host import Preferences
from gui.run import SUCCESS_HOLD_S
from gui.screenshots import render_pages
from gui.window import KioskWindow, WindowSettings

BANK = "Bank of Utopia"


def play(
    kiosk: Kiosk,
    source: FrameSource,
    folder: Path | None,
    size_px: tuple[int, int],
    language: str = "en",
) -> Session:
    """Open the window, play one session to its end and return it; pictures go to `folder`."""
    sessions: list[Session] = []

    def new_session() -> Session:
        sessions.append(kiosk.session(source, success_hold_s=SUCCESS_HOLD_S))
        return sessions[-1]

    app = application()
    runner = Runner(new_session, source, kiosk.read)
    window = KioskWindow(WindowSettings(BANK, Preferences(language)), runner)
    window.resize(*size_px)
    window.show()
    runner.start()
    autopilot = Autopilot(window, runner, folder)
    try:
        app.exec_()
    finally:
        autopilot.deleteLater()
        runner.stop()
        window.close()
    if folder is not None:
        render_pages(folder, size_px, language=language, only="09-fault")
    return sessions[0]
