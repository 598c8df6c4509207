"""10,000 broken texts for each parser of what a document says: fields, or a refusal, never more."""

from __future__ import annotations

import random
import unicodedata
from datetime import date

from ekyc.document.barcode.scan import fields_in
from ekyc.document.mrz.grammar import ALPHABET, FORMATS
from ekyc.document.mrz.text import shape
from ekyc.document.mrz.zone import parse
from ekyc.document.reading import Field, FieldStatus
from ekyc.errors import SubjectError
from ekyc.untrusted import MOST
from tests.ekyc.document.barcode.codes import CCCD, aamva

CASES = 10_000
TODAY = date(2026, 11, 21)
ZONE = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
HOSTILE = "\x1b[2J\u202e\r\n\0=cmd|'/C calc'!A0<b>|;\x1d\x1e\ud800\u0301ßﬁ9A<"


def broken(text: str, chance: random.Random, alphabet: str) -> str:
    """Characters replaced, put in, taken out; stretches cut or doubled."""
    for _ in range(chance.randint(1, 8)):
        a, b = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        piece = "".join(chance.choices(alphabet, k=chance.randint(0, 3)))
        text = chance.choice(
            (
                text[:a] + piece + text[a + len(piece) :],
                text[:a] + piece + text[a:],
                text[:a] + text[b:],
                text[:b] + text[a:],
            )
        )[:9000]
    return text


def is_plain(value: str) -> bool:
    seen = Field("x", value, "barcode", FieldStatus.READ).untrusted_value
    return len(seen) <= MOST and not any(unicodedata.category(c)[0] == "C" for c in seen)


def test_zones() -> None:
    letters = "".join(sorted(ALPHABET))
    parsed = 0
    for number in range(CASES):
        chance = random.Random(number)
        format_ = chance.choice(list(FORMATS.values()))
        lines = [broken(line, chance, letters) for line in ZONE][: format_.rows]
        if number % 2:
            lines = [(line + "<" * 60)[: format_.width] for line in lines]
        if number % 5 == 0:
            lines = [broken(line, chance, HOSTILE) for line in lines]
        try:
            zone = parse(lines, TODAY)
        except SubjectError:
            continue
        parsed += 1
        assert all(is_plain(field.untrusted_value) for field in zone.fields.values()), number
        assert 0 <= zone.digits_holding <= len(zone.digits)
    assert parsed > CASES // 10


def test_shapes_of_zones() -> None:
    for number in range(CASES // 10):
        chance = random.Random(number)
        lines = [broken(line, chance, HOSTILE + "0O1IB8") for line in ZONE]
        shaped = shape(lines[: chance.randint(1, 3)])
        if shaped is not None:
            assert all(set(line) <= ALPHABET for line in shaped.lines), number
            parse(shaped.lines, TODAY)


def test_barcodes() -> None:
    known = (aamva(), aamva(version="01"), CCCD, "DC04" + "A" * 80)
    for number in range(CASES):
        text = known[number % len(known)]
        values = fields_in(broken(text, random.Random(number), HOSTILE + "|0123456789D"))
        assert all(is_plain(value) for value in values.values()), number
