"""Every page can be rendered, in every theme and size, with drawn people only."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtGui import QImage

from gui.samples import samples
from gui.screenshots import render_pages
from gui.theme import THEMES, load_theme

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_is_rendered_in_its_theme(tmp_path: Path, theme: str) -> None:
    (path,) = render_pages(tmp_path, theme=theme, only="02-consent")
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1280, 800)
    ground = load_theme(theme).colours["bg"].lower()
    assert image.pixelColor(4, 4).name() == ground
    assert image.pixelColor(1276, 796).name() == ground


def test_sizes_and_names(tmp_path: Path) -> None:
    (path,) = render_pages(tmp_path, size=(1920, 1080), language="fr", only="10-teller")
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1920, 1080)
    names = [one.name for one in samples()]
    assert len(set(names)) == len(names)
