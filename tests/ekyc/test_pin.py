"""The teller's PIN is kept as a hash, and guessing it takes ever longer."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc import pin as pins
from ekyc.errors import KioskFault, SubjectError
from ekyc.pin import FIRST_WAIT_S, FREE_TRIES, LONGEST_WAIT_S, PinLock, check_pin, save_pin

PIN, OTHER = "271828", "314159"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that takes no time: what is tested is when it is asked."""
    monkeypatch.setattr(pins, "COST", 2)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "state" / "teller-pin.json"
    save_pin(PIN, path)
    return path


def test_the_right_pin_opens_and_no_other(kept: Path) -> None:
    lock = PinLock(kept)
    assert lock.is_set
    assert lock.opens(PIN)
    assert not lock.opens(OTHER)
    assert not PinLock(kept.with_name("none")).is_set


def test_only_a_slow_salted_hash_is_kept(kept: Path, tmp_path: Path) -> None:
    text = kept.read_text()
    assert PIN not in text
    n, r, p = json.loads(text)["scrypt"]
    assert 128 * n * r * p >= 32 * 2**20  # bytes that every guess needs
    again = tmp_path / "again.json"
    save_pin(PIN, again)
    assert json.loads(again.read_text())["hash"] != json.loads(text)["hash"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.usefixtures("cheap")
def test_wrong_ones_slow_down_and_time_heals(tmp_path: Path) -> None:
    path, clock = tmp_path / "pin", Clock()
    save_pin(PIN, path)
    lock = PinLock(path, clock)
    waits = []
    for _ in range(FREE_TRIES + 8):
        assert not lock.opens(OTHER)
        waits.append(lock.wait_s)
        if lock.wait_s:
            assert not lock.opens(PIN)  # not heard before its time, however right it is
            clock.now_s += lock.wait_s
    free = [0.0] * (FREE_TRIES - 1)
    doubling = [min(FIRST_WAIT_S * 2**i, LONGEST_WAIT_S) for i in range(9)]
    assert waits == [*free, *doubling]
    assert lock.opens(PIN)
    assert not lock.opens(OTHER)
    assert lock.wait_s == 0


@pytest.mark.usefixtures("cheap")
@settings(max_examples=30)
@given(st.lists(st.booleans(), max_size=12))
def test_no_sequence_hears_more_than_it_may(
    tmp_path_factory: pytest.TempPathFactory, rights: list[bool]
) -> None:
    path, clock = tmp_path_factory.mktemp("pin") / "pin", Clock()
    save_pin(PIN, path)
    lock = PinLock(path, clock)
    wrong = 0
    for right in rights:
        heard = lock.wait_s == 0
        assert lock.opens(PIN if right else OTHER) == (right and heard)
        if heard:
            wrong = 0 if right else wrong + 1
        assert (lock.wait_s > 0) == (wrong >= FREE_TRIES)
        clock.now_s += 1.0


@pytest.mark.parametrize("pin", ["", "12345", "1" * 13, "12a456", "٣٣١٢٤٥", " 271828"])
def test_what_is_no_pin_is_refused(pin: str) -> None:
    with pytest.raises(SubjectError, match=r"input\.pin_digits"):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["000000", "123456", "9876543"])
def test_what_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(SubjectError, match=r"input\.pin_simple"):
        check_pin(pin)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"scrypt": [2, 8, 1], "salt": "x", "hash": ""}'])
def test_a_damaged_file_opens_nothing_and_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pin"
    path.write_text(text)
    with pytest.raises(KioskFault, match=r"fault\.pin_unreadable"):
        PinLock(path).opens(PIN)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KioskFault) as told:
        save_pin(PIN, tmp_path / "file" / "pin")
    assert str(tmp_path) in str(told.value.message.params["file"])
