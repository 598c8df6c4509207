from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ekyc.cli import BAD_INPUT, evaluate_match, main
from ekyc.errors import SubjectError
from ekyc.evaluate.calibration import calibration_text
from ekyc.evaluate.intervals import Compared
from ekyc.evaluate.match import MatchResult
from ekyc.evaluate.rates import ACCEPTED
from ekyc.face.embedding import Encoder
from ekyc.face.match import Calibration
from ekyc.toml import load_toml
from models import Models

Capture = pytest.CaptureFixture[str]
WEIGHTS: dict[Encoder, str] = {"inception_resnet_v1": "ab" * 32, "sface": "cd" * 32}
GENUINE = np.linspace(0.2, 1, 50)
ENOUGH = np.linspace(-0.5, 0.5, 100_000)


def result(impostor: np.ndarray) -> MatchResult:
    genuine, impostors = (
        Compared(scores, np.arange(len(scores), dtype=np.int32) % 40, np.full(len(scores), 40))
        for scores in (GENUINE, impostor)
    )
    return MatchResult(genuine, impostors, 0)


def test_the_file_is_read_back_whatever_the_data_is_called(tmp_path: Path) -> None:
    path = tmp_path / "face_match.toml"
    name = 'LFW "view 2"\n\\'
    path.write_text(calibration_text(WEIGHTS, result(ENOUGH), result(ENOUGH - 0.1), name))
    read = Calibration.load(WEIGHTS, path)
    assert read.measured_on == name
    assert read.pictures == pytest.approx(
        {"1e-3": 0.499, "1e-4": 0.4999, "1e-5": 0.49999}, abs=2e-5
    )
    assert read.cards == pytest.approx(
        {fmr: at - 0.1 for fmr, at in read.pictures.items()}, abs=1e-5
    )
    table = load_toml(path)["picture"]
    assert (table["n_genuine"], table["n_impostor"]) == (50, 100_000)
    assert table["at_fmr"]["1e-3"]["n_missed"] == int((GENUINE < 0.499).sum())


@pytest.mark.parametrize(
    ("impostor", "failed"),
    [(ENOUGH[:99_999], 0), (np.append(ENOUGH[2:], [ACCEPTED, ACCEPTED]), 2)],
)
def test_a_rate_that_the_data_cannot_show_is_no_calibration(
    impostor: np.ndarray, failed: int
) -> None:
    for pictures, cards in ((impostor, ENOUGH), (ENOUGH, impostor)):
        with pytest.raises(SubjectError) as caught:
            calibration_text(WEIGHTS, result(pictures), result(cards), "data")
        assert caught.value.message.id == "input.too_few_impostors"
        assert caught.value.message.params["fmr"] == "1e-5"
        assert caught.value.message.params["failed"] == failed


@pytest.mark.parametrize("place", ["missing/face_match.toml", ".", "/proc/face_match.toml"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def work() -> None:
        raise AssertionError("it began")

    monkeypatch.setattr(evaluate_match, "load_models", work)
    words = ["evaluate", "match", "--all-pairs", "--root", str(tmp_path)]
    (tmp_path / "a.png").touch()
    for option in ("--calibrate", "--det"):
        assert main([*words, option, str(tmp_path / place)], {}, "doctor") == BAD_INPUT
        assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_the_whole_command_on_four_pictures(
    networks: Models,
    ekyc_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    """Both networks together and each alone; curves; with and without cards."""
    monkeypatch.setattr(evaluate_match, "load_models", lambda: networks)
    rows = [
        "path_a,path_b,same",
        "1.jpg,2.jpg,1",
        "1.jpg,3.jpg,0",
        "2.jpg,4.jpg,0",
        "3.jpg,4.jpg,1",
    ]
    lfw = ekyc_data / "faces" / "lfw"
    people = [folder for folder in sorted(lfw.iterdir()) if len(list(folder.iterdir())) > 1][:2]
    pictures = [picture for folder in people for picture in sorted(folder.iterdir())[:2]]
    for number, picture in enumerate(pictures, 1):
        (tmp_path / f"{number}.jpg").write_bytes(picture.read_bytes())
    (tmp_path / "pairs.csv").write_text("\n".join(rows))
    words = ["evaluate", "match", "--pairs", str(tmp_path / "pairs.csv"), "--root", str(tmp_path)]
    svg = tmp_path / "det.svg"
    assert main([*words, "--json", "--det", str(svg)], {}, "doctor") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n"], told["n_no_face"], told["auc"], told["eer"]) == (4, 0, 1, 0)
    assert told["fnmr_at"] == {"1e-3": None, "1e-4": None, "1e-5": None}
    assert set(told["alone"]) == {"inception_resnet_v1", "sface"}
    assert svg.read_text().count("<polyline") == 3
    assert main([*words, "--json", "--cards", "--encoder", "sface"], {}, "doctor") == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["n"], printed["auc"]) == (4, 1)
    assert "alone" not in printed
