"""`ekyc attack`: what it lists, what it refuses, and what it tells of a clip."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

import main
from ekyc.attack.species import KIT
from ekyc.camera.video import VideoFile


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_lists_every_species_in_a_sentence(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["--language", language, "attack", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(KIT)
    assert all(line.endswith(".") and len(line.split()) > 5 for line in lines)
    assert main.main(["--language", language, "attack", "--list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["screen"]["to_be_stopped_by"] == "presentation_attack"
    assert told["frames_lost"] == {
        "attack": False,
        "to_be_stopped_by": None,
        "sentence": told["frames_lost"]["sentence"],
        "variants": ["one_in_seven", "late_stamps"],
    }


@pytest.fixture(scope="module")
def man(ekyc_data: Path) -> Path:
    return ekyc_data / "journeys" / "webcam_man"


@pytest.fixture(scope="module")
def card(man: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("card") / "card.png"
    portrait = str(man / "portrait.jpg")
    assert main.main(["specimen", "--portrait", portrait, "--out", str(path)]) == 0
    return path


def test_it_counts_what_gets_through_and_keeps_what_it_tried(
    man: Path, card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    words = ["attack", man / "live.mp4", "--document", card, "--challenges", "open_mouth"]
    words += ["--fps", "10", "--species", "swap,impostor,mirror"]
    assert main.main([*map(str, words), "--keep", str(kept), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["bona_fide"]["outcome"] == "APPROVED"
    assert told["n_left_out"] == 4  # without another person's clip
    assert list(told["species"]) == ["mirror"]
    mirror = told["species"]["mirror"]
    assert (mirror["n"], mirror["n_approved"], mirror["n_unseen"]) == (1, 1, 1)  # a mouth is even
    assert mirror["approved_rate"] == 1.0
    assert mirror["n_non_response"] == 0
    assert (mirror["n_taken_for_bona_fide"], mirror["apcer"]) == (1, 1.0)
    assert mirror["variants"] == [
        {
            "name": "left_right",
            "outcome": "APPROVED",
            "stopped_by": None,
            "responded": True,
            "failed": [],
        }
    ]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    (video,) = kept.iterdir()
    assert video.name == "mirror-left_right.avi"
    assert stat.S_IMODE(video.stat().st_mode) == 0o600
    assert VideoFile(video).info.width == 400


def test_a_clip_that_does_not_pass_says_nothing_about_attacks(
    man: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["attack", man / "live.mp4", "--document", card, "--challenges", "turn_left"]
    words += ["--fps", "5", "--deadline", "1"]
    assert main.main([*map(str, words), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "does not pass itself" in said.err
