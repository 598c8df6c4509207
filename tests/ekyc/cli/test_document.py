from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from ekyc.cli import BAD_INPUT, OK, main

Capture = pytest.CaptureFixture[str]


def command(*words: str) -> int:
    return main(list(words), {}, "doctor")


@pytest.fixture(scope="module")
def made_card(ekyc_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("card") / "card.png"
    portrait = ekyc_data / "journeys" / "webcam_man" / "portrait.jpg"
    words = ("--portrait", str(portrait), "--out", str(out), "--surname", "Müller", "--sex", "M")
    assert command("specimen", *words) == OK
    return out


def test_a_specimen_is_read_back(made_card: Path, capsys: Capture) -> None:
    assert command("document", str(made_card), "--json") == OK
    known = json.loads(capsys.readouterr().out)
    fields = {field["name"]: field for field in known["fields"]}
    assert known["mrz_format"] == "TD2"
    assert known["specimen"] is True
    assert (known["mirrored"], known["back_mirrored"]) == (False, None)
    assert fields["surname"]["value"] == "MUELLER"
    assert fields["surname"]["status"] == "READ"
    assert fields["document_number"]["status"] == "CHECKED"
    assert all(0 <= x <= 1240 and 0 <= y <= 874 for x, y in fields["sex"]["box_xy"])
    checks = {check["name"]: check["status"] for check in known["checks"]}
    assert checks.pop("document_state") == "NOT_ASSESSED"  # Utopia's
    assert set(checks.values()) == {"PASS"}
    assert fields["document_number"]["sources"] == ["mrz", "print"]
    printed = {one["name"]: one for one in fields["document_number"]["others"]}
    assert printed["document_number"]["source"] == "print"
    assert printed["document_number"]["value"] == fields["document_number"]["value"]
    assert known["portrait_inter_eye_px"] > 50
    assert set(known["timings"]) == {"front", "print", "total"}


def test_of_each_side_is_said_whether_it_came_mirrored(
    made_card: Path, tmp_path: Path, capsys: Capture
) -> None:
    with Image.open(made_card) as picture:
        ImageOps.mirror(picture).save(tmp_path / "back.png")
    assert command("document", str(made_card), str(tmp_path / "back.png"), "--json") == OK
    known = json.loads(capsys.readouterr().out)
    assert (known["mirrored"], known["back_mirrored"]) == (False, True)


def test_the_table_names_every_field(made_card: Path, capsys: Capture) -> None:
    assert command("document", str(made_card)) == OK
    shown = capsys.readouterr().out
    assert "MUELLER" in shown
    assert "Checked" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("document", "/nowhere/card.png"),
        ("document", __file__),
        ("specimen", "--portrait", "/nowhere.jpg", "--out", "x.png"),
        ("specimen", "--portrait", "x.jpg", "--out", "x.png", "--birth", "12.8.1974"),
        ("evaluate", "document", "--manifest", "/nowhere.csv", "--root", "/"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], capsys: Capture) -> None:
    assert command(*words) == BAD_INPUT
    said = capsys.readouterr().err.strip()
    assert said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


def test_a_birth_in_the_future_is_refused(capsys: Capture) -> None:
    words = ("--portrait", "x.jpg", "--out", "x.png", "--birth", "2999-01-01")
    assert command("specimen", *words) == BAD_INPUT
    assert "2999-01-01" in capsys.readouterr().err


def test_a_picture_without_a_document_is_bad_input(ekyc_data: Path, capsys: Capture) -> None:
    face = ekyc_data / "journeys" / "webcam_man" / "portrait.jpg"
    assert command("document", str(face)) == BAD_INPUT
    assert "document" in capsys.readouterr().err
