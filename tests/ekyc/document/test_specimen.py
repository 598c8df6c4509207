from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ekyc.document import fonts
from ekyc.document.specimen import SpecimenFields, head_and_shoulders, render
from ekyc.errors import KioskFault, SubjectError
from ekyc.values import Face
from tests.ekyc.document.cards import SKIN, TODAY, card, drawn_photo, photo_face


@pytest.mark.parametrize(
    ("name", "width_mm", "height_mm"), [("TD1", 85.6, 54), ("TD2", 105, 74), ("TD3", 125, 88)]
)
def test_cards_have_the_standard_s_size_at_300_dpi(
    name: str, width_mm: float, height_mm: float
) -> None:
    made = card(name)
    height, width = made.front.shape[:2]
    assert width == pytest.approx(width_mm * 300 / 25.4, abs=1)
    assert height == pytest.approx(height_mm * 300 / 25.4, abs=1)
    assert (made.back is not None) == (name == "TD1")


def test_a_card_is_always_drawn_the_same() -> None:
    assert np.array_equal(card().front, card().front)


def test_the_portrait_is_printed_whole_and_nothing_over_it() -> None:
    front = card().front
    skin = np.abs(front.astype(int) - SKIN).max(axis=2) < 20
    rows, columns = np.flatnonzero(skin.any(axis=1)), np.flatnonzero(skin.any(axis=0))
    face = skin[rows[0] : rows[-1], columns[0] : columns[-1]]
    # An ellipse fills pi/4 of its box; eyes and mouth take a little of it.
    assert face.mean() > 0.7
    tall, wide = rows[-1] - rows[0], columns[-1] - columns[0]
    assert tall / wide == pytest.approx(190 / 130, rel=0.05)


def test_saved_cards_have_clear_corners_and_a_back_beside(tmp_path: Path) -> None:
    front, back = card("TD1").save(tmp_path / "card.png")
    assert back == tmp_path / "card-back.png"
    with Image.open(front) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0))[3] == 0
        assert picture.getpixel((picture.width // 2, 2))[3] == 255
        assert round(picture.info["dpi"][0]) == 300
    with pytest.raises(SubjectError):
        card().save(tmp_path / "nowhere" / "card.png")


def test_a_photo_without_a_good_face_is_refused() -> None:
    fields = SpecimenFields.until(TODAY)
    with pytest.raises(SubjectError, match="photo_no_face"):
        render(drawn_photo(), lambda rgb: [], fields)
    face = photo_face()
    small = Face(face.box_xyxy * 0.2, 0.99, face.keypoints * 0.2)
    with pytest.raises(SubjectError, match="photo_face_small"):
        render(drawn_photo(), lambda rgb: [small], fields)


def test_a_face_at_the_rim_keeps_its_proportions() -> None:
    photo = drawn_photo()[70:300, 70:230]
    face = photo_face()
    moved = Face(face.box_xyxy - 70, 0.99, face.keypoints - 70)
    cut = head_and_shoulders(photo, lambda rgb: [moved])
    assert cut.shape[0] / cut.shape[1] == pytest.approx(45 / 35, rel=0.02)


def test_a_card_is_valid_for_years() -> None:
    assert SpecimenFields.until(TODAY).date_of_expiry > date(2031, 1, 1)


def test_a_missing_typeface_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_folders", lambda: ())
    with pytest.raises(KioskFault) as fault:
        card()
    assert "fonts-" in str(fault.value.message.params["package"])


def test_a_card_needs_a_surname_and_a_number() -> None:
    fields = SpecimenFields.until(TODAY)
    for surname in ("", " - "):
        with pytest.raises(SubjectError, match="surname_empty"):
            replace(fields, surname=surname).mrz("TD2")
    with pytest.raises(SubjectError, match="number_empty"):
        replace(fields, document_number=" ").mrz("TD2")
    assert replace(fields, given_names="").mrz("TD2")[0].startswith("I<UTOERIKSSON<<<")


@pytest.mark.parametrize("format_name", ["TD1", "TD2", "TD3"])
def test_a_number_that_is_too_long_is_quoted_as_it_was_typed(format_name: str) -> None:
    typed = "d-2314 5890 1234 5678 9012 3456"
    with pytest.raises(SubjectError) as caught:
        replace(SpecimenFields.until(TODAY), document_number=typed).mrz(format_name)
    assert caught.value.message.params["value"] == typed
