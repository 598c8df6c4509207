"""What document numbers look like, where their issuer has said so."""

from __future__ import annotations

import re

from ekyc.document.spelling import plain_code

_PASSPORTS = {
    "USA": r"[A-Z0-9]\d{8}",
    "GBR": r"\d{9}",
    "D": r"[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}",
    "FRA": r"\d{2}[A-Z]{2}\d{5}",
    "ESP": r"[A-Z]{3}\d{6}",
    "ITA": r"[A-Z]{2}\d{7}",
    "NLD": r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d",
    "IND": r"[A-Z]\d{7}",
    "VNM": r"[A-Z]\d{7,8}",
}
"""Passports by issuing state, as commonly described; no issuer's own text was at hand. Specimens of
GBR, D, FRA, NLD, USA and ESP have such numbers; of ITA, IND and VNM none was seen. What does not
fit is never refused, a person looks. A state that is not here is judged by ICAO's rule alone."""
_CARDS = {"VNM": r"\d{12}|\d{9}", "ESP": r"[A-Z]{3}\d{6}"}
_ANY = r"[A-Z0-9]{4,25}"
_LEAST_KINDS = 2
"""Different characters; a number of one character alone is a placeholder."""


def is_plausible(untrusted: str, state: str, document_type: str) -> bool:
    """Whether `untrusted` can be a number of this state's `document_type` ("P" for passports).

    >>> is_plausible("000000000", "USA", "P")
    False
    """
    number = plain_code(untrusted)
    formats = _PASSPORTS if document_type.startswith("P") else _CARDS
    return (
        re.fullmatch(formats.get(state, _ANY), number) is not None
        and len(set(number)) >= _LEAST_KINDS
        and number not in _IN_ORDER
    )


_IN_ORDER = frozenset("123456789"[:length] for length in range(6, 10))
