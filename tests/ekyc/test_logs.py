from __future__ import annotations

import ast
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekyc import logs
from ekyc.errors import KioskFault
from ekyc.logs import keep_log, log_path, state_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """Puts the process's log back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_log_and_those_before_it_are_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 200)
    file = tmp_path / "state" / "kiosk.log"
    before = os.umask(0o022)
    try:
        keep_log(file)
        for n in range(12):
            logging.getLogger("ekyc.kiosk").warning("something happened %d", n)
    finally:
        os.umask(before)
    files = sorted(file.parent.iterdir())
    assert len(files) == 1 + logs.KEPT
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_an_exception_is_logged_without_what_it_says(tmp_path: Path) -> None:
    keep_log(tmp_path / "kiosk.log")
    try:
        raise ValueError("ERIKSSON")
    except ValueError:
        logging.getLogger("ekyc.kiosk").exception("F-1")
    written = (tmp_path / "kiosk.log").read_text()
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "ERIKSSON" not in written


def test_what_a_library_says_is_not_repeated(tmp_path: Path) -> None:
    keep_log(tmp_path / "kiosk.log")
    for name in ("PIL.Image", "root", "ekycs"):
        logging.getLogger(name).warning("the name is %s", "ERIKSSON")
    written = (tmp_path / "kiosk.log").read_text()
    assert written.count("test_logs.py:") == 3
    assert "ERIKSSON" not in written
    assert "the name" not in written


SAFE = {"fault_id", "source", "error.message.id", "message_id", "number"}
"""What our own lines may carry: numbers of faults, ids of messages, "camera" or "simulated"."""


def test_our_own_lines_carry_no_values() -> None:
    calls = [
        (path, node)
        for floor in ("ekyc", "gui", "models")
        for path in (ROOT / floor).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("log", "_LOG")
        and node.func.attr in ("warning", "error", "exception", "critical", "info", "debug")
    ]
    assert len(calls) >= 4
    for path, call in calls:
        assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"
        given = {ast.unparse(argument) for argument in call.args[1:]}
        assert given <= SAFE, f"{path}:{call.lineno}"


def test_without_a_home_nothing_is_logged_and_the_place_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    for name in ("EKYC_STATE", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KioskFault, match=r"fault\.no_home"):
        state_folder()
    keep_log()
    logging.getLogger("ekyc.kiosk").warning("kept nowhere")
    monkeypatch.setenv("EKYC_STATE", str(tmp_path))
    assert log_path() == tmp_path / "kiosk.log"
