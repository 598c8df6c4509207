"""Whatever goes wrong, and whenever: one sentence and an exit code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ekyc import cli
from ekyc.cli import FAULT, OK, main
from ekyc.paths import ROOT

Capture = pytest.CaptureFixture[str]


def raising(error: BaseException) -> Callable[..., None]:
    def work(*_given: object) -> None:
        raise error

    return work


@pytest.mark.parametrize("early", ["keep_log", "import_module", "_parser"])
def test_an_interruption_while_starting_says_nothing(
    early: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(cli, early, raising(KeyboardInterrupt()))
    assert main(["doctor"], {}, "doctor") == 130
    told = capsys.readouterr()
    assert told.out + told.err == ""


@pytest.mark.parametrize(("language", "said"), [("en", "make run"), ("fr", "Refaites")])
def test_what_cannot_be_loaded_is_set_up_again(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    error = ImportError("libGL.so.1: cannot open shared object file")
    monkeypatch.setattr(cli, "import_module", raising(error))
    assert main(["--lang", language, "doctor"], {}, "doctor") == FAULT
    told = capsys.readouterr().err
    assert said in told
    assert "libGL.so.1" in told
    assert len(told.splitlines()) == 1


def test_a_user_without_a_home_is_served(tmp_path: Path) -> None:
    code = (
        "import os, pwd, sys\n"
        "def nobody(_uid): raise KeyError\n"
        "pwd.getpwuid = nobody\n"
        "os.environ.clear()\n"
        "from ekyc.cli import main\n"
        "from ekyc.document.fonts import OCR_B, font\n"
        "font(OCR_B, 20)\n"
        "sys.exit(main(['weights', 'status'], {}, 'doctor'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == OK, done.stderr
    assert "mtcnn_pnet" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", [["weights", "status"], ["weights", "status", "--json"]])
def test_output_that_does_not_fit_is_one_sentence(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "main.py", *words],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == FAULT
    assert done.stderr.splitlines() == [
        "The output does not fit: the disk is full. Free some space and run the command again."
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise on Windows")
def test_a_reader_that_has_left_is_no_error() -> None:
    running = subprocess.Popen(
        [sys.executable, "main.py", "weights", "status"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert running.wait(60) == OK
    assert said == b""
