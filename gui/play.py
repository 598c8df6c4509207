"""Plays a journey in a real window, by itself."""

from __future__ import annotations

from ekyc.camera.source import FrameSource
from ekyc.kiosk import Kiosk
from ekyc.pin import PinLock, pin_file
from ekyc.session.runner import Runner
from ekyc.session.session import Session
from ekyc.session.view import Step
from gui.app import application
from gui.autopilot import Autopilot
from gui.host import Preferences
from gui.pictures import Pictures
from gui.samples import samples
from gui.screenshots import page_of
from gui.teller.side import TellerSettings
from gui.tending import tended
from gui.theme import success_hold_s
from gui.window import KioskWindow, WindowSettings

BANK = "Bank of Utopia"


def play(
    kiosk: Kiosk,
    source: FrameSource,
    pictures: Pictures | None,
    size_px: tuple[int, int],
    language: str = "en",
    case: str = "",
) -> Session:
    """Open the window, play one session to its end and return it.

    `pictures` takes each page, and after them what a fault looks like. Raises SubjectError when
    one cannot be written, KeyboardInterrupt on Ctrl-C.
    """
    sessions: list[Session] = []

    def new_session() -> Session:
        sessions.append(kiosk.session(source, success_hold_s=success_hold_s(), case=case))
        return sessions[-1]

    app = application()
    chosen = Preferences(language)
    runner = Runner(new_session, source, kiosk.read, forget=kiosk.forget)
    window = KioskWindow(WindowSettings(BANK, chosen, TellerSettings(PinLock(pin_file()))), runner)
    window.resize(*size_px)
    autopilot = Autopilot(window, runner, pictures)
    with tended(window.send):
        try:
            window.show()
            runner.start()
            app.exec_()
        finally:
            autopilot.deleteLater()
            runner.stop()
            window.close()
    if autopilot.problem is not None:
        raise autopilot.problem
    if pictures is not None:
        fault = next(one for one in samples() if one.view.step is Step.FAULT)
        with page_of(fault, size_px, chosen) as shown:
            pictures.take(shown, "fault")
    return sessions[0]
