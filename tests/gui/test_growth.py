"""Longer sentences and larger words never break a page."""

from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QWidget

from ekyc.messages import Catalogue, Message, languages
from gui.button import Button
from gui.host import Preferences
from gui.samples import samples
from gui.words import Words
from tests.gui.conftest import Show, sample

CUSTOMER_PAGES = [one.name for one in samples() if not one.teller]


def clipped(root: QWidget) -> list[str]:
    """Texts that are not seen whole."""
    words = [w for w in root.findChildren(Words) if w.isVisible() and w.text()]
    bad = [w.text() for w in words if w.width() < w.minimumSizeHint().width()]
    bad += [w.text() for w in words if w.height() < w.heightForWidth(w.width())]
    buttons = [b for b in root.findChildren(Button) if b.isVisible()]
    return bad + [b.text() for b in buttons if b.width() < b.sizeHint().width()]


def whole(button: QWidget) -> bool:
    return button.visibleRegion().boundingRect() == button.rect()


def scrolled_px(window_page: QWidget) -> int:
    bar = window_page.area.verticalScrollBar()  # type: ignore[attr-defined]
    return int(bar.maximum())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", CUSTOMER_PAGES)
def test_pages_fit_as_drawn(show: Show, name: str, language: str) -> None:
    one = sample(name)
    window, _ = show(
        one.view, Preferences(language, reduced_motion=True), frame=one.frame, refusal=one.refusal
    )
    assert scrolled_px(window.page) == 0
    assert not clipped(window)


@pytest.mark.parametrize("name", CUSTOMER_PAGES)
def test_sentences_two_fifths_longer_fit(
    show: Show, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Catalogue.text

    def longer(self: Catalogue, message: Message) -> str:
        text = said(self, message)
        words, room = text.split(), round(len(text) * 0.4)
        extra = (" ".join(words[1:] or words) + " ") * 3
        return text + " " + extra[:room].strip() if room > 2 else text

    monkeypatch.setattr(Catalogue, "text", longer)
    one = sample(name)
    window, _ = show(one.view, frame=one.frame, refusal=one.refusal)
    assert scrolled_px(window.page) == 0
    assert not clipped(window)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", CUSTOMER_PAGES)
def test_at_twice_the_size_the_page_scrolls_between_header_and_footer(
    show: Show, name: str, language: str
) -> None:
    one = sample(name)
    chosen = Preferences(language, larger_text=True, reduced_motion=True)
    window, _ = show(one.view, chosen, frame=one.frame, refusal=one.refusal)
    page = window.page
    assert not clipped(window)
    for button in (page.primary, page.back, page.cancel):
        if button is not None:
            assert whole(button), button.text()
