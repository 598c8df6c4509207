"""How old a process takes itself for."""

from __future__ import annotations

import subprocess
import sys
import time

from ekyc.paths import ROOT

TICK_S = 0.011
"""The system counts hundredths."""


def test_a_process_is_never_older_than_those_who_wait_for_it() -> None:
    command = [sys.executable, "-c", "from ekyc.bench.start import age_s; print(age_s())"]
    asked_s = time.monotonic()
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert 0 < float(told.stdout) <= time.monotonic() - asked_s + TICK_S
