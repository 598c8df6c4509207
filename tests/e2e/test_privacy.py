"""Nothing that names a person stays: not in the record, not in the log, not in temporary files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import main

MARKS = ("ZWANZIGER", "QUIRINUS", "Q7Z4K2M1P", "1961-05-17", "610517")


def test_a_planted_name_is_found_nowhere(
    ekyc_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, temporary, card = tmp_path / "state", tmp_path / "tmp", tmp_path / "card.png"
    temporary.mkdir()
    monkeypatch.setenv("EKYC_STATE", str(state))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    man = ekyc_data / "journeys" / "webcam_man"
    surname, given, number, birth, _ = MARKS
    code = main.main(
        ["specimen", "--portrait", str(man / "portrait.jpg"), "--out", str(card),
         "--surname", surname, "--given-names", given, "--number", number, "--birth", birth]
    )  # fmt: skip
    assert code == 0
    record = state / "record.json"
    code = main.main(
        ["verify", "--document", str(card), "--video", str(man / "live.mp4"), "--fps", "10",
         "--challenges", "open_mouth", "--record", str(record)]
    )  # fmt: skip
    assert code == 0
    kept = json.loads(record.read_text())
    assert kept["outcome"] == "APPROVED"
    assert {c["name"] for c in kept["checks"]} >= {"mrz_check_digits", "face_match"}
    files = [path for folder in (state, temporary) for path in folder.rglob("*") if path.is_file()]
    assert record in files
    for path in files:
        text = path.read_bytes().decode("utf-8", "ignore").upper()
        assert not [mark for mark in MARKS if mark.upper() in text], path
    assert not list(temporary.rglob("*"))
