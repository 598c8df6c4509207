"""Presses the buttons of a journey as a person would, and takes a picture of every page."""

from __future__ import annotations

from PyQt5.QtCore import QElapsedTimer, QObject, QTimer

from ekyc.errors import EkycError
from ekyc.session.view import Step, View
from gui.app import application
from gui.controller import Controller
from gui.pictures import Pictures
from gui.window import KioskWindow

_TICK_MS = 100
_READ_MS = 1500
"""How long a page is looked at before its filled button is pressed."""
_GIVE_UP_MS = 240_000
_WELL_ON = 0.4
"""A ring or a movement is worth a picture from here on."""


class Autopilot(QObject):
    """Plays one session in `window`; ends the application at its result.

    `problem` is why it ended before, when a picture could not be taken.
    """

    def __init__(
        self, window: KioskWindow, controller: Controller, pictures: Pictures | None
    ) -> None:
        super().__init__()
        self._window, self._controller, self._pictures = window, controller, pictures
        self.problem: EkycError | None = None
        self._page = ""
        self._pressed = False
        self._on_page, self._in_all = QElapsedTimer(), QElapsedTimer()
        self._in_all.start()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    def _tick(self) -> None:
        view = self._controller.view
        page = _name(view)
        if page != self._page:
            self._page, self._pressed = page, False
            self._on_page.start()
        if _is_worth_a_picture(view, self._on_page.elapsed()):
            self._take_picture(page)
        if self._on_page.elapsed() >= _READ_MS:
            self._press(view)
        if self._in_all.elapsed() > _GIVE_UP_MS:
            application().quit()

    def _press(self, view: View) -> None:
        if view.step in (Step.RESULT, Step.FAULT):
            self._timer.stop()
            application().quit()
        elif not self._pressed and self._window.page.primary is not None:
            self._pressed = True
            self._window.page.primary.click()

    def _take_picture(self, page: str) -> None:
        if self._pictures is None or page in self._pictures:
            return
        try:
            self._pictures.take(self._window, page)
        except EkycError as error:
            self.problem = error
            self._timer.stop()
            application().quit()


def _name(view: View) -> str:
    if view.step is Step.CHALLENGE and view.challenge is not None:
        return f"challenge-{view.challenge.name}"
    return view.step.value


def _is_worth_a_picture(view: View, on_page_ms: int) -> bool:
    if view.step is Step.DOCUMENT:
        return view.card.shutter >= _WELL_ON
    if view.step is Step.FACE:
        return view.ring >= _WELL_ON
    if view.step is Step.CHALLENGE and view.challenge is not None:
        return view.challenge.progress >= _WELL_ON or on_page_ms >= 5 * _READ_MS
    return on_page_ms >= _READ_MS - 2 * _TICK_MS
