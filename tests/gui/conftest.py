"""A window with a scripted session in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ekyc.messages import Catalogue, Message
from ekyc.session.view import Step, View
from ekyc.values import Frame
from gui.host import Preferences
from gui.look import Look
from gui.samples import Sample, samples
from gui.screenshots import ScriptedController
from gui.teller.side import TellerSettings
from gui.theme import load_theme
from gui.window import KioskWindow, WindowSettings

Shown = tuple[KioskWindow, ScriptedController]
Show = Callable[..., Shown]


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Light, English, 1280x800, nothing moves."""
    return Look(load_theme("light"), Catalogue("en"), reduced_motion=True)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a view, or why there is none, in a window of 1280x800; the controller remembers what
    is sent."""

    def show_it(
        view: View,
        preferences: Preferences | None = None,
        frame: Frame | None = None,
        size: tuple[int, int] = (1280, 800),
        teller: TellerSettings | None = None,
        refusal: Message | None = None,
    ) -> Shown:
        chosen = preferences or Preferences(reduced_motion=True)
        window = KioskWindow(WindowSettings("Bank of Utopia", chosen, teller))
        qtbot.addWidget(window)
        window.resize(*size)
        first = View(step=Step.WELCOME)
        controller = ScriptedController(first, frame)
        window.set_controller(controller)
        window.show()
        qtbot.waitExposed(window)
        window.show_view(view)
        controller.view = view
        if refusal is not None:
            window.show_refusal(refusal)
        window._settle.stop()
        window._build()
        QApplication.processEvents()
        return window, controller

    return show_it


def sample(name: str) -> Sample:
    """The sample of a page."""
    return next(one for one in samples() if one.name == name)
