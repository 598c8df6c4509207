"""The command as others call it: contract keys, exit codes, one sentence for every bad input."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import main

ROOT = Path(main.__file__).parent


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)


@pytest.fixture(scope="module")
def man(ekyc_data: Path) -> Path:
    return ekyc_data / "journeys" / "webcam_man"


def test_a_strangers_whole_way(man: Path, tmp_path: Path) -> None:
    card, record = tmp_path / "card.png", tmp_path / "record.json"
    assert run("specimen", "--portrait", man / "portrait.jpg", "--out", card).returncode == 0
    done = run(
        "verify", "--document", card, "--video", man / "live.mp4", "--challenges",
        "open_mouth,turn_right,turn_left", "--fps", 10, "--record", record, "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    told = json.loads(done.stdout)
    assert {"outcome", "provenance", "valid_for_onboarding", "checks", "timings"} <= set(told)
    assert told["consent"]["purposes"] == ["document", "biometrics"]
    assert told["outcome"] == "APPROVED"
    assert told["provenance"] == "RECORDED"
    for check in told["checks"]:
        assert {"name", "status", "score", "threshold", "reason"} == set(check)
    assert all(isinstance(seconds, float) for seconds in told["timings"].values())
    kept = record.read_text()
    assert json.loads(kept)["outcome"] == "APPROVED"
    assert json.loads(kept)["consent"] == told["consent"]
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    for secret in ("ERIKSSON", "ANNA", "D23145890", "1974"):
        assert secret not in kept
    read = run("document", card, "--json")
    assert read.returncode == 0
    assert "D23145890" in read.stdout


def test_observe_prints_one_line_a_frame(man: Path) -> None:
    done = run("liveness", "--video", man / "live.mp4", "--fps", 2, "--observe")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert 105 <= len(lines) <= 108
    wanted = {
        "t_s", "box_xyxy", "yaw_deg", "pitch_deg", "roll_deg", "eye_openness", "mouth_openness",
        "expression", "quality",
    }  # fmt: skip
    assert all(set(line) == wanted for line in lines)
    assert len(lines[0]["eye_openness"]) == 2


def test_match_tells_people_apart(man: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portrait, other = str(man / "portrait.jpg"), str(man / "portrait_of_another.jpg")
    assert main.main(["match", portrait, portrait, "--json"]) == 0
    same = json.loads(capsys.readouterr().out)
    assert main.main(["match", portrait, other, "--json"]) == 0
    differ = json.loads(capsys.readouterr().out)
    assert same["same"] is True
    assert differ["same"] is False
    assert same["similarity"] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_match_speaks_of_two_pictures_in_one_language(
    man: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    portrait, other = str(man / "portrait.jpg"), str(man / "portrait_of_another.jpg")
    for second, start in (
        (portrait, {"en": "The two faces are of one", "fr": "Les deux visages sont"}),
        (other, {"en": "The two faces are not", "fr": "Les deux visages ne se"}),
    ):
        assert main.main(["--language", language, "match", portrait, second]) == 0
        said = capsys.readouterr().out
        assert said.startswith(start[language])
        assert "document" not in said
        main.main(["--language", language, "match", portrait, second, "--json"])
        assert json.loads(capsys.readouterr().out)["reason"] == said.strip()


def test_evaluate_match_has_the_contracts_keys(
    ekyc_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (ekyc_data / "faces" / "lfw_pairs_view2_folds1-5.csv").read_text().splitlines()
    same = [row for row in rows if row.split(",")[2] == "1"][:12]
    differ = [row for row in rows if row.split(",")[2] == "0"][:12]
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("\n".join([rows[0], *same, *differ]))
    root = str(ekyc_data / "faces")
    assert main.main(["evaluate", "match", "--pairs", str(pairs), "--root", root, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"n", "n_no_face", "auc", "eer", "fnmr_at"} <= set(told)
    assert set(told["fnmr_at"]) == {"1e-3", "1e-4", "1e-5"}
    assert told["n"] == 24
    assert isinstance(told["n_no_face"], int)
    assert told["auc"] > 0.95


BAD = [
    ["verify"],
    ["no-such-command"],
    ["verify", "--document", "{text}", "--video", "{text}"],
    ["verify", "--document", "{picture}", "--video", "missing.mp4"],
    ["verify", "--document", "{picture}", "--video", "{text}"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--challenges", "wink"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--challenges", ","],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--challenges", "screen_light"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--deadline", "-1"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--deadline", "nan"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--policy", "none"],
    ["match", "missing.png", "{picture}"],
    ["match", "{picture}", "{picture}"],
    ["match", "{folder}", "{picture}"],
    ["liveness", "--observe", "--video", "{text}"],
    ["liveness", "--observe", "--video", "{folder}"],
    ["liveness", "--observe", "--video", "{text}", "--fps", "nan"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--fps", "0"],
    ["verify", "--document", "{picture}", "--video", "{picture}", "--fps", "-3"],
    ["quality", "missing.png"],
    ["quality", "{text}"],
    ["quality", "{folder}"],
    ["document", "{picture}"],
    ["document", "{text}"],
    ["specimen", "--portrait", "{picture}", "--out", "{folder}/card.png"],
    ["evaluate", "match", "--pairs", "{text}", "--root", "{folder}"],
    ["evaluate", "match", "--pairs", "missing.csv", "--root", "{folder}"],
    ["evaluate", "match", "--all-pairs", "--root", "missing"],
    ["evaluate", "document", "--manifest", "{text}", "--root", "{folder}"],
    ["weights", "import", "missing.pt"],
    ["weights", "import", "{text}"],
    ["attack"],
    ["attack", "{picture}"],
    ["attack", "{text}", "--document", "{picture}"],
    ["attack", "{text}", "--document", "{picture}", "--species", "magic"],
    ["demo", "--size", "large"],
]


@pytest.mark.parametrize("words", BAD, ids=lambda words: " ".join(words))
def test_bad_input_ends_in_a_sentence_and_code_2(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text").write_text("no picture, no video, no table\n")
    Image.fromarray(np.full((60, 80, 3), 128, np.uint8)).save(tmp_path / "picture.png")
    (tmp_path / "folder").mkdir()
    places = {"text": tmp_path / "text", "picture": tmp_path / "picture.png"}
    given = [word.format(folder=tmp_path / "folder", **places) for word in words]
    try:
        code = main.main(given)
    except SystemExit as stopped:  # argparse's own
        code = int(stopped.code or 0)
    told = capsys.readouterr()
    assert code == 2, told.err
    assert told.out == ""
    assert "Traceback" not in told.err
    assert 1 <= len(told.err.strip().splitlines()) <= 6


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences_follow_the_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--language", language, "match", "missing.png", "missing.png"]) == 2
    said = capsys.readouterr().err
    assert ("missing.png" in said) and (("Vérifiez" in said) is (language == "fr"))


def test_help_comes_without_loading_the_networks() -> None:
    code = "import sys, main\ntry: main.main(['--help'])\nexcept SystemExit: pass\n"
    code += "bad = {'openvino', 'torch', 'PyQt5', 'dlib'} & set(sys.modules)\nassert not bad, bad"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for name in (
        "verify",
        "specimen",
        "document",
        "match",
        "quality",
        "liveness",
        "evaluate",
        "weights",
    ):
        assert name in done.stdout


@pytest.mark.parametrize("command", ["verify", "specimen", "document", "match", "liveness", "demo"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.main([command, "--help"])
    assert stopped.value.code == 0
    assert len(capsys.readouterr().out) > 200


def test_a_bug_is_one_sentence_with_a_number_that_is_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EKYC_STATE", str(tmp_path / "state"))

    def broken(_outside: object, _path: object) -> None:
        raise RuntimeError("ANNA MARIA ERIKSSON")

    monkeypatch.setattr("ekyc.cli.match.Outside.picture", broken)
    assert main.main(["match", "a.png", "b.png"]) == 1
    said = capsys.readouterr().err
    log = (tmp_path / "state" / "kiosk.log").read_text()
    number = said[said.index("F-") :].split(")")[0]
    assert number in log
    assert "RuntimeError" in log
    assert "ANNA" not in log + said
