from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.barcode.aamva import parse_aamva
from ekyc.document.barcode.cccd import parse_cccd
from ekyc.document.barcode.dates import eight_digits
from ekyc.document.barcode.scan import fields_in, read_barcodes
from ekyc.document.barcode.two_d_doc import parse_two_d_doc
from tests.ekyc.document.barcode.codes import CCCD, LICENCE, aamva, picture

PDF417, QR = zxingcpp.BarcodeFormat.PDF417, zxingcpp.BarcodeFormat.QRCode
TWO_D_DOC = (
    "DC04FR0000011E581E580701FR62LOISEAU\x1d60JULIE/ANNE\x1d6913071990"
    "68F6612AB34567\x1d6O11022030\x1fSIGNATURE"
)
FRENCH = {
    "issuing_state": "FRA", "surname": "LOISEAU", "given_names": "JULIE ANNE",
    "date_of_birth": "1990-07-13", "sex": "F", "document_number": "12AB34567",
    "date_of_expiry": "2030-02-11",
}  # fmt: skip


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_code_is_read_at_any_quarter_turn_and_its_corners_follow(quarter: int) -> None:
    code = cv2.cvtColor(picture(aamva(), PDF417), cv2.COLOR_RGB2GRAY)
    page = np.full((900, 1200), 235, np.uint8)
    page[300 : 300 + code.shape[0], 100 : 100 + code.shape[1]] = code
    turned = np.ascontiguousarray(np.rot90(page, quarter), dtype=np.uint8)
    (found,) = read_barcodes(turned)
    assert found.kind == "PDF417"
    assert found.untrusted_values["document_number"] == "T64235789"
    way = found.corners[1] - found.corners[0]  # along the rows, as one reads
    across = {0: (1, 0), 1: (0, -1), 2: (-1, 0), 3: (0, 1)}[quarter]
    assert float(way @ np.array(across)) > 0.9 * float(np.linalg.norm(way))


def test_a_page_without_a_code_has_none() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 400), dtype=np.uint8)
    assert read_barcodes(noise) == ()


def test_a_code_about_something_else_is_none() -> None:
    assert read_barcodes(picture("https://example.org", QR)[..., 0]) == ()


@pytest.mark.parametrize("version", [f"{number:02}" for number in range(2, 11)])
def test_a_licence_of_each_version(version: str) -> None:
    assert parse_aamva(aamva(version=version)) == {
        "document_type": "DL", "issuing_state": "USA", "surname": "SAMPLE",
        "given_names": "MICHAEL JOHN", "document_number": "T64235789",
        "date_of_birth": "1977-08-31", "date_of_expiry": "2034-08-31",
        "date_of_issue": "2029-08-31", "sex": "M", "vehicle_class": "D",
        "address": "2300 WEST BROAD STREET, RICHMOND, VA 232690000",
    }  # fmt: skip


def test_the_first_version_writes_the_year_first_and_the_name_in_one() -> None:
    old = {"DAA": "SAMPLE,MICHAEL,JOHN", "DBB": "19770831", "DAQ": "1", "DBC": "F", "DAR": "C"}
    values = parse_aamva(aamva(old, "01"))
    assert values["surname"] == "SAMPLE"
    assert values["given_names"] == "MICHAEL JOHN"
    assert values["date_of_birth"] == "1977-08-31"
    assert (values["sex"], values["vehicle_class"]) == ("F", "C")


def test_canada_writes_the_year_first() -> None:
    canadian = {**LICENCE, "DCG": "CAN", "DBB": "19770831", "DBA": "20340831"}
    values = parse_aamva(aamva(canadian))
    assert values["issuing_state"] == "CAN"
    assert (values["date_of_birth"], values["date_of_expiry"]) == ("1977-08-31", "2034-08-31")


def test_an_identity_card_of_vietnam() -> None:
    assert parse_cccd(CCCD) == {
        "document_type": "ID", "issuing_state": "VNM", "document_number": "001199012345",
        "full_name": "Nguyễn Thị Mai", "date_of_birth": "1999-05-07", "sex": "F",
        "address": "Số 1, Hà Nội", "date_of_issue": "2021-08-15",
    }  # fmt: skip
    assert parse_cccd(CCCD.replace("001199012345", "00119901234")) == {}


def test_a_french_document() -> None:
    assert parse_two_d_doc(TWO_D_DOC) == FRENCH
    assert parse_two_d_doc("DC02FR0000011E581E580710SOMEBODY") == {}  # an address, not a person


CHOPPED = st.sampled_from([aamva(), aamva(version="01"), CCCD, TWO_D_DOC]).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.text(max_size=20), st.integers(0, 40)).map(
        lambda cut: text[: cut[0]] + cut[1] + text[cut[0] + cut[2] :]
    )
)


@given(CHOPPED | st.text(max_size=400))
def test_any_text_gives_short_printable_values_or_none(text: str) -> None:
    for name, value in fields_in(text).items():
        assert value
        assert value.isprintable()
        assert len(value) < 700
        if name.startswith("date"):
            assert len(value) == 10


@given(st.dates(), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_eight_digits_in_any_order(day: object, order: str) -> None:
    text = "".join({"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day.year:04}"}[u] for u in order)  # type: ignore[attr-defined]
    assert eight_digits(text, order) == f"{day}"


def test_what_is_no_date_is_none() -> None:
    assert eight_digits("31021990", "dmy") is None
    assert eight_digits("3112199", "dmy") is None
    assert eight_digits("٣١١٢١٩٩٠", "dmy") is None
