"""Text that somebody else wrote: on a card, in a barcode, as a file's name.

Whatever it holds, it is one short line of letters when it leaves here: it moves no cursor, turns no
other words round, hides nothing, and no spreadsheet takes it for a formula.
"""

from __future__ import annotations

import re
import unicodedata

MOST = 200
"""Characters of one value. An address on an AAMVA card has at most 35 to a line, a name 40."""
_MARKS = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""Of these a letter of any alphabet carries two at most; more of them paint over other lines."""
_FORMULA = "=+-@"
"""A spreadsheet computes what begins so; no value of a document does."""


def one_line(text: str) -> str:
    """`text` in one line, without what is not seen: control and formatting characters (those that
    turn the direction of writing among them), halves of pairs, private and unassigned ones."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or _is_seen(c))
    return " ".join("".join(kept).split())


def plain(untrusted_text: str, most: int = MOST) -> str:
    """A value read from outside as it may be kept, shown and printed: one line of at most `most`
    characters, composed (NFC), without what is not seen and without a formula's first sign.

    >>> plain("MUS\\x1b[2JTER\\nERIKA\\u202e")
    'MUS[2JTER ERIKA'
    """
    composed = unicodedata.normalize("NFC", one_line(untrusted_text[: 4 * most]))
    return _MARKS.sub(r"\1", composed).lstrip(_FORMULA + " ")[:most].rstrip()


def _is_seen(character: str) -> bool:
    return not unicodedata.category(character).startswith("C")
