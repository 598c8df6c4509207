from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from ekyc.errors import KioskFault
from ekyc.session.record import write_record


def test_a_record_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "records" / "one.json"
    write_record(path, {"outcome": "APPROVED"})
    assert json.loads(path.read_text()) == {"outcome": "APPROVED"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_write_that_fails_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.json"
    write_record(path, {"outcome": "APPROVED"})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KioskFault):
        write_record(path, {"outcome": "REJECTED"})
    assert json.loads(path.read_text()) == {"outcome": "APPROVED"}
    assert [p.name for p in tmp_path.iterdir()] == ["one.json"]
