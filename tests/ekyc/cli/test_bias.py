"""`ekyc evaluate bias` on a handful of real pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekyc.cli import BAD_INPUT, OK, main
from ekyc.cli.evaluate_bias import table

Capture = pytest.CaptureFixture[str]


def command(*words: object) -> int:
    return main(["evaluate", "bias", *map(str, words)], {}, "doctor")


@pytest.fixture(scope="module")
def root(ekyc_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pictures each of three people."""
    root = tmp_path_factory.mktemp("people")
    people = sorted(p for p in (ekyc_data / "faces/lfw").iterdir() if len(list(p.iterdir())) > 1)
    for person in people[:3]:
        (root / person.name).mkdir()
        for path in sorted(person.iterdir())[:2]:
            (root / person.name / path.name).symlink_to(path)
    return root


def test_the_counts_of_groups_add_up(root: Path, tmp_path: Path, capsys: Capture) -> None:
    plot = tmp_path / "bias.svg"
    assert command("--all-pairs", "--root", root, "--plot", plot, "--json") == OK
    found = json.loads(capsys.readouterr().out)
    assert (found["n_pictures"], found["n_no_face"]) == (6, 0)
    everybody = found["all"]
    assert [everybody[rate]["n"] for rate in ("fnmr", "fmr", "gate")] == [3, 12, 6]
    assert everybody["fnmr"]["n_people"] == 3
    for trait, named in found["groups"].items():
        assert sum(own["n_pictures"] for own in named.values()) == 6, trait
        assert sum(own["fmr"]["n"] for own in named.values()) <= 12
    assert "<circle" in plot.read_text()
    told = list(table(found, ("fnmr", "gate")))
    assert len(told) == 2 + sum(1 + len(named) for named in found["groups"].values())
    assert "/3 " in told[1]
    assert "/6 " in told[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--all-pairs", "--root", "nowhere"), "nowhere"),
        (("--all-pairs", "--root", "."), "no pictures"),
        (("--config", "pad.toml", "--root", "."), "--weights"),
        (("--config", "pad.toml", "--root", ".", "--weights", "x.onnx"), "pad.toml"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(*words) == BAD_INPUT
    assert said in capsys.readouterr().err
