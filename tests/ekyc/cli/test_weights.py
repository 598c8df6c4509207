from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import get_args
from zipfile import ZipFile

import pytest

from ekyc.cli import weights
from ekyc.errors import KioskFault, SubjectError
from ekyc.messages import Catalogue, languages
from ekyc.policy_rules import CHECKS
from ekyc.weights import NEEDS, checks_missing, fault_of
from models import Store, WeightsError
from models.store import Problem


def run(*words: str, language: str = "en") -> int:
    parser = argparse.ArgumentParser()
    weights.configure(parser)
    return weights.run(argparse.Namespace(language=language, **vars(parser.parse_args(words))))


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EKYC_WEIGHTS", str(tmp_path / "here"))
    return tmp_path / "here"


def test_status_lists_every_entry(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status") == 1
    lines = capsys.readouterr().out.splitlines()
    states = dict(reversed(line.split()[:2]) for line in lines)
    assert states.keys() == Store().entries.keys()
    assert states["mtcnn_pnet"] == "ready"
    assert states["inception_resnet_v1"] == "missing"


def test_status_as_json(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty.mkdir()
    (empty / "mrz.traineddata").write_bytes(b"damaged")
    assert run("status", "--json") == 1
    printed = json.loads(capsys.readouterr().out)
    rows = {row["name"]: row for row in printed["weights"]}
    assert printed["folder"] == str(empty)
    assert rows["mrz_tessdata"]["state"] == "corrupt"
    assert rows["dlib_landmarks_68"]["commercial_use"] is False
    assert len(rows["mtcnn_onet"]["sha256"]) == 64


def test_commercial_status_tells_what_is_left_out_and_which_checks_that_costs(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("status", "--commercial", "--json")
    told = json.loads(capsys.readouterr().out)
    assert all(row["commercial_use"] for row in told["weights"])
    assert {"dlib_landmarks_68", "inception_resnet_v1"} <= set(told["left_out"])
    assert told["checks_missing"] == []
    run("status", "--commercial")
    last = capsys.readouterr().out.splitlines()[-1]
    assert "dlib_landmarks_68" in last


def test_a_check_is_missing_where_what_it_cannot_do_without_is() -> None:
    every = {name: entry.sha256 for name, entry in Store().entries.items()}

    def without(*names: str) -> list[str]:
        return checks_missing({name: its for name, its in every.items() if name not in names})

    comparing = ["face_match", "same_person"]
    assert set(NEEDS) <= set(CHECKS)
    assert {name for needed in NEEDS.values() for name in needed} <= set(every)
    assert without() == without("inception_resnet_v1", "dlib_landmarks_68") == []
    assert without("sface") == comparing
    assert without("mediapipe_iris") == [*comparing, "active_liveness"]
    assert checks_missing({**every, "sface": 64 * "0"}) == comparing, "calibrated for another one"
    assert checks_missing({}) == list(NEEDS)


@pytest.mark.parametrize("name", ["letter.txt", "letter.pt", "letter.safetensors", "cut.zip"])
def test_a_file_that_is_no_weights_is_the_callers(name: str, empty: Path, tmp_path: Path) -> None:
    other = tmp_path / name
    other.write_bytes(b"Dear kiosk")
    if name == "cut.zip":
        with ZipFile(other, "w") as archive:
            archive.writestr("letter.txt", "Dear kiosk" * 99)
        whole = other.read_bytes()
        other.write_bytes(whole.replace(b"Dear kiosk", b"Dear Kiosk", 1))  # its checksum is wrong
    with pytest.raises(SubjectError) as caught:
        run("import", str(other))
    assert caught.value.message.id == "weights.not_ours"
    assert caught.value.message.params["file"] == str(other)


def test_a_path_that_is_not_there_is_the_callers(empty: Path, tmp_path: Path) -> None:
    with pytest.raises(SubjectError) as caught:
        run("import", str(tmp_path / "nothing"))
    assert caught.value.message.id == "weights.import_not_found"


def test_an_import_says_what_is_in_use(
    empty: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ekyc.cli.weights.import_weights", lambda store, path: ["mrz_tessdata"])
    assert run("import", str(tmp_path)) == 0
    assert capsys.readouterr().out == "mrz_tessdata: mrz_tessdata is in use from now on.\n"
    run("import", str(tmp_path), language="fr")
    assert capsys.readouterr().out == "mrz_tessdata : mrz_tessdata est utilisé désormais.\n"


def test_prepare_shows_where_it_is(
    empty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(KioskFault) as caught:
        run("prepare")
    assert caught.value.message.id == "weights.no_index"
    assert "mtcnn_onet" in capsys.readouterr().err


@pytest.mark.parametrize("problem", get_args(Problem))
def test_every_problem_has_a_sentence_with_what_it_names(problem: Problem) -> None:
    message = fault_of(WeightsError("some_name", "some/file", problem, "why")).message
    for language in languages():
        text = Catalogue(language).text(message)
        assert text != message.id
        assert "some" in text
