"""Without a display the kiosk says so and what to do; Qt would end the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
from ekyc.errors import KioskFault
from ekyc.messages import Catalogue, Message
from gui.display import require_display

ROOT = Path(main.__file__).parent
NOBODY = ":4711"
"""A display on which no server is."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland are Linux's")
@pytest.mark.parametrize("words", [["run"], ["run", "--simulated"], ["demo", "--window"]])
@pytest.mark.parametrize("display", [None, NOBODY])
def test_a_window_without_a_display(words: list[str], display: str | None, tmp_path: Path) -> None:
    away = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in away}
    if display is not None:
        environment["DISPLAY"] = display
    done = subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        env={**environment, "EKYC_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == Catalogue("en").text(Message("doctor.display_none"))


@pytest.mark.parametrize(
    ("environment", "system"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "eglfs:/dev/dri/card0"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),
        ({}, "darwin"),
        ({}, "win32"),
    ],
)
def test_where_no_server_is_needed_or_one_is_named(
    environment: dict[str, str], system: str
) -> None:
    require_display(environment, system)


@pytest.mark.parametrize(
    "environment",
    [{}, {"QT_QPA_PLATFORM": "wayland;xcb"}, {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ""}],
)
def test_where_a_server_is_missing(environment: dict[str, str]) -> None:
    with pytest.raises(KioskFault):
        require_display(environment, "linux")
