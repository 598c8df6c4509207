"""No event holds the window's thread for long: its own processor time, not the wall clock's."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from ekyc.paths import ROOT

MOST_MS = 50.0


def journey(theme: str) -> dict[str, Any]:
    """A whole way through a real window, in a process of its own."""
    command = [sys.executable, "-m", "gui.stall", "--theme", theme]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_handler_holds_the_thread(theme: str) -> None:
    for _ in range(3):
        # Processor time counts what others throw out of the caches; what is ours comes again.
        found = journey(theme)
        if found["cpu_ms_max"] <= MOST_MS:
            break
    assert found["events"] > 1000
    assert found["cpu_ms_max"] <= MOST_MS, found["worst"]
