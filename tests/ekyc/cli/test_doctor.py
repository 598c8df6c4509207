"""`ekyc doctor` on this very machine, and with a fault put before it."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ekyc import doctor
from ekyc.cli import doctor as command
from ekyc.doctor import Level
from ekyc.document.reading import DocumentReading
from ekyc.errors import SubjectError
from ekyc.outside.files import Outside

PARTS = {
    "camera", "policy", "weights", "text_recognition", "document_reading", "fonts", "disk",
    "clock", "display", "machine",
}  # fmt: skip


def run(*words: str, language: str = "en") -> int:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(argparse.Namespace(language=language, **vars(parser.parse_args(words))))


def test_this_machine_is_examined(capsys: pytest.CaptureFixture[str]) -> None:
    code = run("--json")
    told = json.loads(capsys.readouterr().out)
    assert {one["part"] for one in told["findings"]} == PARTS
    faults = [one for one in told["findings"] if one["level"] == Level.FAULT.value]
    assert told["can_run"] is (not faults)
    assert code == (1 if faults else 0)
    assert all(one["text"] and one["text"] != one["id"] for one in told["findings"])
    reading = next(one for one in told["findings"] if one["part"] == "document_reading")
    assert reading["id"] == "doctor.reading_ok"


@pytest.mark.parametrize("broken", ["print", "worker"])
def test_a_kiosk_that_does_not_read_a_specimen_is_told(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package in which a library's data is missing starts, and reads nothing."""

    class Broken(Outside):
        def document(
            self, front: Path, back: Path | None = None, *, today: date | None = None
        ) -> DocumentReading:
            if broken == "worker":
                raise SubjectError("outside.stopped", name=front.name)
            reading = super().document(front, back, today=today)
            fields = {name: replace(one, others=()) for name, one in reading.fields.items()}
            return replace(reading, fields=fields)

    monkeypatch.setattr(command, "Outside", Broken)
    found = command._document_reading()
    assert found.level is Level.FAULT
    wanted = "doctor.reading_wrong" if broken == "print" else "outside.stopped"
    assert found.message.id == wanted


def test_a_policy_that_cannot_be_used_keeps_the_kiosk_from_running(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('extends = "kiosk"\nchallenge_count = 99')
    monkeypatch.setenv("EKYC_POLICY", str(file))
    assert run("--json") == 1
    told = {one["part"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert told["policy"]["level"] == "fault"
    assert "challenge_count" in told["policy"]["text"]


def test_weights_that_the_policy_leaves_out_need_not_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('extends = "kiosk"\nlandmarks = "mesh"\ncommercial_weights_only = true')
    monkeypatch.setenv("EKYC_POLICY", str(file))
    monkeypatch.setenv("EKYC_WEIGHTS", str(tmp_path / "none"))
    run("--json")
    told = {one["part"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert "sface" in told["weights"]["text"]
    assert "dlib" not in told["weights"]["text"]
    assert told["document_reading"]["level"] == Level.ATTENTION.value, (
        "what is missing is told once"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_fault_is_told_with_what_to_do(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [doctor.weights({"mtcnn_pnet": "missing"}), doctor.display(True, {"DISPLAY": ":0"})]
    monkeypatch.setattr(command, "examine", lambda: found)
    assert run(language=language) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "ekyc weights prepare" in lines[0]
    assert "ekyc doctor" in lines[2]


def test_nothing_wrong_ends_with_0(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "examine", lambda: [doctor.display(True, {"DISPLAY": ":0"})])
    assert run() == 0
    assert "can run" in capsys.readouterr().out
