"""`ekyc evaluate expression` and `ekyc train expression` from end to end, on a few real faces."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, OK, main
from models import EXPRESSIONS, tensors

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def few(tmp_path: Path, ekyc_data: Path) -> list[str]:
    """First and last pictures of a smile, of surprise and of anger, as the command's options."""
    root = ekyc_data / "faces" / "expression" / "ckplus"
    lines = ["file,identity_or_label"]
    for sequence in ("happiness/S052_004", "surprise/S074_002", "anger/S130_007"):
        emotion, name = sequence.split("/")
        first, *_, last = sorted((root / sequence).iterdir())
        for number, path in ((1, first), (2, last)):
            label = f"{emotion}|subject={name[:4]}|seq={name}|frame={number}/2"
            lines.append(f"{path.relative_to(root).as_posix()},{label}")
    table = tmp_path / "manifest.csv"
    table.write_text("\n".join(lines) + "\n")
    return ["expression", "--manifest", str(table), "--root", str(root)]


@pytest.mark.parametrize("more", [[], ["--network-alone"], ["--engine", "mesh"]])
def test_a_smile_and_surprise_are_found(few: list[str], more: list[str], capsys: Capture) -> None:
    assert main(["evaluate", *few, *more, "--json"], {}, "doctor") == OK
    counts = json.loads(capsys.readouterr().out)
    assert (counts["n"], counts["n_no_face"], counts["n_unreadable"]) == (6, 0, 0)
    for wanted in ("happiness", "surprise"):
        sequences = counts[wanted]["sequences"]
        assert (sequences["n"], sequences["missed"]) == (1, 0)
        assert (sequences["n_others"], sequences["accepted"]) == (2, 0)


def test_what_was_fitted_is_written_with_its_hash(
    few: list[str], tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "fusion.safetensors"
    assert main(["train", *few, "--out", str(out), "--json"], {}, "doctor") == OK
    result = json.loads(capsys.readouterr().out)
    assert (result["n"], result["n_people"], result["n_no_face"]) == (6, 3, 0)
    assert result["sha256"] == sha256(out.read_bytes()).hexdigest()
    assert tensors.read(out)["weight"].shape == (50, len(EXPRESSIONS))
    assert "happiness, both, mesh" in result["on_people_left_out"]


def test_a_place_that_cannot_be_written_is_told(few: list[str], capsys: Capture) -> None:
    assert main(["train", *few, "--out", "/proc/x.safetensors"], {}, "doctor") == BAD_INPUT
    assert "cannot be written" in capsys.readouterr().err
