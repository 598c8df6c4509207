from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from zxingcpp import BarcodeFormat

from ekyc.camera.pictures import read_picture
from ekyc.document.mirror import is_mirrored
from ekyc.document.mrz.engine import NetworkEngine, TesseractEngine
from ekyc.document.page import to_picture
from ekyc.document.printed.engine import NetworkPrint
from ekyc.document.reader import DocumentReader
from ekyc.document.reading import DocumentReading, Field, FieldStatus
from ekyc.errors import SubjectError
from ekyc.values import Rgb, Status
from tests.ekyc.document.barcode.codes import LICENCE, aamva, picture
from tests.ekyc.document.cards import TODAY, card, hold, skin_face


@pytest.fixture(scope="module", params=["network", "tesseract"])
def reader(
    request: pytest.FixtureRequest, network: NetworkEngine, tesseract: TesseractEngine
) -> DocumentReader:
    """As it is shipped, and with what stands behind the network alone."""
    engines = (network, tesseract) if request.param == "network" else (tesseract,)
    return DocumentReader(engines, skin_face)


def status(reading: DocumentReading, name: str) -> Status:
    return next(check.status for check in reading.checks if check.name == name)


def values(reading: DocumentReading) -> dict[str, str]:
    return {name: field.untrusted_value for name, field in reading.fields.items()}


DEFAULT = {
    "document_type": "I",
    "issuing_state": "UTO",
    "surname": "ERIKSSON",
    "given_names": "ANNA MARIA",
    "document_number": "D23145890",
    "nationality": "UTO",
    "date_of_birth": "1974-08-12",
    "sex": "F",
    "date_of_expiry": "2032-04-15",
}


@pytest.mark.parametrize("width", [385, 420])
@pytest.mark.parametrize("turn_deg", [-6, 3])
def test_a_card_in_the_hand_is_read_from_a_camera_frame(
    reader: DocumentReader, width: float, turn_deg: float
) -> None:
    picture, truth = hold(card().front, width=width, turn_deg=turn_deg, blur=0.5)
    reading = reader.read(picture, today=TODAY)
    assert values(reading) == DEFAULT
    assert reading.mrz_format == "TD2"
    assert reading.is_specimen
    assert not reading.needs_back
    assert {check.name: check.status for check in reading.checks} == {
        "document_found": Status.PASS,
        "mrz_check_digits": Status.PASS,
        "document_fields_agree": Status.NOT_ASSESSED,
        "document_state": Status.NOT_ASSESSED,  # Utopia's
        "document_number": Status.PASS,
        "document_dates": Status.PASS,
        "document_expiry": Status.PASS,
        "document_sides": Status.PASS,
        "document_portrait": Status.PASS,
        "page_colour": Status.PASS,
        "zone_typeface": Status.PASS,
    }
    assert np.abs(reading.front.quad_xy - truth).max() < 8
    assert reading.fields["date_of_birth"].status is FieldStatus.CHECKED
    assert reading.fields["surname"].status is FieldStatus.READ
    assert reading.timings["total"] > 0


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
@pytest.mark.parametrize("name", ["TD2", "TD3"])
def test_any_quarter_turn_of_a_scan(reader: DocumentReader, name: str, quarter: int) -> None:
    scan = np.ascontiguousarray(np.rot90(card(name).front, quarter))
    reading = reader.read(scan, today=TODAY)
    assert reading.mrz_format == name
    assert values(reading)["document_number"] == "D23145890"
    height, width = reading.front.picture.shape[:2]
    assert width > height
    assert status(reading, "document_portrait") is Status.PASS


def test_exif_orientation_is_honoured(reader: DocumentReader) -> None:
    turned = Image.fromarray(card().front).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    turned.save(file, format="JPEG", quality=90, exif=exif)
    reading = reader.read(read_picture(file.getvalue()), today=TODAY)
    assert values(reading) == DEFAULT
    assert reading.front.picture.shape[1] > reading.front.picture.shape[0]


def test_the_two_sides_of_a_card(reader: DocumentReader) -> None:
    made = card("TD1")
    assert made.back is not None
    front = hold(made.front, width=420)[0]
    alone = reader.read(front, today=TODAY)
    assert alone.needs_back
    assert alone.fields == {}
    assert status(alone, "mrz_check_digits") is Status.NOT_ASSESSED
    both = reader.read(front, hold(made.back, width=420)[0], today=TODAY)
    assert both.mrz_format == "TD1"
    assert values(both) == DEFAULT
    assert {field.side for field in both.fields.values()} == {"back"}
    assert both.portrait is not None


