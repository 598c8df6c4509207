"""Numbers that people carry away: short, spoken without doubt, and without meaning."""

from __future__ import annotations

import secrets
from datetime import datetime

ALPHABET = "23456789ACDEFGHJKLMNPQRTUVWXY"
"""Without 0 O 1 I B 8-like S Z: what is mistaken for one another on paper or by ear."""


def new_reference() -> str:
    """A session's reference: "K7Q4 2M9D", 29^8 of them, drawn from the system's random source."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{drawn[:4]} {drawn[4:]}"


def new_fault_id(now: datetime) -> str:
    """A fault's number, also in the log: "F-20261121-7C3A"."""
    return f"F-{now:%Y%m%d}-{secrets.token_hex(2).upper()}"
