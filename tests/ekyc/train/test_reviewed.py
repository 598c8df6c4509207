"""Pictures that a reviewer sorted become a manifest that a fit reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, OK, main
from ekyc.evaluate.detection import read_manifest


def test_folders_say_what_pictures_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (
        "live/K7Q42M9D_1.jpg", "live/K7Q42M9D_2.png", "spoof/phone/AAAA_1.jpg", "spoof/CCCC.jpeg",
        "live/notes.txt",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    assert main(["dataset", "import", "reviewed", str(tmp_path), "--json"], {}, "doctor") == OK
    told = json.loads(capsys.readouterr().out)
    assert (told["n"], told["live"], told["spoof"]) == (4, 2, 2)
    rows = {row.file: row for row in read_manifest(tmp_path / "manifest.csv")}
    assert rows["live/K7Q42M9D_1.jpg"].subject == rows["live/K7Q42M9D_2.png"].subject
    assert rows["live/K7Q42M9D_1.jpg"].is_bona_fide
    assert rows["spoof/phone/AAAA_1.jpg"].species == "phone"
    assert rows["spoof/CCCC.jpeg"].species == "unknown"


def test_a_folder_without_them_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "import", "reviewed", str(tmp_path)], {}, "doctor") == BAD_INPUT
    assert "no pictures under" in capsys.readouterr().err
