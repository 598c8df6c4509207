"""CelebA-Spoof's folders, made here: its pictures are not."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.cli import BAD_INPUT, OK, main
from ekyc.errors import SubjectError
from ekyc.train.celeba_spoof import COUNT, IS_ATTACK, LISTS, TYPE, entries


def numbers(kind: int, attack: int | None = None) -> list[int]:
    found = [0] * COUNT
    found[TYPE], found[IS_ATTACK] = kind, bool(kind) if attack is None else attack
    return found


def made(folder: Path, lists: dict[str, Any]) -> Path:
    metas = folder / "metas" / "intra_test"
    metas.mkdir(parents=True, exist_ok=True)
    for name in LISTS:
        (metas / name).write_text(json.dumps(lists.get(name, {})))
        for file in lists.get(name, {}):
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return folder


def test_its_lists_become_a_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = {
        "Data/train/17/live/000001.png": numbers(0),
        "Data/train/17/spoof/000002.png": numbers(9),
        "Data/train/18/spoof/000003.png": numbers(5),
    }
    test = {"Data/test/30/spoof/000004.jpg": numbers(10)}
    folder = made(tmp_path, {"train_label.json": train, "test_label.json": test})
    (folder / "Data/train/18/spoof/000003.png").unlink()
    assert main(["dataset", "import", "celeba-spoof", str(folder), "--json"], {}, "doctor") == OK
    told = json.loads(capsys.readouterr().out)
    assert (told["n"], told["live"], told["spoof"]) == (3, 1, 2)
    with (folder / "manifest.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["label"], row["species"], row["subject_id"], row["split"]) for row in rows] == [
        ("live", "", "17", "train"),
        ("spoof", "phone", "17", "train"),
        ("spoof", "mask", "30", "test"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"../../etc/17/live/x.png": numbers(0)},
        {"/Data/train/17/live/x.png": numbers(0)},
        {"x.png": numbers(0)},
        {"Data/train/17/live/x.png": numbers(0)[:-1]},
        {"Data/train/17/live/x.png": numbers(11)},
        {"Data/train/17/live/x.png": numbers(0, attack=1)},
        {"Data/train/17/live/x.png": "live"},
    ],
)
def test_a_list_that_is_not_its_own_is_refused(broken: dict[str, Any], tmp_path: Path) -> None:
    made(tmp_path, {})
    path = tmp_path / "metas" / "intra_test" / LISTS[0]
    path.write_text(json.dumps(broken))
    with pytest.raises(SubjectError) as caught:
        list(entries(tmp_path))
    assert caught.value.message.id == "input.list_broken"


@given(st.binary(max_size=200))
def test_whatever_the_list_holds_it_is_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = made(tmp_path_factory.mktemp("lists"), {})
    (folder / "metas" / "intra_test" / LISTS[0]).write_bytes(data)
    with pytest.raises(SubjectError):
        list(entries(folder))


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    words = ["dataset", "import", "celeba-spoof", str(made(tmp_path, {}))]
    assert main(words, {}, "doctor") == BAD_INPUT
