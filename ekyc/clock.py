"""Whether this machine's date can be believed: documents expire by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from ekyc.paths import RESOURCES, ROOT


@cache
def installed() -> datetime:
    """When the programs' newest file was written: it cannot be earlier than that now."""
    written = max(path.stat().st_mtime for path in (ROOT, *RESOURCES.rglob("*")))
    return datetime.fromtimestamp(written).astimezone()


def is_believable(today: date) -> bool:
    """False for a day before the programs were written, with one day for time zones."""
    return today >= (installed() - timedelta(days=1)).date()
