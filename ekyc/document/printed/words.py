"""Printed text in plain letters, so that it can be compared with what is known."""

from __future__ import annotations

import unicodedata

_WHOLE = {"Đ": "D", "Ð": "D", "Ø": "O", "Ł": "L", "Æ": "A", "Œ": "O", "ẞ": "S", "ß": "S"}
"""Letters that are more than a base with a mark; one for one, so that places stay."""


def plain_letters(untrusted: str) -> str:
    """Upper case without marks, as long as the text itself.

    >>> plain_letters("Décembre, Họ")
    'DECEMBRE, HO'
    """
    return "".join(_plain(char) for char in untrusted)


def _plain(char: str) -> str:
    upper = char.upper()
    upper = upper if len(upper) == 1 else upper[0]
    return _WHOLE.get(upper, unicodedata.normalize("NFD", upper)[0])
