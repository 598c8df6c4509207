from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ekyc.document.reading import Field, FieldStatus
from ekyc.messages import Catalogue, Message
from ekyc.untrusted import MOST, one_line, plain


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("\x1b[2J\x1b[1;31mAPPROVED", "[2J[1;31mAPPROVED"),
        ("MUSTER\r\ndocument_expiry PASS", "MUSTER document_expiry PASS"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("\u202eNNA\u202c \u2066ERIK\u2069\u200f", "NNA ERIK"),
        ("E\u200bR\u00adI\ufeffK\U000e0041A", "ERIKA"),
        ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ("+ - @SUM(1)", "SUM(1)"),
        ("x\ud800\udfff\ue000y", "xy"),
        ("Z" + "\u0351" * 90 + "A", "Z\u0351\u0351A"),
        ("", ""),
    ],
)
def test_what_could_forge_is_taken_out(written: str, left: str) -> None:
    assert plain(written) == left
    assert Field("surname", written, "barcode", FieldStatus.READ).untrusted_value == left


@pytest.mark.parametrize(
    "name",
    ["MÜLLER", "Nguyễn Thị Hồng Ngọc", "O'BRIEN-SMITH", "Łukasz Żółć", "लक्ष्मी", "محمد", "D<<OLLAR"],
)
def test_names_of_people_stay_as_they_are(name: str) -> None:
    assert plain(name) == name
    assert plain(unicodedata.normalize("NFD", name)) == name


@given(st.text(max_size=1000))
@example("=" * 900 + "\u0301")
@example("e\u200b\u0301")
def test_any_text_becomes_one_short_line_and_stays_it(text: str) -> None:
    left = plain(text)
    assert len(left) <= MOST and len(left.splitlines()) <= 1
    assert not any(unicodedata.category(c).startswith(("C", "Zl", "Zp")) for c in left)
    assert not left.startswith(("=", "+", "-", "@"))
    assert plain(left) == left
    left.encode("utf-8")
    assert one_line(one_line(text)) == one_line(text)


def test_a_sentence_stays_one_line_whatever_it_quotes() -> None:
    name = "\x1b]0;x\x07a\nb\u202e.png\udcff"
    said = Catalogue("en").text(Message("camera.picture_empty", {"name": name}))
    assert said.endswith("(]0;xa b.png)")
