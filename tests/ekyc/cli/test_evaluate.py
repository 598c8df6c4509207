from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ekyc.cli import BAD_INPUT, evaluate, main
from ekyc.cli.evaluate import calibration
from ekyc.errors import SubjectError
from ekyc.evaluate.match import MatchResult
from ekyc.evaluate.rates import ACCEPTED
from ekyc.face.match import Calibration
from models import Identity

Capture = pytest.CaptureFixture[str]
ENCODER = Identity('my "own" encoder', "ab" * 32)
GENUINE = np.linspace(0.2, 1, 50)
ENOUGH = np.linspace(-0.5, 0.5, 100_000)


def test_the_file_is_read_back_whatever_the_data_is_called(tmp_path: Path) -> None:
    path = tmp_path / "face_match.toml"
    path.write_text(calibration(ENCODER, MatchResult(GENUINE, ENOUGH, 0), 'LFW "view 2"\n\\'))
    read = Calibration.load(ENCODER.sha256, path)
    assert read.measured_on == 'LFW "view 2"\n\\'
    assert read.thresholds == pytest.approx(
        {"1e-3": 0.499, "1e-4": 0.4999, "1e-5": 0.49999}, abs=2e-5
    )


@pytest.mark.parametrize(
    ("impostor", "failed"),
    [(ENOUGH[:99_999], 0), (np.append(ENOUGH[2:], [ACCEPTED, ACCEPTED]), 2)],
)
def test_a_rate_that_the_data_cannot_show_is_no_calibration(
    impostor: np.ndarray, failed: int
) -> None:
    with pytest.raises(SubjectError) as caught:
        calibration(ENCODER, MatchResult(GENUINE, impostor, 0), "data")
    assert caught.value.message.id == "input.too_few_impostors"
    assert caught.value.message.params["fmr"] == "1e-5"
    assert caught.value.message.params["failed"] == failed


@pytest.mark.parametrize("place", ["missing/face_match.toml", ".", "/proc/face_match.toml"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def work() -> None:
        raise AssertionError("it began")

    monkeypatch.setattr(evaluate, "load_models", work)
    words = ["evaluate", "match", "--all-pairs", "--root", str(tmp_path)]
    (tmp_path / "a.png").touch()
    assert main([*words, "--calibrate", str(tmp_path / place)], {}, "doctor") == BAD_INPUT
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
