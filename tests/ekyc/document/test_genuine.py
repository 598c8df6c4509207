from __future__ import annotations

import numpy as np
import pytest

from ekyc.document.genuine import CUES, document_genuine, page_colour, sides_differ
from ekyc.evaluate.forgeries import copied, on_display, seen
from ekyc.messages import Message
from ekyc.values import Check, Rgb, Status
from tests.ekyc.document.cards import card

SPECIMEN = card("TD1")


def taken(side: Rgb, seed: int) -> Rgb:
    return seen(side, np.random.default_rng(seed)).picture


def test_front_and_back_differ() -> None:
    assert SPECIMEN.back is not None
    check = sides_differ(taken(SPECIMEN.front, 1), taken(SPECIMEN.back, 2))
    assert check.status is Status.PASS


@pytest.mark.parametrize("turned", [False, True])
def test_the_front_shown_twice_is_no_back(turned: bool) -> None:
    again = taken(SPECIMEN.front, 4)
    check = sides_differ(taken(SPECIMEN.front, 3), again[::-1, ::-1] if turned else again)
    assert check.status is Status.FAIL


def test_a_copy_in_black_and_white_is_told_and_a_card_is_not() -> None:
    random = np.random.default_rng(5)
    grey = copied(SPECIMEN.front, random, colour=False)
    assert page_colour(taken(grey, 6)).status is Status.FAIL
    assert page_colour(taken(SPECIMEN.front, 7)).status is Status.PASS


def test_a_display_and_a_copy_in_colour_keep_their_colours() -> None:
    random = np.random.default_rng(8)
    shown = on_display(SPECIMEN.front, random)
    printed = copied(SPECIMEN.front, random, colour=True)
    for forged in (shown, printed):
        assert page_colour(taken(forged, 9)).status is Status.PASS


@pytest.mark.parametrize("name", CUES)
def test_a_cue_that_fails_is_for_a_person_to_look_at(name: str) -> None:
    failed = Check(name, Status.FAIL, Message("reason.not_reached"))
    check = document_genuine([failed])
    assert check.status is Status.NOT_ASSESSED
    assert check.reason.id == "reason.document_doubtful"


def test_no_cue_says_that_a_document_is_one() -> None:
    passed = [Check(name, Status.PASS, Message("reason.not_reached")) for name in CUES]
    other = Check("document_expiry", Status.FAIL, Message("reason.not_reached"))
    check = document_genuine([*passed, other])
    assert check.status is Status.NOT_ASSESSED
    assert check.reason.id == "reason.no_detector"
