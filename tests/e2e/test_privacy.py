"""Nothing that names or shows a person stays: in no record, log, temporary file or crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).parent
MARKS = ("ZWANZIGER", "QUIRINUS", "Q7Z4K2M1P", "1961-05-17", "610517")
KINDS_OF_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"\x93NUMPY")


@pytest.fixture(scope="module")
def man(ekyc_data: Path) -> Path:
    return ekyc_data / "journeys" / "webcam_man"


@pytest.fixture(scope="module")
def card(man: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A specimen whose name, number and birthday nobody else has."""
    surname, given, number, birth, _ = MARKS
    path = tmp_path_factory.mktemp("card") / "card.png"
    code = main.main(
        ["specimen", "--portrait", str(man / "portrait.jpg"), "--out", str(path),
         "--surname", surname, "--given-names", given, "--number", number, "--birth", birth]
    )  # fmt: skip
    assert code == 0
    return path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Everywhere that the kiosk may write: its state, temporary files, the home, where it runs."""
    made = tuple(tmp_path / name for name in ("state", "tmp", "home", "here"))
    for place in made:
        place.mkdir()
    for name, place in zip(("EKYC_STATE", "TMPDIR", "HOME"), made, strict=False):
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr("tempfile.tempdir", str(made[1]))
    return made


def files(places: tuple[Path, ...]) -> Iterator[Path]:
    return (path for place in places for path in place.rglob("*") if path.is_file())


def betrayed(data: bytes) -> list[str]:
    """What of a person is in `data`."""
    text = data.decode("utf-8", "ignore").upper()
    shown = [repr(kind) for kind in KINDS_OF_PICTURES if kind in data]
    return shown + [mark for mark in MARKS if mark.upper() in text]


def test_what_the_marks_find(card: Path) -> None:
    assert betrayed(card.read_bytes())
    assert betrayed(b"born 1961-05-17, zwanziger") == ["ZWANZIGER", "1961-05-17"]


def test_a_planted_name_is_found_nowhere(
    man: Path, card: Path, places: tuple[Path, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    record = places[0] / "record.json"
    code = main.main(
        ["verify", "--document", str(card), "--video", str(man / "live.mp4"), "--fps", "10",
         "--challenges", "open_mouth", "--case", "A-17/4", "--record", str(record), "--json"]
    )  # fmt: skip
    assert code == 0
    told = capfd.readouterr()
    kept = json.loads(record.read_text())
    assert kept["outcome"] == "APPROVED"
    assert kept["case"] == json.loads(told.out)["case"] == "A-17/4"
    assert {c["name"] for c in kept["checks"]} >= {"mrz_check_digits", "face_match"}
    written = set(files(places))
    assert record in written
    for path in written:
        assert not betrayed(path.read_bytes()), path
        assert path == record or "A-17/4" not in path.read_text(), path
    assert not betrayed((told.out + told.err).encode())
    assert not list(places[1].rglob("*"))


BROKEN = """
import os, sys
import ekyc.session.drive as module

def drive(session, *_):
    reading = session.view.document
    assert reading.fields["surname"].untrusted_value == "ZWANZIGER"
    {how}

module.drive = drive
import main
sys.exit(main.main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("os.abort()", "in drive"),
        ("raise ValueError(str(reading.fields)) from KeyError(reading)", "F-"),
    ],
    ids=["crash", "bug"],
)
def test_what_breaks_in_the_middle_says_nothing_of_the_person(
    how: str, said: str, man: Path, card: Path, places: tuple[Path, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN.format(how=how), "verify", "--document", str(card),
         "--video", str(man / "live.mp4")],
        cwd=places[3],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        preexec_fn=_let_cores_be_dumped,
    )  # fmt: skip
    assert done.returncode not in (0, 2, 3, 4)
    assert said in done.stderr.decode()
    assert not betrayed(done.stdout + done.stderr)
    written = list(files(places))
    for path in written:
        assert not betrayed(path.read_bytes()), path
    assert {path.name for path in written} <= {"kiosk.log"}


def _let_cores_be_dumped() -> None:
    """As far as this machine allows: the kiosk itself has to forbid it."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))
