"""What is to be done about the card is said until its picture can be taken."""

from __future__ import annotations

import numpy as np
import pytest

from ekyc.document.reading import CardSighting
from ekyc.messages import Message
from ekyc.session.document_step import DocumentStep
from ekyc.session.view import Tone
from ekyc.values import Frame, Rgb

QUAD = np.array([[100, 100], [500, 100], [500, 350], [100, 350]], np.float32)


class Shows:
    """A finder that sees what it is given."""

    sighting: CardSighting | None = None

    def find(self, rgb: Rgb) -> CardSighting | None:
        return self.sighting


def seen(hint: str, *, ready: bool = False) -> CardSighting:
    return CardSighting(QUAD, True, Message(f"document.hint_{hint}"), 12.0, ready)


def after(step: DocumentStep, begin: float, seconds: float) -> str:
    for index in range(round(seconds * 10)):
        step.feed(Frame(np.zeros((480, 640, 3), np.uint8), begin + index / 10, index))
    assert step.hint is not None
    return step.hint.message.id


@pytest.mark.parametrize("hint", ["dark", "glare", "still", "edges"])
def test_a_card_that_lies_well_but_cannot_be_taken_is_told_why(hint: str) -> None:
    finder = Shows()
    step = DocumentStep(finder)
    assert after(step, 0.0, 0.3) == "hint.show_front"
    finder.sighting = seen(hint)
    assert after(step, 1.0, 3.0) == f"document.hint_{hint}"
    assert step.hint is not None
    assert step.hint.tone is Tone.ATTENTION
    assert not step.wants_reading
    finder.sighting = seen("good", ready=True)
    assert after(step, 5.0, 0.5) == "hint.good_hold_still"
    finder.sighting = seen(hint)
    assert after(step, 5.5, 0.1) == "hint.good_hold_still", "for a frame that is worse in between"
    assert after(step, 5.6, 1.0) == f"document.hint_{hint}"
    finder.sighting = seen("good", ready=True)
    after(step, 7.0, 1.0)
    assert step.wants_reading
