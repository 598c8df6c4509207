from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, OK, REVIEW, main
from ekyc.policy_rules import DOCUMENT_CHECKS

Capture = pytest.CaptureFixture[str]


def test_a_card_whose_lines_are_on_its_back_needs_a_picture_of_it(
    ekyc_data: Path, tmp_path: Path, capsys: Capture
) -> None:
    man = ekyc_data / "journeys" / "webcam_man"
    front, back = tmp_path / "card.png", tmp_path / "card-back.png"
    words = ["--portrait", str(man / "portrait.jpg"), "--out", str(front), "--format", "td1"]
    assert main(["specimen", *words], {}, "doctor") == OK
    words = ["verify", "--document", str(front), "--video", str(man / "live.mp4"), "--fps", "1"]
    capsys.readouterr()
    assert main(words, {}, "doctor") == BAD_INPUT
    told = capsys.readouterr()
    assert "--document-back" in told.err
    assert told.out == ""
    main([*words, "--document-back", str(back), "--json"], {}, "doctor")
    checks = {one["name"]: one["status"] for one in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["mrz_check_digits"] == "PASS"


def test_a_policy_without_a_document_needs_none(ekyc_data: Path, capsys: Capture) -> None:
    words = ["--video", str(ekyc_data / "journeys" / "webcam_man" / "live.mp4"), "--fps", "10"]
    assert main(["verify", *words], {}, "doctor") == BAD_INPUT
    assert "--document" in capsys.readouterr().err
    words += ["--challenges", "open_mouth", "--policy", "video_kyc", "--json"]
    assert main(["verify", *words], {}, "doctor") == REVIEW
    told = json.loads(capsys.readouterr().out)
    checks = {one["name"]: one["status"] for one in told["checks"]}
    assert checks["active_liveness"] == checks["same_person"] == "PASS"
    assert not set(DOCUMENT_CHECKS) & set(checks)
    assert not told["valid_for_onboarding"]


def test_what_cannot_be_is_said_before_the_work(
    ekyc_data: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No network is loaded for it."""
    monkeypatch.setattr("ekyc.cli.verify.Kiosk", None)
    man = ekyc_data / "journeys" / "webcam_man"
    clip = ["verify", "--video", str(man / "live.mp4"), "--document", str(man / "portrait.jpg")]
    assert main([*clip, "--record", str(tmp_path)], {}, "doctor") == BAD_INPUT
    assert "cannot be written" in capsys.readouterr().err
    words = ["--policy", "single_image", "--challenges", "blink"]
    assert main([*clip, *words], {}, "doctor") == BAD_INPUT
    assert "asks for no movements" in capsys.readouterr().err
    for option in ("--video", "--document"):
        assert main([*clip, option, str(man)], {}, "doctor") == BAD_INPUT
        assert "This is a folder" in capsys.readouterr().err


def test_names_keep_their_capitals_in_a_description(capsys: Capture) -> None:
    for word, name in (("specimen", "Utopia"), ("pin", "PIN")):
        with pytest.raises(SystemExit):
            main([word, "--help"], {}, "doctor")
        assert name in capsys.readouterr().out.split("options:")[0].split("\n\n")[1]
