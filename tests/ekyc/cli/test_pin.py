"""`ekyc pin` asks twice, and nothing of it is seen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, OK, main
from ekyc.pin import PinLock, pin_file

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKYC_STATE", str(tmp_path))


def type_in(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_pin_typed_twice_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    type_in("271828\n271828\n", monkeypatch)
    assert main(["pin"], {}, "doctor") == OK
    assert PinLock(pin_file()).opens("271828")
    told = capsys.readouterr()
    assert "271828" not in told.out + told.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [("271828\n271829\n", "not the same"), ("2718\n", "6 to 12 digits"), ("", "6 to 12 digits")],
)
def test_what_is_wrong_changes_nothing(
    typed: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    type_in(typed, monkeypatch)
    assert main(["pin"], {}, "doctor") == BAD_INPUT
    assert said in capsys.readouterr().err
    assert not pin_file().exists()


def test_it_is_never_taken_from_the_command_line(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["pin", "271828"], {}, "doctor")
    assert not pin_file().exists()
