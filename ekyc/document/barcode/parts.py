"""Values that several layouts write in the same way."""

from __future__ import annotations

from datetime import date

_MOST_CHARACTERS = 200
"""Of one value: longer ones are no fields of a card."""


def plain(untrusted: str) -> str:
    """One line of printable text: control characters end up as spaces, runs of them as one."""
    shown = "".join(char if char.isprintable() else " " for char in untrusted[:_MOST_CHARACTERS])
    return " ".join(shown.split())


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
