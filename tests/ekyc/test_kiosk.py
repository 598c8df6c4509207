"""A kiosk that may load only weights that allow commercial use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.cli import main
from ekyc.errors import KioskFault
from ekyc.face.embedding import embed_face
from ekyc.face.observer import FaceObserver
from ekyc.kiosk import Kiosk
from ekyc.policy import load_policy
from ekyc.values import Frame
from ekyc.weights import NEEDS
from models import Models, Store

COMMERCIAL = {"landmarks": "mesh", "commercial_weights_only": True}


@pytest.fixture
def commercial_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Prepared files of weights, without those that exclude commercial use."""
    folder = tmp_path / "weights"
    folder.mkdir()
    store = Store()
    for name, entry in store.entries.items():
        if entry.commercial_use and entry.source is not None:
            (folder / entry.file).symlink_to(store.original(name).resolve())
    monkeypatch.setenv("EKYC_WEIGHTS", str(folder))
    return folder


def test_it_runs_where_the_other_files_are_not_even_there(
    commercial_folder: Path, ekyc_data: Path
) -> None:
    with pytest.raises(KioskFault) as caught:
        Kiosk.load(load_policy("kiosk"))
    assert caught.value.message.id == "weights.missing"
    kiosk = Kiosk.load(load_policy("kiosk", **COMMERCIAL))
    store = Store()
    loaded = kiosk.models.weights_sha256
    assert all(store.entries[name].commercial_use for name in loaded)
    assert {"encoder", "dlib_landmarks_68_sha256"}.isdisjoint(kiosk.models.versions())
    people = ekyc_data / "journeys" / "webcam_man"
    portrait, another = (
        _embedding(kiosk, people / name) for name in ("portrait.jpg", "portrait_of_another.jpg")
    )
    assert np.linalg.norm(portrait) == pytest.approx(1, abs=1e-5)
    assert float(portrait @ another) < kiosk.matcher.calibration.pictures["1e-4"]


@pytest.mark.parametrize("name", ["sface", "mediapipe_face_mesh", "mediapipe_iris"])
def test_what_a_check_is_said_to_need_no_kiosk_does_without(
    name: str, commercial_folder: Path
) -> None:
    (commercial_folder / Store().entries[name].file).unlink()
    with pytest.raises(KioskFault):
        Kiosk.load(load_policy("kiosk", **COMMERCIAL))
    assert name in NEEDS["face_match"]


@pytest.mark.parametrize("words", [["match", "A", "A"], ["quality", "A"], ["document", "A"]])
def test_commands_do_without_them_too(
    words: list[str],
    commercial_folder: Path,
    ekyc_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Under the policy of this kiosk; no document is in the picture."""
    policy = tmp_path / "policy.toml"
    policy.write_text('extends = "kiosk"\nlandmarks = "mesh"\ncommercial_weights_only = true')
    monkeypatch.setenv("EKYC_POLICY", str(policy))
    portrait = str(ekyc_data / "journeys" / "webcam_man" / "portrait.jpg")
    main([portrait if word == "A" else word for word in words], {}, "")
    assert "weights" not in capsys.readouterr().err


def _embedding(kiosk: Kiosk, path: Path) -> np.ndarray:
    rgb = read_picture(path)
    seen = FaceObserver(kiosk.models, kiosk.policy.landmarks).observe(Frame(rgb, 0.0, 0))
    assert seen is not None
    assert min(seen.eye_openness) > 0.15
    return embed_face(kiosk.models, rgb, seen.face)


def test_networks_are_not_lent_to_a_policy_that_wants_others(networks: Models) -> None:
    kiosk = Kiosk.load(load_policy("kiosk"), networks)
    with pytest.raises(ValueError, match="wants others"):
        kiosk.under(load_policy("kiosk", **COMMERCIAL))
    assert kiosk.under(load_policy("demo")).models is networks


def test_an_engine_without_its_networks_is_refused(networks: Models) -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="landmark engine"):
        FaceObserver(replace(networks, landmarks=None), "both")
    with pytest.raises(ValueError, match="landmark engine"):
        FaceObserver(networks, "retina")
