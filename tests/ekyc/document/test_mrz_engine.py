from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import cv2
import numpy as np
import pytest

from ekyc.document.mrz.band import Band, Gray
from ekyc.document.mrz.decode import Decoded
from ekyc.document.mrz.engine import MrzEngine, NetworkEngine, TesseractEngine, ZoneText
from ekyc.document.mrz.grammar import identify
from ekyc.document.mrz.reader import read_mrz
from ekyc.document.mrz.writer import format_mrz
from ekyc.patience import Patience
from tests.ekyc.document.cards import TODAY, card
from tests.ekyc.document.test_mrz import ICAO

Text = tuple[tuple[str, ...], float]
"""Lines and how sure each of their characters is."""


class Says:
    """An engine that says what a test wants it to, wherever there is a zone."""

    def __init__(self, *texts: Text) -> None:
        self.name, self.texts, self.asked = "says", texts, 0

    def looks(self, _gray: Gray, band: Band) -> Iterator[ZoneText | None]:
        self.asked += 1
        for lines, sureness in self.texts:
            yield text(band, lines, [[sureness] * len(line) for line in lines])


def text(band: Band, lines: tuple[str, ...], sureness: list[list[float]]) -> ZoneText:
    format_ = identify(lines)
    assert format_ is not None
    return ZoneText(band, Decoded(format_, lines, tuple(map(tuple, sureness))))


def zone(lines: tuple[str, ...], sureness: float = 1.0) -> Text:
    return lines, sureness


def page(name: str = "TD3") -> Gray:
    made = card(name)
    side = made.front if made.back is None else made.back
    return np.asarray(cv2.cvtColor(side, cv2.COLOR_RGB2GRAY), np.uint8)


@pytest.mark.parametrize("name", ["TD1", "TD2", "TD3"])
@pytest.mark.parametrize("turns", [0, 1, 2])
def test_both_engines_read_what_is_printed(
    name: str, turns: int, network: NetworkEngine, tesseract: TesseractEngine
) -> None:
    gray = np.ascontiguousarray(np.rot90(page(name), turns))
    found = [read_mrz(gray, [engine], TODAY) for engine in (network, tesseract)]
    for engine, one in zip((network, tesseract), found, strict=True):
        assert one is not None, engine.name
        assert one.mrz.format == name
        assert one.is_certain
        assert one.engine == engine.name
        assert one.mrz.fields["surname"].untrusted_value == "ERIKSSON"
    assert found[0] is not None and found[1] is not None
    assert found[0].mrz.untrusted_lines == found[1].mrz.untrusted_lines


def test_what_is_certain_is_taken_and_nobody_else_is_asked() -> None:
    first, second = Says(zone(ICAO["TD3"])), Says(zone(ICAO["TD3"]))
    found = read_mrz(page(), [first, second], TODAY)
    assert found is not None and found.is_certain
    assert second.asked == 0


@pytest.mark.parametrize(
    "unsure", [zone(ICAO["TD3"], 0.97), zone((ICAO["TD3"][0], ICAO["TD3"][1][:9] + "0" * 35))]
)
def test_the_next_engine_is_asked_when_the_first_is_not_certain(unsure: Text) -> None:
    """Unsure of its characters, or with digits that do not hold."""
    first, second = Says(unsure), Says(zone(ICAO["TD3"]))
    found = read_mrz(page(), [first, second], TODAY)
    assert second.asked > 0
    assert found is not None and found.is_certain


def test_of_uncertain_readings_one_whose_digits_hold_is_kept_and_else_the_surest() -> None:
    lines = ICAO["TD3"]
    worse, worst = ((lines[0], lines[1][:9] + digit + "0" * 34) for digit in "01")
    for said, kept in (
        ([zone(worse, 1.0), zone(lines, 0.9)], lines),
        ([zone(worse, 0.99), zone(worst, 0.98)], worse),
    ):
        found = read_mrz(page(), [Says(*said)], TODAY)
        assert found is not None
        assert found.mrz.untrusted_lines == kept
        assert not found.is_certain
    found = read_mrz(page(), [Says(zone(worse, 0.9)), Says(zone(worst))], TODAY)
    assert found is not None
    assert found.mrz.untrusted_lines == worse, "the leading engine's"


