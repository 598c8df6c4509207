"""The teller's PIN: kept as a salted hash, and guarded against guessing.

A PIN of six digits can be guessed by whoever takes the file away, however slow the hash; the file
is for its owner alone, and the PIN opens nothing but what the teller may see anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ekyc.errors import KioskFault, SubjectError
from ekyc.logs import state_folder
from ekyc.private import write_private

LEAST_DIGITS, MOST_DIGITS = 6, 12
COST, BLOCK, LANES = 2**15, 8, 1
"""scrypt's N, r and p: 32 MB and about 0.1 s a try (RFC 7914; OWASP's third choice is N=2**15)."""
_SALT_BYTES, _HASH_BYTES = 16, 32
_MEMORY_BYTES = 64 * 2**20
FREE_TRIES = 3
"""So many wrong ones are let pass; each further one makes the wait twice as long."""
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 900.0


def pin_file() -> Path:
    """Where this kiosk keeps it. Raises KioskFault without a state folder."""
    return state_folder() / "teller-pin.json"


def check_pin(pin: str) -> None:
    """Raises SubjectError for one that is no PIN, or that anybody would try first."""
    if not (pin.isascii() and pin.isdigit() and LEAST_DIGITS <= len(pin) <= MOST_DIGITS):
        raise SubjectError("input.pin_digits", least=LEAST_DIGITS, most=MOST_DIGITS)
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise SubjectError("input.pin_simple")


def save_pin(pin: str, path: Path) -> None:
    """Keep `pin` from now on. Raises SubjectError as `check_pin`, KioskFault when not written."""
    check_pin(pin)
    salt, cost = os.urandom(_SALT_BYTES), (COST, BLOCK, LANES)
    kept = {"scrypt": cost, "salt": salt.hex(), "hash": _hash(pin, salt, cost).hex()}
    try:
        write_private(path, json.dumps(kept))
    except OSError as error:
        raise KioskFault("fault.pin_not_written", file=str(path)) from error


def _hash(pin: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(
        pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY_BYTES, dklen=_HASH_BYTES
    )


@dataclass(frozen=True)
class _Kept:
    cost: tuple[int, int, int]
    salt: bytes
    hash: bytes

    @classmethod
    def load(cls, path: Path) -> _Kept:
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            n, r, p = (int(value) for value in table["scrypt"])
            return cls((n, r, p), bytes.fromhex(table["salt"]), bytes.fromhex(table["hash"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KioskFault("fault.pin_unreadable") from error


class PinLock:
    """Hears PINs, more and more slowly while they are wrong. It holds none itself.

    How often one was wrong is forgotten when the program ends: who can end it needs no PIN.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` in seconds, monotonic."""
        self._path, self._clock = path, clock
        self._wrong = 0
        self._deaf_until_s = float("-inf")

    @property
    def is_set(self) -> bool:
        """Whether there is a PIN."""
        return self._path.exists()

    @property
    def wait_s(self) -> float:
        """Seconds until the next try is heard; 0 when it is heard at once."""
        return max(0.0, self._deaf_until_s - self._clock())

    def opens(self, pin: str) -> bool:
        """Whether `pin` is the one. It takes 0.1 s; a try before its time is not heard.

        Raises KioskFault when what is kept cannot be read.
        """
        if self.wait_s > 0:
            return False
        kept = _Kept.load(self._path)
        if hmac.compare_digest(_hash(pin, kept.salt, kept.cost), kept.hash):
            self._wrong = 0
            return True
        self._wrong += 1
        if self._wrong >= FREE_TRIES:
            wait_s = min(FIRST_WAIT_S * 2.0 ** (self._wrong - FREE_TRIES), LONGEST_WAIT_S)
            self._deaf_until_s = self._clock() + wait_s
        return False