def test_the_two_sides_may_come_in_the_other_order(reader: DocumentReader) -> None:
    made = card("TD1")
    assert made.back is not None
    turned = reader.read(made.back, made.front, today=TODAY)
    assert values(turned) == DEFAULT
    assert turned.portrait is not None
    assert status(turned, "document_portrait") is Status.PASS


def test_fields_have_their_place(reader: DocumentReader) -> None:
    """The ink under a field's box is where the card prints that field."""
    picture, _ = hold(card().front, width=420)
    reading = reader.read(picture, today=TODAY)
    box = reading.fields["date_of_birth"].box
    assert box is not None
    # Printed from column 13 of 36, ten to the inch, in the middle of 105 mm; 74 mm high.
    width, height = reading.front.picture.shape[1], reading.front.picture.shape[0]
    middle = box.mean(axis=0)
    assert middle[0] / width == pytest.approx((52.5 + (13 + 3 - 18) * 2.54) / 105, abs=0.02)
    assert middle[1] / height == pytest.approx(1 - 7.1 / 74, abs=0.02)
    assert (box[1] - box[0])[0] / width == pytest.approx(6 * 2.54 / 105, rel=0.15)
    inside = to_picture(reading.front, box)
    assert (inside > 0).all()
    assert (inside < (640, 480)).all()


def test_the_portrait_has_its_face(reader: DocumentReader) -> None:
    reading = reader.read(card().front, today=TODAY)
    assert reading.portrait is not None
    assert reading.portrait_face is not None
    height, width = reading.portrait.shape[:2]
    points = reading.portrait_face.keypoints
    assert (points > 0).all()
    assert (points < (width, height)).all()
    assert 0.15 < reading.portrait_face.inter_eye_px / width < 0.35


def test_expiry(reader: DocumentReader) -> None:
    front = card().front
    assert status(reader.read(front, today=date(2032, 4, 15)), "document_expiry") is Status.PASS
    assert status(reader.read(front, today=date(2032, 4, 16)), "document_expiry") is Status.FAIL


def test_a_printed_digit_that_is_wrong_fails(reader: DocumentReader) -> None:
    """The last digit of the number, painted over with the 3 from elsewhere in the line."""
    front = card().front.copy()
    pitch = 2.54 * 300 / 25.4

    def column(index: int) -> slice:
        middle = front.shape[1] / 2 + (index - 17.5) * pitch
        return slice(round(middle - pitch / 2), round(middle + pitch / 2))

    line = slice(750, 815)
    front[line, column(8)] = front[line, column(2)]  # D2314589[0] takes the 3
    reading = reader.read(front, today=TODAY)
    assert values(reading)["document_number"] == "D23145893"
    assert reading.fields["document_number"].status is FieldStatus.DOUBTFUL
    check = next(check for check in reading.checks if check.name == "mrz_check_digits")
    assert (check.status, check.score, check.threshold) == (Status.FAIL, 2.0, 4.0)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"blur": 4.0}, "blurred"),
        ({"light": 0.12, "blur": 2.5}, "too_dark"),
    ],
)
def test_a_bad_picture_is_refused_with_a_reason(
    reader: DocumentReader, how: dict[str, float], reason: str
) -> None:
    with pytest.raises(SubjectError, match=reason):
        reader.read(hold(card().front, **how)[0], today=TODAY)  # type: ignore[arg-type]


def test_a_picture_that_is_all_white_is_refused(reader: DocumentReader) -> None:
    with pytest.raises(SubjectError, match="too_bright"):
        reader.read(np.full((480, 640, 3), 255, np.uint8), today=TODAY)


def test_a_picture_without_a_document_is_refused(reader: DocumentReader) -> None:
    empty, _ = hold(np.full((740, 1050, 3), 20, np.uint8), width=8)
    room = np.clip(empty.astype(int) * 2, 0, 255).astype(np.uint8)
    room[:100, :100] = 255
    with pytest.raises(SubjectError, match="not_found"):
        reader.read(room, today=TODAY)


def test_only_the_zone_shows(reader: DocumentReader) -> None:
    strip = card("TD3").front[800:]
    reading = reader.read(np.ascontiguousarray(strip), today=TODAY)
    assert reading.mrz_format == "TD3"
    assert status(reading, "mrz_check_digits") is Status.PASS
    assert status(reading, "document_portrait") is Status.NOT_ASSESSED