def test_who_has_run_out_of_patience_has_looked_once_at_each_place() -> None:
    wrong = (ICAO["TD3"][0], ICAO["TD3"][1][:9] + "0" * 35)
    first, second = Says(zone(wrong), zone(ICAO["TD3"])), Says(zone(ICAO["TD3"]))
    now_s = 0.0
    patience = Patience(1.0, lambda seconds: now_s >= seconds)
    assert not patience.is_over
    now_s = 1.0
    found = read_mrz(page(), [first, second], TODAY, patience)
    assert found is not None
    assert found.mrz.untrusted_lines == wrong
    assert first.asked > 0 == second.asked
    now_s = 0.5
    found = read_mrz(page(), [first, second], TODAY, patience)
    assert found is not None and found.is_certain


def test_places_that_show_nothing_get_no_second_look_once_a_zones_digits_hold() -> None:
    class Blind(Says):
        """Sees the zone only where it is first asked, and nothing anywhere else."""

        def looks(self, gray: Gray, band: Band) -> Iterator[ZoneText | None]:
            if self.asked:
                self.asked += 1
                yield None
                raise AssertionError("asked again where nothing was seen")
            yield from super().looks(gray, band)

    two = np.vstack([page(), page()])
    says = Blind(zone(ICAO["TD3"], 0.9))
    found = read_mrz(two, [says], TODAY)
    assert says.asked > 1
    assert found is not None and found.mrz.untrusted_lines == ICAO["TD3"]


@pytest.mark.parametrize("which", ["network", "tesseract"])
def test_a_page_without_a_zone_has_none(which: str, request: pytest.FixtureRequest) -> None:
    engine: MrzEngine = request.getfixturevalue(which)
    front = np.asarray(cv2.cvtColor(card("TD1").front, cv2.COLOR_RGB2GRAY), np.uint8)
    assert read_mrz(front, [engine], TODAY) is None
    noise = np.random.default_rng(0).integers(0, 256, (480, 640), np.uint8)
    assert read_mrz(noise, [engine], TODAY) is None


def test_printed_with_a_wrong_digit_is_read_as_printed(network: NetworkEngine) -> None:
    """Nothing is made to hold that does not."""
    from ekyc.document.specimen_drawing import Side

    lines = format_mrz(
        {"document_type": "P", "issuing_state": "UTO", "document_number": "L898902C3",
         "surname": "ERIKSSON", "given_names": "ANNA MARIA", "nationality": "UTO",
         "date_of_birth": "1974-08-12", "sex": "F", "date_of_expiry": "2032-04-15"}, "TD3",
    )  # fmt: skip
    wrong = (lines[0], lines[1][:9] + str((int(lines[1][9]) + 5) % 10) + lines[1][10:])
    side = Side(125, 88)
    side.mrz(wrong, 82)
    gray = np.asarray(cv2.cvtColor(side.picture(), cv2.COLOR_RGB2GRAY), np.uint8)
    found = read_mrz(gray, [network], date(2026, 1, 1))
    assert found is not None
    assert found.mrz.untrusted_lines == wrong
    assert not found.is_certain


@pytest.mark.parametrize(("doubted", "believed"), [(20, False), (5, True)])
def test_a_second_engine_is_not_believed_where_the_first_is_sure(
    doubted: int, believed: bool
) -> None:
    """The names have no digit. Who reads an M where the other is sure of an E is not taken for
    certain, however sure of itself; where the other doubts that very character, it is."""
    lines = ICAO["TD3"]
    misread = (lines[0][:5] + "M" + lines[0][6:], lines[1])

    class Doubts(Says):
        def looks(self, _gray: Gray, band: Band) -> Iterator[ZoneText | None]:
            sure = [[0.999] * len(line) for line in lines]
            sure[0][doubted] = 0.6
            yield text(band, lines, sure)

    found = read_mrz(page(), [Doubts(), Says(zone(misread))], TODAY)
    assert found is not None
    assert found.mrz.untrusted_lines == (misread if believed else lines)
