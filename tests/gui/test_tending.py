"""Neither a bug nor Ctrl-C ends the process from inside Qt's loop."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from PyQt5.QtCore import QTimer
from PyQt5.QtWidgets import QApplication

from ekyc.session.commands import Command, Fail
from gui.tending import tended


def test_ctrl_c_ends_the_loop_and_is_told_after_it(qapp: QApplication) -> None:
    before = signal.getsignal(signal.SIGINT), sys.excepthook
    came_back = False
    QTimer.singleShot(1, lambda: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt), tended(lambda _command: None):
        qapp.exec_()
        came_back = True
    assert came_back
    assert (signal.getsignal(signal.SIGINT), sys.excepthook) == before


def test_ctrl_c_before_the_loop_is_not_forgotten(qapp: QApplication) -> None:
    with pytest.raises(KeyboardInterrupt), tended(lambda _command: None):
        os.kill(os.getpid(), signal.SIGINT)
        qapp.exec_()


def test_a_bug_in_a_slot_becomes_a_fault(qapp: QApplication) -> None:
    sent: list[Command] = []
    QTimer.singleShot(1, lambda: 1 // 0)

    def take(command: Command) -> None:
        sent.append(command)
        qapp.quit()

    with tended(take):
        qapp.exec_()
    assert [type(command) for command in sent] == [Fail]
