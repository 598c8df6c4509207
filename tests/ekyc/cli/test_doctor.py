"""`ekyc doctor` on this very machine, and with a fault put before it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from ekyc import doctor
from ekyc.cli import doctor as command
from ekyc.doctor import Level

PARTS = {
    "camera", "policy", "weights", "text_recognition", "fonts", "disk", "clock", "display",
    "machine",
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
