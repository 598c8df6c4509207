"""The demonstration in the real window, in real time: it ends as the customer behaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import main

ROOT = Path(main.__file__).parent
DEMO = [sys.executable, "main.py", "demo", "--window", "--screenshots"]


@pytest.mark.parametrize(
    ("words", "code", "outcome"),
    [([], 0, "APPROVED"), (["--disobey"], 3, "REJECTED")],
    ids=["obedient", "disobedient"],
)
def test_the_journey_in_the_window(
    words: list[str], code: int, outcome: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "main.py",
            "demo",
            "--window",
            "--screenshots",
            tmp_path,
            *words,
            "--json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == code, done.stderr
    decision = json.loads(done.stdout)
    assert decision["outcome"] == outcome
    pages = {path.stem.split("-", 1)[1] for path in tmp_path.glob("*.png")}
    assert {"welcome", "consent", "document", "confirm", "face", "result", "fault"} <= pages
    moved = [page for page in pages if page.startswith("challenge-")]
    assert len(moved) == (1 if words else 3)
    for path in tmp_path.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.size == (1280, 800)
            assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 200
