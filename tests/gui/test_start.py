"""The window comes at once: what takes long is imported beside it."""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import Any

import pytest
from PyQt5.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gui.run
import gui.source
from ekyc.errors import KioskFault
from ekyc.messages import Message
from ekyc.paths import ROOT
from ekyc.policy import load_policy
from gui.app import Opener
from gui.controller import Controller
from gui.host import Preferences
from gui.pages.start_up import CAMERA, SIMULATED, WaitingPage
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


def test_what_the_bank_sets_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: dict[str, Any] = {}

    def run_window(_open: object, settings: WindowSettings, **told: object) -> int:
        shown.update(told, settings=settings)
        return 0

    monkeypatch.setattr(gui.run, "run_window", run_window)
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", default="fr")
    gui.run.configure(parser)
    words = ["--simulated", "--theme", "dark", "--reduced-motion", "--windowed", "--bank", "B"]
    assert gui.run.run(parser.parse_args(words)) == 0
    settings = shown.pop("settings")
    assert shown == {"first": SIMULATED, "full_screen": False}
    assert settings.bank == "B"
    assert settings.preferences == Preferences("fr", "dark", reduced_motion=True)


def test_a_camera_that_is_missing_is_told_before_the_networks_are_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_camera(spec: str, **_: object) -> None:
        raise KioskFault("camera.not_there", name=spec)

    monkeypatch.setattr(gui.source, "open_source", no_camera)
    monkeypatch.setattr(gui.source.Kiosk, "load", lambda *_: pytest.fail("loaded too early"))
    source = gui.source.Source(load_policy("demo"), "front", "")
    with pytest.raises(KioskFault) as told:
        source.open(CAMERA)
    assert told.value.message == Message("camera.not_there", {"name": "front"})
