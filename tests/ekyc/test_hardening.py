from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    command = [sys.executable, "-c", path + code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is Linux's")
def test_no_core_and_no_reading_along(tmp_path: Path) -> None:
    done = python(
        "import ctypes, resource\n"
        "from ekyc.hardening import harden\n"
        "harden(); harden()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))",
        tmp_path,
    )
    assert done.stdout == "(0, 0) 0\n", done.stderr


def test_a_crash_says_where_and_leaves_nothing(tmp_path: Path) -> None:
    done = python(
        "import os\n"
        "from ekyc.hardening import harden\n"
        "harden()\n"
        "def deep(name): os.abort()\n"
        "deep('ZWANZIGER')",
        tmp_path,
    )
    assert done.returncode != 0
    assert "in deep" in done.stderr
    assert "ZWANZIGER" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc overwrites, others do not")
@pytest.mark.parametrize("hardened", [True, False])
def test_memory_that_a_library_frees_is_overwritten(hardened: bool, tmp_path: Path) -> None:
    """Neighbours keep the heap where it is, so that the place may still be looked at."""
    done = python(
        "import ctypes\n"
        "import numpy as np\n"
        "from ekyc.hardening import harden\n"
        f"if {hardened}: harden()\n"
        "held = [np.full(50_000, 7, np.uint8) for _ in range(9)]\n"
        "place = held[4].ctypes.data + 25_000\n"
        "held[4] = None\n"
        "print(set(ctypes.string_at(place, 1000)) == {7})",
        tmp_path,
    )
    assert done.stdout == f"{not hardened}\n", done.stderr
