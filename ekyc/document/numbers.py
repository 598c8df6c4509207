"""What document numbers look like, where their issuer has said so."""

from __future__ import annotations

import re

from ekyc.document.spelling import plain_code

_PASSPORTS = {
    # travel.state.gov, "Next Generation Passport": a letter and eight numbers since 2021; Microsoft
    # Purview, "U.S./U.K. passport number": a letter or digit and eight digits
    "USA": r"[A-Z0-9]\d{8}",
    # criminaljusticehub.org.uk, "Passport number": nine characters, all numeric
    "GBR": r"\d{9}",
    # Federal Ministry of the Interior, "German Electronic Passports", 1 November 2007: 27
    # characters, C to K first, Z of travel documents for foreigners; Passverordnung, Anlage 11: of
    # provisional and children's passports a letter and seven digits
    "D": r"[CFGHJKZ][CFGHJKLMNPRTVWXYZ0-9]{8}|[A-Z]\d{7}",
    # Microsoft Purview, "France passport number", "Spain passport number", "Italy passport number"
    "FRA": r"\d{2}[A-Z]{2}\d{5}",
    "ESP": r"[A-Z0-9]{2,3}\d{6}",
    "ITA": r"[A-Z0-9]{2}\d{7}",
    # government.nl: no letter O; python-stdnum, stdnum.nl.identiteitskaartnummer: two letters
    # first, a digit last
    "NLD": r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d",
    # validator.js, isPassportNumber, after Wikipedia; no text of the issuer's was found
    "IND": r"[A-Z]\d{7}",
}
"""Passports by issuing state, each with what says so (looked up in November 2026). Specimens of
GBR, D, FRA, NLD, USA and ESP have such numbers; of ITA and IND none was seen. What does not
fit is never refused, a person looks. A state that is not here is judged by ICAO's rule alone: of
Vietnam's passports only the book before 2022 is described (a letter and seven digits)."""
_CARDS = {
    # Decree 137/2015/ND-CP, article 13: twelve digits
    "VNM": r"\d{12}",
    # info-dni.com, lasexta.com (11 April 2023): the support's number, three letters and six digits
    "ESP": r"[A-Z]{3}\d{6}",
}
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
