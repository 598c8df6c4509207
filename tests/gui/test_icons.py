"""Every icon draws itself, in the asked colour, in its own place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QImage, QPainter

from ekyc.paths import RESOURCES, ROOT
from gui.icons import NAMES, icon, icon_pixmap, paint_icon

pytestmark = pytest.mark.usefixtures("qapp")

COLOUR = QColor(200, 30, 90)
FILES = sorted((RESOURCES / "icons").glob("*.svg"))


def rgba(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    assert bits is not None
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits.asstring(), np.uint8).reshape(image.height(), image.width(), 4)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_icon_fills_its_own_place_only(name: str) -> None:
    image = QImage(96, 96, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, name, QRectF(24, 24, 48, 48), COLOUR)
    painter.end()
    alpha = rgba(image)[:, :, 3]
    assert (alpha[24:72, 24:72] > 200).sum() > 100
    alpha = alpha.copy()
    alpha[24:72, 24:72] = 0
    assert not alpha.any()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_icon_has_the_asked_colour(name: str) -> None:
    picture = rgba(icon_pixmap(name, COLOUR, 48).toImage())
    solid = picture[picture[:, :, 3] == 255][:, :3].astype(int)
    assert len(solid) > 60
    assert (np.abs(solid - [200, 30, 90]) <= 1).all()


def test_every_icon_is_another() -> None:
    pictures = {rgba(icon_pixmap(name, COLOUR, 48).toImage()).tobytes() for name in NAMES}
    assert len(pictures) == len(NAMES)


def test_a_translucent_colour_stays_translucent() -> None:
    faint = QColor(COLOUR)
    faint.setAlphaF(0.3)
    alpha = rgba(icon_pixmap("check", faint, 48).toImage())[:, :, 3]
    assert 70 < alpha.max() < 82


def test_left_and_right_mirror_each_other() -> None:
    for kind in ("arrow", "chevron"):
        left, right = (
            rgba(icon_pixmap(f"{kind}_{side}", COLOUR, 48).toImage()).astype(int)
            for side in ("left", "right")
        )
        assert np.abs(left - right[:, ::-1])[:, :, 3].max() < 16


def test_a_fine_screen_gets_a_fine_picture() -> None:
    pixmap = icon_pixmap("globe", COLOUR, 24, device_pixel_ratio=2.0)
    assert pixmap.size() == QSize(48, 48)
    assert pixmap.devicePixelRatio() == 2.0


def test_a_widget_s_icon_has_its_size() -> None:
    assert icon("lock", COLOUR).pixmap(24, 24).size() == QSize(24, 24)


def test_a_name_that_does_not_exist_is_an_error() -> None:
    for draw in (lambda: icon_pixmap("unicorn", COLOUR, 24), lambda: icon("unicorn", COLOUR)):
        with pytest.raises(KeyError):
            draw()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_drawing_keeps_to_the_grid_and_has_no_colour_of_its_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-linecap="round" stroke-linejoin="round"' in text
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', text)) <= {"none", "currentColor"}


def test_every_icon_of_a_hint_exists() -> None:
    named = set()
    for source in (ROOT / "ekyc").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Hint"):
                continue
            given = [*node.args[2:], *(k.value for k in node.keywords if k.arg == "icon")]
            named |= {
                part.value
                for argument in given
                for part in ast.walk(argument)
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
            }
    assert named
    assert named <= NAMES
