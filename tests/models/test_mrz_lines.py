from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ekyc.document.fonts import OCR_B, font
from models import MrzLines
from models.mrz_lines import ALPHABET, BLANK, GRAIN, STRIDE
from models.runtime import read_network
from models.store import Store


@pytest.fixture(scope="module")
def network() -> MrzLines:
    return MrzLines(read_network(Store().path("mrz_lines")))


def printed(text: str, capital_px: float = 18, height: int = 36, ink: int = 0) -> np.ndarray:
    """A clean line in the middle of a white strip."""
    face = font(OCR_B, capital_px * 3.52 / 2.4)
    pitch = capital_px * 2.54 / 2.4
    image = Image.new("L", (round(pitch * (len(text) + 3)), height), 255)
    draw = ImageDraw.Draw(image)
    for i, character in enumerate(text):
        place = (pitch * (i + 2), (height + capital_px) / 2)
        draw.text(place, character, font=face, fill=ink, anchor="ms")
    return np.asarray(image)


def read(probabilities: np.ndarray) -> str:
    """The likeliest character of each step, repetitions and blanks taken out."""
    best = probabilities.argmax(axis=1).tolist()
    kept = [c for c, before in zip(best, [BLANK, *best], strict=False) if BLANK != c != before]
    return "".join(ALPHABET[c] for c in kept)


LINES = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]


@pytest.mark.parametrize("text", [*LINES, "I<UTOD231458907<<<<<<<<<<<<<<<", ALPHABET, "<" * 30])
@pytest.mark.parametrize("capital_px", [14, 18, 44])
def test_a_clean_line_is_read(network: MrzLines, text: str, capital_px: float) -> None:
    assert read(network.predict(printed(text, capital_px, round(1.9 * capital_px)))) == text


def test_light_and_contrast_do_not_matter(network: MrzLines) -> None:
    for ink in (0, 120, 200):
        assert read(network.predict(printed(LINES[1], ink=ink))) == LINES[1]
    dark = (printed(LINES[1]) * 0.2).astype(np.uint8)
    assert read(network.predict(dark)) == LINES[1]


def test_probabilities_along_the_strip(network: MrzLines) -> None:
    got = network.predict(np.full((64, 2 * 5 * GRAIN + 20), 128, np.uint8))
    assert got.shape == (5 * GRAIN // STRIDE, BLANK + 1)
    np.testing.assert_allclose(got.sum(axis=1), 1, atol=1e-4)
    assert np.isfinite(network.predict(np.zeros((200, 3), np.uint8))).all()
    assert np.isfinite(network.predict(np.zeros((2, 5000), np.uint8))).all()


@pytest.mark.parametrize("wrong", [np.zeros((0, 9), np.uint8), np.zeros((9, 9), np.float32)])
def test_what_is_no_strip_is_refused(network: MrzLines, wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="strip must be"):
        network.predict(wrong)
