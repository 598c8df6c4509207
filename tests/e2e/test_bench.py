from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from models import Models

ROOT = Path(__file__).parents[2]


def test_every_stage_is_timed(networks: Models) -> None:
    """In a process of its own, which keeps to one core."""
    told = subprocess.run(
        [sys.executable, "main.py", "bench", "--stages-only", "--seconds", "0.01", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
    )
    result = json.loads(told.stdout)
    names = [stage["stage"].split(",")[0] for stage in result["stages"]]
    assert names[:3] == ["MTCNN", "MTCNN", "InceptionResnetV1"]
    assert names[names.index("observation of one frame") :][:4] == [
        "observation of one frame",
        "card in a frame of 1280x720",
        "zone of a page of 1476x1039",
        "whole document of 1476x1039: page",
    ]
    assert all(stage["ours_ms"] > 0 for stage in result["stages"])
    if result["peer"]:
        assert all(stage["ratio"] > 0 for stage in result["stages"] if stage["peer"])
