"""Loading the networks tells nobody: no connection is tried and the home folder stays empty."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from models import Models, Store
from tests.test_architecture import ROOT, imported, names_of

SCRIPT = """
import importlib, os, sys
def told(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        os.write(2, f"{event} {arguments}".encode())
        os._exit(1)
sys.addaudithook(told)
for name in NAMES:
    importlib.import_module(name)
from models import Models
Models.load()
"""


def test_loading_everything_tells_nobody(networks: Models, tmp_path: Path) -> None:
    names = [*names_of("models", "models.training"), *names_of("ekyc"), *names_of("gui")]
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG")}
    home = tmp_path / "home"
    home.mkdir()
    prepared = str(Store().path("inception_resnet_v1").parent)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("NAMES", repr(names))],
        cwd=ROOT,
        env={**kept, "HOME": str(home), "EKYC_WEIGHTS": prepared},  # no CI: it silences telemetry
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert list(home.rglob("*")) == []


def test_openvino_is_imported_in_one_place_only() -> None:
    places = [
        path.name
        for floor in ("models", "ekyc", "gui")
        for path in (ROOT / floor).rglob("*.py")
        if any(
            name.split(".")[0] == "openvino"
            for name in imported(ast.parse(path.read_text("utf-8")), "")
        )
    ]
    assert places == ["untracked.py"]
