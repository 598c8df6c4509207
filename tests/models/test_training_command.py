"""`ekyc train mrz_lines` from end to end, on a few made lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, FAULT, OK, main

Capture = pytest.CaptureFixture[str]
CONFIG = Path(__file__).parents[2] / "models/training/mrz/config.toml"

OCR_B = """typefaces = [
    { file = "/usr/share/fonts/opentype/ocr-b/OCRB.otf", package = "fonts-ocr-b", share = 0.5 },
    { file = "/usr/share/fonts/opentype/ocr-b/OCRBS.otf", package = "fonts-ocr-b", share = 0.5 },
]
"""
UNEVEN = OCR_B.replace("0.5", "0.6")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The shipped configuration, made small enough for a test."""
    few = {
        "steps = 9000": "steps = 2",
        "batch = 24": "batch = 2",
        "channels = [16, 32, 64, 128]": "channels = [4, 4, 8, 8]",
        "validate_every = 500": "validate_every = 2",
        "validation_batches = 8": "validation_batches = 1",
    }
    text = CONFIG.read_text()
    for long, short in few.items():
        assert long in text
        text = text.replace(long, short)
    # OCR-B alone: what else the shipped fit is printed in need not be installed for the tests.
    text = text[: text.index("typefaces = [")] + OCR_B
    file = tmp_path / "config.toml"
    file.write_text(text)
    return file


def train(config: Path, out: Path, *more: str) -> int:
    words = ["train", "mrz_lines", "--config", str(config), "--out", str(out), *more]
    return main(words, {}, "doctor")


def test_a_network_is_fitted_and_written(
    small: Path, tmp_path: Path, capsys: Capture, need: Callable[[str], object]
) -> None:
    need("torch")
    assert train(small, tmp_path / "out", "--json") == OK
    result = json.loads(capsys.readouterr().out)
    assert result["step"] == 2
    assert 0 <= result["validation_exact"] <= 1
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"checkpoint.pt", "log.csv", "mrz_lines.onnx"}


@pytest.mark.parametrize("text", ["steps = 3", "no toml", 'seed = 1\nsurprise = "yes"', UNEVEN])
def test_what_is_no_configuration_is_told(
    text: str, tmp_path: Path, capsys: Capture, need: Callable[[str], object]
) -> None:
    need("torch")
    file = tmp_path / "config.toml"
    file.write_text(text)
    assert train(file, tmp_path / "out") == BAD_INPUT
    assert "is no configuration of a training" in capsys.readouterr().err
    assert train(tmp_path / "missing.toml", tmp_path / "out") == BAD_INPUT


def test_a_typeface_that_is_not_there_is_told(
    small: Path, tmp_path: Path, capsys: Capture, need: Callable[[str], object]
) -> None:
    need("torch")
    small.write_text(small.read_text().replace("OCRBS.otf", "missing.otf"))
    assert train(small, tmp_path / "out") == FAULT
    assert "missing.otf" in capsys.readouterr().err


def test_without_torch_it_says_what_to_install(
    small: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in [n for n in sys.modules if n.startswith("models.training.mrz")]:
        monkeypatch.delitem(sys.modules, name)
    assert train(small, tmp_path / "out") == FAULT
    assert "pip install" in capsys.readouterr().err
