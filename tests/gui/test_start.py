"""The window comes at once: what takes long is imported beside it."""

from __future__ import annotations

import subprocess
import sys

from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ekyc.messages import Message
from ekyc.paths import ROOT
from gui.app import Opener
from gui.controller import Controller
from gui.host import Preferences
from gui.pages.start_up import CAMERA, WaitingPage
from gui.window import KioskWindow, WindowSettings

HEAVY = ("models", "openvino", "dlib", "tesserocr", "scipy", "ekyc.kiosk", "ekyc.camera")


def test_the_window_is_there_before_the_networks_are_imported() -> None:
    asked = f"import sys, gui.run; print([one for one in {HEAVY} if one in sys.modules])"
    command = [sys.executable, "-c", asked]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_window_says_once_that_it_is_seen(qtbot: QtBot) -> None:
    window = KioskWindow(WindowSettings("Bank of Utopia", Preferences()))
    qtbot.addWidget(window)
    times: list[str] = []
    window.seen.connect(lambda: times.append(type(window.page).__name__))
    window.show()
    qtbot.waitUntil(lambda: bool(times))
    window.repaint()
    QApplication.processEvents()
    assert times == [WaitingPage.__name__]


def test_a_part_that_cannot_be_loaded_is_told(qtbot: QtBot) -> None:
    def open_source(_source: str) -> Controller:
        raise ImportError("libtbb.so.12")

    opener = Opener(open_source)
    with qtbot.waitSignal(opener.refused) as said:
        opener.open(CAMERA)
    assert said.args == [Message("fault.not_loaded", {"detail": "libtbb.so.12"})]
