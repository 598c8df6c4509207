from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import main
from ekyc.camera.pictures import read_picture


@pytest.fixture
def folder(ekyc_data: Path, tmp_path: Path) -> Path:
    """A good picture, an upright one that lies as its EXIF says, and one that is too dark."""
    good = read_picture(ekyc_data / "journeys" / "webcam_man" / "portrait.jpg")
    Image.fromarray(good).save(tmp_path / "good.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.rot90(good)).save(tmp_path / "lying.jpg", exif=exif, quality=95)
    (tmp_path / "more").mkdir()
    Image.fromarray(np.asarray(good // 5, np.uint8)).save(tmp_path / "more" / "dark.png")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    value = json.loads(capsys.readouterr().out)
    assert isinstance(value, list)
    return value


def test_a_good_picture_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["quality", str(folder / "good.png"), "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert one["quality_pass"] is True
    assert one["reasons"] == []
    assert one["file"] == "good.png"
    eyes = one["components"]["inter_eye_distance"]
    assert eyes["value"] == pytest.approx(44, abs=1)
    assert eyes["unit"] == "px"
    assert eyes["least"] < eyes["value"]
    assert eyes["most"] is None
    assert eyes["ok"] is True
    assert set(one["components"]["natural_colour"]) == {"value", "unit"}


def test_a_folder_gives_a_list_and_code_3_when_one_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["quality", str(folder), "--json"]) == 3
    good, lying, dark = told(capsys)
    assert [good["file"], lying["file"], dark["file"]] == ["good.png", "lying.jpg", "more/dark.png"]
    assert good["quality_pass"] is lying["quality_pass"] is True
    assert dark["quality_pass"] is False
    assert dark["reasons"] != []
    assert main.main(["--language", "fr", "quality", str(folder)]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "PASS" in lines[0]
    assert "visage" in lines[2]


def test_an_unreadable_picture_is_told_among_the_others_with_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.jpg").write_bytes(b"no picture")
    assert main.main(["quality", str(folder), "--json"]) == 2
    broken, *others = told(capsys)
    assert len(others) == 3
    assert broken["quality_pass"] is False
    assert "broken.jpg" in str(broken["reasons"])
    assert main.main(["quality", str(folder / "broken.jpg"), "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_picture_without_a_face_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((200, 200, 3), 128, np.uint8))
    assert main.main(["quality", str(tmp_path / "grey.png"), "--json"]) == 3
    one = json.loads(capsys.readouterr().out)
    assert one["quality_pass"] is False
    assert len(one["reasons"]) == 1


def test_an_empty_folder_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["quality", str(tmp_path), "--json"]) == 2
    assert capsys.readouterr().out == ""
