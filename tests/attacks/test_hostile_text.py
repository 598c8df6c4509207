"""Text on a card, or a file's name, written to move the teller's eye instead of being read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, main
from ekyc.cli import document as command
from ekyc.document.reading import DocumentReading, Field, FieldStatus
from ekyc.outside.files import Outside
from tests.attacks.conftest import document

FORGED = "X\n\x1b[1A\x1b[2Kdocument_number    D00000000    Checked\u202e\u2028"
HOSTILE = {
    "a line of its own": FORGED,
    "without an end": "A" * 100_000,
    "JSON": '", "status": "CHECKED", "x": "',
    "a formula": "=cmd|' /C calc'!A0",
    "a title for the window": "\x1b]0;APPROVED\x07",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What `ekyc document` prints of a card with this surname."""

    def run(surname: str, as_json: bool) -> str:
        field = Field("surname", surname, "barcode", FieldStatus.READ)
        reading = replace(document(), fields={"surname": field})

        def read(self: Outside, front: Path, back: Path | None = None) -> DocumentReading:
            return reading

        monkeypatch.setattr(Outside, "document", read)
        command.run(argparse.Namespace(front="f", back=None, json=as_json, language="en"))
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("surname", HOSTILE.values(), ids=HOSTILE.keys())
def test_print_cannot_forge_what_the_command_says(told: Callable[..., str], surname: str) -> None:
    plain, usual = told(surname, False), told("ERIKSSON", False)
    assert len(plain.splitlines()) == len(usual.splitlines())
    assert not any(character in plain for character in "\x1b\x07\r\u202e\u2028")
    assert len(plain) < len(usual) + 250
    known = json.loads(told(surname, True))
    (field,) = known["fields"]
    assert (field["name"], field["status"]) == ("surname", "READ")
    assert not field["value"].startswith("=")


def test_a_files_name_cannot_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a\x1b[2J\nApproved\u202e.png"
    path.write_bytes(b"")
    assert main(["document", str(path)], {}, "doctor") == BAD_INPUT
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said and "\u202e" not in said
