"""A journey's pictures: numbered in their order, or a sentence that says why there are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PyQt5.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import main
from ekyc.errors import SubjectError
from gui import autopilot, play
from gui.pictures import Pictures
from gui.screenshots import ScriptedController
from tests.gui.conftest import sample


class OnlyAResult(ScriptedController):
    """A runner whose session has ended already."""

    def __init__(
        self, new_session: Callable[[], object], _source: object, _read: object, **_more: object
    ) -> None:
        new_session()
        super().__init__(sample("07-approved").view)

    def start(self) -> None:
        """Nothing runs."""


@pytest.fixture
def play_it(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Callable[[Pictures], object]:
    """Play a journey that is at its result."""
    monkeypatch.setattr(play, "Runner", OnlyAResult)
    monkeypatch.setattr(autopilot, "_READ_MS", 300)
    session = object()
    kiosk: Any = SimpleNamespace(session=lambda *_args, **_more: session, read=None, forget=None)
    source: Any = None

    def run(pictures: Pictures) -> object:
        return play.play(kiosk, source, pictures, (640, 400)) is session

    return run


def test_the_fault_comes_after_the_last_page(
    tmp_path: Path, play_it: Callable[[Pictures], object]
) -> None:
    assert play_it(Pictures(tmp_path / "new" / "folder"))
    names = [path.name for path in (tmp_path / "new" / "folder").iterdir()]
    assert sorted(names) == ["01-result.png", "02-fault.png"]


def test_a_picture_that_cannot_be_written_ends_the_play(
    tmp_path: Path, play_it: Callable[[Pictures], object]
) -> None:
    pictures = Pictures(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(SubjectError) as raised:
        play_it(pictures)
    assert raised.value.message.id == "input.pictures_not_written"


def test_a_page_is_taken_once(tmp_path: Path, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    pictures = Pictures(tmp_path)
    pictures.take(widget, "welcome")
    assert "welcome" in pictures
    assert "consent" not in pictures
    assert [path.name for path in tmp_path.iterdir()] == ["01-welcome.png"], "and no trial is left"


def test_a_folder_that_cannot_be_one_is_told_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EKYC_STATE", str(tmp_path / "state"))
    monkeypatch.setattr("gui.demo.Kiosk", None)
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "pictures"
    assert main.main(["demo", "--window", "--screenshots", str(folder)]) == 2
    said = capsys.readouterr().err
    assert str(folder) in said
    assert len(said.splitlines()) == 1
