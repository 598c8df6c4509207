"""When two spellings of a field say the same: print, zone and barcode each have their own."""

from __future__ import annotations

from collections.abc import Sequence

from ekyc.document.mrz.grammar import FILLER
from ekyc.document.mrz.writer import transliterate
from ekyc.errors import SubjectError

_DIGRAPHS = (("AA", "A"), ("AE", "A"), ("OE", "O"), ("UE", "U"))
"""Doc 9303-3, 6.A lets Å, Ä, Ö and Ü be two letters or one, and print loses its marks to glare:
MÜLLER, MUELLER and MULLER are one name. Names that differ in nothing else become one too."""
_TITLES = frozenset({"MR", "MRS", "MS", "MISS", "DR", "HERR", "FRAU", "SHRI", "SMT", "KUMARI"})
_NAMES = frozenset({"surname", "given_names", "full_name"})
_LEAST_OF_A_CUT_NAME = 3


def same(name: str, one: str, other: str, *, cut: bool = False) -> bool:
    """Whether two values of the field `name` are the same thing.

    `cut`: names may end early, because one source has less room than the other (a zone's line).
    """
    if name.startswith("date"):
        # A date that leaves day or month open says nothing about them.
        known = min(len(one), len(other))
        return known >= 4 and one[:known] == other[:known]
    if name in _NAMES:
        return same_name(name_parts(one), name_parts(other), cut=cut)
    return plain_code(one) == plain_code(other)


def plain_code(value: str) -> str:
    """A number or code without what is only there for the eye: spaces, dots and dashes."""
    return "".join(char for char in value.upper() if char.isalnum())


def name_parts(value: str) -> tuple[str, ...]:
    """A name's parts in the letters of a zone, the digraphs as one letter, titles left out.

    >>> name_parts("Dr. Müller-Straße")
    ('MULLER', 'STRASSE')
    """
    letters = "".join(char for char in value if _is_latin(char))
    parts = []
    for part in transliterate(letters).split(FILLER):
        for two, one in _DIGRAPHS:
            part = part.replace(two, one)
        if part and part not in _TITLES:
            parts.append(part)
    return tuple(parts)


def same_name(one: Sequence[str], other: Sequence[str], *, cut: bool) -> bool:
    """Whether all parts are the same, in their order; with `cut`, whether one begins the other.

    Parts may be joined in one source and parted in the other ("MARIE CLAIRE", "MARIECLAIRE").
    """
    first, second = sorted(("".join(one), "".join(other)), key=len)
    if first == second:
        return bool(first)
    return cut and len(first) >= _LEAST_OF_A_CUT_NAME and second.startswith(first)


def _is_latin(char: str) -> bool:
    try:
        transliterate(char)
    except SubjectError:
        return False
    return True
