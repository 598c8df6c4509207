"""Values of a document as a person writes them: dates, states, the sex letter, languages."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.core import get_global
from babel.dates import format_date

from ekyc.messages import Catalogue, Message


def long_date(day: date, catalogue: Catalogue) -> str:
    """Day, month in words, year: no figures that one country reads the other way round."""
    return format_date(day, "d MMMM y", locale=catalogue.locale)


def language_name(code: str) -> str:
    """A language in its own words and script, as it stands on a button."""
    name = Locale.parse(code).get_display_name() or code
    return name[:1].upper() + name[1:]


def shown_value(name: str, untrusted_value: str, catalogue: Catalogue) -> str:
    """A field's value for reading: ISO dates in words, state codes by name, others as they are."""
    if name.startswith("date_of_"):
        try:
            return long_date(date.fromisoformat(untrusted_value), catalogue)
        except ValueError:
            return untrusted_value
    if name in ("nationality", "issuing_state"):
        return _state(untrusted_value, catalogue)
    return untrusted_value


def _state(code: str, catalogue: Catalogue) -> str:
    if code == "UTO":
        return catalogue.text(Message("window.utopia"))
    alpha2 = get_global("territory_aliases").get(code)
    name = catalogue.locale.territories.get(alpha2[0]) if alpha2 else None
    return name or code
