"""`ekyc screen`: what the passive detectors make of real pictures and videos."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from ekyc.cli import BAD_INPUT, REJECTED, main

Capture = pytest.CaptureFixture[str]


def screened(capsys: Capture, path: Path) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["screen", str(path), "--json"], {}, "doctor")
    return code, json.loads(capsys.readouterr().out)


def presentation(found: dict[str, Any]) -> dict[str, Any]:
    check: dict[str, Any] = {one["name"]: one for one in found["checks"]}["presentation_attack"]
    return check


def test_a_folder_is_told_file_by_file(ekyc_data: Path, tmp_path: Path, capsys: Capture) -> None:
    """People and replays of Replay-Attack, whose people are part of what the network was fitted on:
    that it works is shown here, how well is `ekyc evaluate pad`'s to say."""
    folder = ekyc_data / "pad/replay_attack"
    with (folder / "manifest.csv").open() as file:
        rows = list(csv.DictReader(file))
    chosen = [row for row in rows if row["label"] == "live"][::120]
    chosen += [row for row in rows if row["label"] == "spoof"][::300]
    for number, row in enumerate(chosen):
        suffix = Path(row["file"]).suffix
        (tmp_path / f"{row['label']}{number}{suffix}").symlink_to(folder / row["file"])
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((200, 200, 3), 90, np.uint8))
    code, found = screened(capsys, tmp_path)
    by_name = {one["file"]: one for one in found}
    assert code == BAD_INPUT
    assert by_name["broken.png"]["outcome"] is None
    assert by_name["broken.png"]["error"]
    assert presentation(by_name["empty.png"])["status"] == "NOT_ASSESSED"
    live = [presentation(one)["score"] for name, one in by_name.items() if name.startswith("live")]
    spoof = [presentation(one)["score"] for name, one in by_name.items() if "spoof" in name]
    assert len(live) == len(spoof) == 4
    assert max(live) < min(spoof)


def test_a_replay_is_refused(ekyc_data: Path, capsys: Capture) -> None:
    code, found = screened(capsys, ekyc_data / "attacks/screen_replay.mp4")
    assert (code, found["outcome"]) == (REJECTED, "REJECTED")
    assert presentation(found)["status"] == "FAIL"


def test_what_is_not_there_is_said(tmp_path: Path, capsys: Capture) -> None:
    assert main(["screen", str(tmp_path / "none.jpg")], {}, "doctor") == BAD_INPUT
    assert "none.jpg" in capsys.readouterr().err
    assert main(["screen", str(tmp_path)], {}, "doctor") == BAD_INPUT
