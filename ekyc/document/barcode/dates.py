"""Dates as barcodes write them."""

from __future__ import annotations

from datetime import date


def eight_digits(untrusted: str, order: str) -> str | None:
    """A date of eight digits as ISO 8601; `order` is "dmy", "mdy" or "ymd". None if it is none.

    >>> eight_digits("08311977", "mdy")
    '1977-08-31'
    """
    if len(untrusted) != 8 or not (untrusted.isascii() and untrusted.isdigit()):
        return None
    at = 0
    parts = {}
    for unit in order:
        width = 4 if unit == "y" else 2
        parts[unit] = int(untrusted[at : at + width])
        at += width
    try:
        return date(parts["y"], parts["m"], parts["d"]).isoformat()
    except ValueError:
        return None
