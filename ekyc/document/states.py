"""Codes of states and organisations that issue documents (ICAO Doc 9303-3, section 5)."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

from ekyc.document.printed.words import plain_letters

SPECIMEN = "UTO"
"""Utopia, the state of ICAO's examples: it issues nothing."""
_NO_STATES = frozenset(
    ("AAA", "ANT", "ASC", "BUR", "CPT", "DDR", "DGA", "FXX", "NTZ", "SCG", "SUN", "TAA", "TMP",
     "YMD", "YUG", "ZAR", "ZZZ")
)  # fmt: skip
"""In CLDR, but no state today, or a part of one that issues nothing."""
_ICAO = frozenset(
    ("D", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNA", "UNK", "UNO", "XAA", "XBA",
     "XCC", "XCE", "XCO", "XCT", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO", "XSP", "XXA",
     "XXB", "XXC", "XXX")
)  # fmt: skip
"""ICAO's own: Germany's letter, the passports of the United Kingdom, Kosovo, organisations, and
persons without a nationality."""
LANGUAGES = ("en", "fr", "de", "es", "vi")


@cache
def state_codes() -> frozenset[str]:
    """Every code that a document can carry, without ICAO's specimen."""
    return frozenset(_alpha_3()) | _ICAO


def code_of(untrusted: str) -> str | None:
    """The code of a state written as a code or by its name in one of our languages, or None.

    >>> code_of("Vereinigte Staaten")
    'USA'
    """
    letters = _letters(untrusted)
    return letters if letters in state_codes() or letters == SPECIMEN else _names().get(letters)


@cache
def _alpha_3() -> dict[str, str]:
    """ISO 3166-1 alpha-3 to alpha-2, from the CLDR."""
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    return {
        code: twos[0]
        for code, twos in aliases.items()
        if len(code) == 3
        and code.isalpha()
        and code not in _NO_STATES
        # Private use, by ISO 3166-1.
        and not (code[0] == "X" or (code[0] == "Q" and code[1] >= "M"))
    }


@cache
def _names() -> dict[str, str]:
    three_of = {two: three for three, two in _alpha_3().items()}
    names = {"UNITEDSTATESOFAMERICA": "USA", "UNITEDSTATES": "USA", "BRITISHCITIZEN": "GBR"}
    for language in LANGUAGES:
        for two, name in Locale(language).territories.items():
            if two in three_of:
                names.setdefault(_letters(name), three_of[two])
    return names


def _letters(text: str) -> str:
    return "".join(char for char in plain_letters(text) if char.isalpha())