REAL = [
    "Arg0s1080-mrz/id_cards_Spain.png",
    "Arg0s1080-mrz/passports_Ukraine.png",
    "Arg0s1080-mrz/resident_cards_Germany.png",
    "PassportEye/100_pass-lux.jpg",
    "ultimateMRZ-SDK/Passport-Australia_1280x720_rotate+90.jpg",
    "regula/WHITE.jpg",
]


@pytest.mark.parametrize("file", REAL)
def test_real_specimens(reader: DocumentReader, ekyc_data: Path, file: str) -> None:
    with (ekyc_data / "documents" / "manifest.csv").open(newline="") as table:
        row = next(row for row in csv.DictReader(table) if row["file"] == file)
    reading = reader.read(read_picture(ekyc_data / "documents" / file), today=TODAY)
    assert "|".join(reading.untrusted_mrz_lines) == row["mrz_lines"]
    assert status(reading, "mrz_check_digits") is Status.PASS


def test_documents_that_have_no_zone_show_none(reader: DocumentReader, ekyc_data: Path) -> None:
    for file in ("fastmrz/nomrz.jpg", "aws-idp/fictional_passport_John_Doe.png"):
        picture: Rgb = read_picture(ekyc_data / "documents" / file)
        try:
            reading = reader.read(picture, today=TODAY)
        except SubjectError:
            continue
        assert reading.mrz_format is None
        assert reading.needs_back


def test_a_back_with_a_barcode_gives_fields_beside_those_of_the_zone(
    reader: DocumentReader,
) -> None:
    back = np.full((900, 1400, 3), 235, np.uint8)
    code = picture(aamva({**LICENCE, "DAQ": "D23145890", "DCS": "ERIKSON"}), BarcodeFormat.PDF417)
    back[200 : 200 + code.shape[0], 100 : 100 + code.shape[1]] = code
    reading = reader.read(card().front, back, today=TODAY)
    number, surname = reading.fields["document_number"], reading.fields["surname"]
    assert (number.source, number.disagrees) == ("mrz", False)
    assert [(one.source, one.side) for one in number.others] == [("barcode", "back")]
    assert (surname.untrusted_value, surname.disagrees) == ("ERIKSON", True)
    assert surname.others[0].untrusted_value == "ERIKSSON"
    assert reading.fields["date_of_issue"].source == "barcode"
    box = reading.fields["date_of_issue"].box
    assert box is not None
    assert reading.back is not None
    assert np.abs(to_picture(reading.back, box)[0] - (100, 200)).max() < 30


def test_a_mirrored_picture_is_read_and_its_boxes_lie_in_it(network: NetworkEngine) -> None:
    picture, _ = hold(card().front, width=420, turn_deg=3, blur=0.5)
    reader = DocumentReader((network,), skin_face)
    straight = reader.read(picture, today=TODAY)
    mirrored = reader.read(np.ascontiguousarray(picture[:, ::-1]), today=TODAY)
    assert values(mirrored) == values(straight)
    assert mirrored.front.mirrored
    assert not straight.front.mirrored
    places = []
    for reading in (straight, mirrored):
        box = reading.fields["date_of_birth"].box
        assert box is not None
        places.append(to_picture(reading.front, box).mean(axis=0))
    assert places[1] == pytest.approx((picture.shape[1] - places[0][0], places[0][1]), abs=4)


def test_a_mirrored_picture_without_a_zone_is_left_as_it_is(network: NetworkEngine) -> None:
    blank = np.full((400, 600, 3), 200, np.uint8)
    assert not is_mirrored(blank, network, TODAY)
    assert not is_mirrored(card("TD3").front, network, TODAY), "it stands as it should"


def test_when_its_time_is_over_no_more_print_is_read_and_what_was_read_is_told(
    network: NetworkEngine,
) -> None:
    reader = DocumentReader((network,), skin_face, NetworkPrint())
    front = card("TD3").front
    assert any(one.source == "print" for one in all_of(reader.read(front, today=TODAY)))
    hurried = reader.read(front, today=TODAY, patience_s=0.0)
    assert values(hurried)["surname"] == "ERIKSSON", "the zone's first look is always had"
    assert all(one.source == "mrz" for one in all_of(hurried))


def all_of(reading: DocumentReading) -> list[Field]:
    return [one for field in reading.fields.values() for one in (field, *field.others)]
