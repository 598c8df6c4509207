"""Writes machine-readable zones: the opposite of `mrz.parse` (ICAO Doc 9303)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from ekyc.document.mrz.grammar import ALPHABET, FILLER, FORMATS, LETTERS, Span, check_digit
from ekyc.errors import SubjectError

_NATIONAL = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Đ": "D", "Ð": "D", "Ħ": "H", "\u0131": "I", "Ĳ": "IJ",
    "ĸ": "Q", "Ł": "L", "Ŀ": "L", "Ŋ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "Ŧ": "T",
    "Ü": "UE", "Þ": "TH",
}  # fmt: skip
"""Doc 9303-3, section 6.A, where the letter is more than its base with a mark."""
_PARTS = frozenset(" -\u2010\u2011\u2013<,")
_DROPPED = frozenset("'\u2019\u02bc`.")

_CUT = ("surname", "given_names")
"""Names with a place of their own (France): what does not fit is left out."""


def transliterate(text: str) -> str:
    """National Latin letters as the zone writes them, fillers between parts (Doc 9303-3, 6.A).

    Raises `SubjectError` for a character that the table does not have.

    >>> transliterate("Müller-D'Été")
    'MUELLER<DETE'
    """
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text).upper():
        if char in _PARTS:
            out.append(FILLER)
        elif char not in _DROPPED:
            out.append(_letter(char))
    return FILLER.join(part for part in "".join(out).split(FILLER) if part)


def _letter(char: str) -> str:
    if char in ALPHABET:
        return char
    if char in _NATIONAL:
        return _NATIONAL[char]
    base = unicodedata.normalize("NFD", char)[0]
    if base not in LETTERS:
        raise SubjectError("document.mrz_character", character=char)
    return base


def format_mrz(fields: Mapping[str, str], format_name: str) -> tuple[str, ...]:
    """Lines of the zone for these fields, keyed as in `DocumentReading.fields`.

    Dates are ISO, whole or shorter where day or month are open. A name that is too long is cut as
    Doc 9303-4, 4.2.3 says: some of both identifiers stays. Raises `SubjectError` when another value
    does not fit its place.
    """
    format_ = FORMATS[format_name]
    rows = [[FILLER] * format_.width for _ in range(format_.rows)]
    number = transliterate(fields.get("document_number", "")).replace(FILLER, "")
    room = format_.slot("document_number").span
    first = number[: room.end - room.start]
    optional = transliterate(fields.get("optional_data", ""))
    values = {
        "document_type": transliterate(fields.get("document_type", "")),
        "issuing_state": transliterate(fields.get("issuing_state", "")),
        "nationality": transliterate(fields.get("nationality", "")),
        "date_of_birth": _six(fields.get("date_of_birth", "")),
        "date_of_expiry": _six(fields.get("date_of_expiry", "")),
        "sex": {"M": "M", "F": "F"}.get(fields.get("sex", ""), FILLER),
        "surname": transliterate(fields.get("surname", "")),
        "given_names": transliterate(fields.get("given_names", "")).replace(FILLER, FILLER * 2),
        "document_number": first,
        "optional_data": optional,
        "optional_data_2": transliterate(fields.get("optional_data_2", "")),
    }
    long = number != first
    if long:
        if format_name not in ("TD1", "TD2"):
            raise SubjectError("document.mrz_too_long", value=fields["document_number"])
        values["optional_data"] = (
            f"{number[len(first) :]}{check_digit(number)}{FILLER}{optional}".rstrip(FILLER)
        )
    for slot in format_.slots:
        cut = slot.span.end - slot.span.start if slot.name in _CUT else None
        value = _names(fields, slot.span) if slot.name == "names" else values[slot.name][:cut]
        if len(value) > slot.span.end - slot.span.start:
            name = "document_number" if long and slot.name == "optional_data" else slot.name
            raise SubjectError("document.mrz_too_long", value=fields[name])
        rows[slot.span.line][slot.span.start : slot.span.start + len(value)] = value
    for check in format_.checks:
        if check.name == "document_number" and long:
            continue
        lines = ["".join(row) for row in rows]
        text = "".join(span.of(lines) for span in check.covers)
        rows[check.span.line][check.span.start] = check_digit(text)
    return tuple("".join(row) for row in rows)


def _six(iso: str) -> str:
    return "".join(iso.split("-"))[2:].ljust(6, FILLER)


def _names(fields: Mapping[str, str], span: Span) -> str:
    width = span.end - span.start
    primary = transliterate(fields.get("surname", ""))
    secondary = transliterate(fields.get("given_names", ""))
    if not secondary:
        return primary[:width]
    room = width - 2 - min(len(secondary), 1)
    return f"{primary[:room].rstrip(FILLER)}{FILLER * 2}{secondary}"[:width]
