"""Every page as a picture, from scripted views: for the documentation and for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PyQt5.QtCore import QElapsedTimer
from PyQt5.QtWidgets import QApplication

from ekyc.pin import PinLock
from ekyc.session.commands import Command
from ekyc.session.view import Step, View
from ekyc.values import Frame
from gui.app import application
from gui.host import Preferences
from gui.pictures import save
from gui.samples import Sample, samples
from gui.teller.side import TellerSettings
from gui.window import KioskWindow, WindowSettings

_BANK = "Bank of Utopia"
_SHOWN_MS = 10_000


class ScriptedController:
    """A session that shows what it is told and remembers what was sent to it."""

    def __init__(self, view: View, frame: Frame | None = None) -> None:
        self.view = view
        self.is_staged = True
        self.frame = frame
        self.sent: list[Command] = []
        self._callback: Callable[[View], None] = lambda _view: None

    def newest_frame(self) -> Frame | None:
        """The one frame there is."""
        return self.frame

    def send(self, command: Command) -> None:
        """Remember."""
        self.sent.append(command)

    def subscribe(self, callback: Callable[[View], None]) -> None:
        """Of one listener."""
        self._callback = callback

    def stop(self) -> None:
        """There is nothing to end."""

    def show(self, view: View, frame: Frame | None = None) -> None:
        """Play the next view."""
        self.view, self.frame = view, frame or self.frame
        self._callback(view)


def render_pages(
    folder: Path,
    size: tuple[int, int] = (1280, 800),
    theme: str = "light",
    language: str = "en",
    *,
    larger_text: bool = False,
    only: str = "",
) -> list[Path]:
    """Save every page (or those whose name holds `only`) as PNG into `folder`; returns the files.

    Pictures show only drawn people and specimen cards of Utopia.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = _preferences(theme, language, larger_text)
    files = []
    for sample in samples():
        if only not in sample.name:
            continue
        path = folder / f"{sample.name}.png"
        with page_of(sample, size, chosen) as window:
            save(window, path)
        files.append(path)
    return files


def _preferences(theme: str, language: str, larger_text: bool) -> Preferences:
    if theme == "high_contrast":
        return Preferences(language, high_contrast=True, larger_text=larger_text)
    return Preferences(language, theme, larger_text=larger_text)


@contextmanager
def page_of(sample: Sample, size: tuple[int, int], chosen: Preferences) -> Iterator[KioskWindow]:
    """A window that shows `sample`, at rest."""
    app = application()
    still = replace(chosen, reduced_motion=True)
    settings = WindowSettings(_BANK, still, TellerSettings(PinLock(Path("no-pin"))))
    window = KioskWindow(settings)
    window.resize(*size)
    if sample.refusal is not None:
        window.show_refusal(sample.refusal)
    else:
        start = View(step=Step.WELCOME) if sample.view.step is not Step.WELCOME else sample.view
        controller = ScriptedController(start, sample.frame)
        window.set_controller(controller)
        controller.show(sample.view)
    window.show()
    if sample.teller and window.teller is not None:
        window.teller.open(True)
    _settle(app, window, sample.settle_ms)
    if sample.begun is not None and window.page.primary is not None:
        window.page.primary.click()
        controller.show(sample.begun)
        _settle(app, window, sample.settle_ms)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        app.processEvents()


def _settle(app: QApplication, window: KioskWindow, settle_ms: int) -> None:
    """Wait until the window was really shown, and then so long."""
    clock = QElapsedTimer()
    clock.start()
    while not window.is_at_rest and clock.elapsed() < _SHOWN_MS:
        app.processEvents()
    clock.start()
    while clock.elapsed() < settle_ms:
        app.processEvents()
