from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.document.mrz.band import Gray, cut_row, find_bands
from ekyc.document.ocr import FolderOcr, MemoryOcr, MrzOcr, open_ocr
from ekyc.document.private_folder import PrivateFolder
from ekyc.errors import KioskFault
from tests.ekyc.document.cards import card
from tests.ekyc.document.test_mrz import ICAO

FIRST = ICAO["TD2"][0]


@pytest.fixture(params=[MemoryOcr, FolderOcr])
def engine(request: pytest.FixtureRequest, mrz_model: Path, tmp_path: Path, need: object) -> MrzOcr:
    if request.param is MemoryOcr:
        need("tesserocr")  # type: ignore[operator]
        return MemoryOcr(mrz_model)
    need("pytesseract")  # type: ignore[operator]
    return FolderOcr(mrz_model, tmp_path)


def strip() -> tuple[Gray, Gray]:
    """The first line of a specimen's zone, and the whole zone."""
    gray = np.asarray(cv2.cvtColor(card().front, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    band = next(find_bands(gray))
    return cut_row(gray, band.rows[0], band.height_px), np.ascontiguousarray(gray[670:])


def test_both_engines_keep_the_same_contract(engine: MrzOcr, tmp_path: Path) -> None:
    line, zone = strip()
    read = engine.read_line(line)
    assert read.text == FIRST
    assert 0.5 < read.confidence <= 1.0
    assert engine.read_lines(zone)[0].text == FIRST
    nothing = engine.read_line(np.full((60, 400), 255, np.uint8))
    assert len(nothing.text) < 3 or nothing.confidence == 0  # Tesseract 4 invents, and says so
    assert list(tmp_path.iterdir()) == []
    assert "5." in engine.name or "4." in engine.name


def test_files_are_wiped_after_an_error(
    mrz_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FolderOcr(mrz_model, tmp_path)
    seen: list[int] = []

    def fail(*_: object, **__: object) -> None:
        (folder,) = tmp_path.iterdir()
        seen.append(stat.S_IMODE(folder.stat().st_mode))
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(engine, "_run", fail)
    with pytest.raises(KioskFault):
        engine.read_line(strip()[0])
    assert seen == [0o700]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_what_a_killed_run_leaves_is_private_and_wiped_at_the_next_start(
    mrz_model: Path, tmp_path: Path
) -> None:
    code = f"""
import numpy as np, time
from pathlib import Path
from ekyc.document.ocr import FolderOcr
engine = FolderOcr(Path({str(mrz_model)!r}), Path({str(tmp_path)!r}))
engine._run = lambda *a, **k: time.sleep(60)
engine.read_line(np.zeros((60, 900), np.uint8))
"""
    run = subprocess.Popen([sys.executable, "-c", code], cwd=Path.cwd())
    try:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("*/strip.png")):
            assert time.monotonic() < until
            assert run.poll() is None
            time.sleep(0.02)
        # While it runs, another start leaves its folder alone.
        assert PrivateFolder.wipe_abandoned(tmp_path) == 0
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    (left,) = tmp_path.iterdir()
    assert left.stat().st_mode & 0o077 == 0
    FolderOcr(mrz_model, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_abandoned_folders_of_ours_are_wiped(tmp_path: Path) -> None:
    foreign = tmp_path / "something-else"
    foreign.mkdir()
    with PrivateFolder(tmp_path) as folder:
        (folder / "secret").write_text("x")
        new = tmp_path / "ekyc-private-new"  # made a moment ago, its lock not yet there
        new.mkdir()
        assert PrivateFolder.wipe_abandoned(tmp_path) == 0
        os.utime(new, (0, 0))
        assert PrivateFolder.wipe_abandoned(tmp_path) == 1
    assert list(tmp_path.iterdir()) == [foreign]


def test_the_engine_that_is_installed_is_taken(
    mrz_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"tesserocr", "pytesseract"}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name in here or None)
    assert isinstance(open_ocr(mrz_model), MemoryOcr)
    here.remove("tesserocr")
    assert isinstance(open_ocr(mrz_model), FolderOcr)
    here.clear()
    with pytest.raises(KioskFault, match="ocr_missing"):
        open_ocr(mrz_model)


def test_a_missing_or_broken_model_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KioskFault, match="ocr_model_missing"):
        open_ocr(tmp_path / "mrz.traineddata")
    broken = tmp_path / "mrz.traineddata"
    broken.write_bytes(b"not a model")
    with pytest.raises(KioskFault, match="ocr_model_broken"):
        MemoryOcr(broken)
