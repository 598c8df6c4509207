"""The icons: own drawings on a 24 px grid, stroke 2, in any colour and at any size."""

from __future__ import annotations

from functools import cache

from PyQt5.QtCore import QByteArray, QRectF, Qt
from PyQt5.QtGui import QColor, QIcon, QPainter, QPixmap
from PyQt5.QtSvg import QSvgRenderer

from ekyc.paths import RESOURCES

_FILES = {file.stem: file for file in (RESOURCES / "icons").glob("*.svg")}
NAMES = frozenset(_FILES)
_ICON_SIDES_PX = (24, 48, 96)


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Fill `rect` with the icon's 24 px grid; raises KeyError for an unknown name."""
    _paint(painter, _renderer(name, color.name()), rect, color.alphaF())


def icon_pixmap(
    name: str, color: QColor, size_px: float, device_pixel_ratio: float = 1.0
) -> QPixmap:
    """The icon in a square of `size_px` logical px; raises KeyError for an unknown name."""
    renderer = _renderer(name, color.name())  # first: no painter may be open when it raises
    side = round(size_px * device_pixel_ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _paint(painter, renderer, QRectF(0, 0, side, side), color.alphaF())
    painter.end()
    pixmap.setDevicePixelRatio(device_pixel_ratio)
    return pixmap


def icon(name: str, color: QColor) -> QIcon:
    """For widgets that ask for one; raises KeyError for an unknown name."""
    made = QIcon()
    for side in _ICON_SIDES_PX:
        made.addPixmap(icon_pixmap(name, color, side))
    return made


def _paint(painter: QPainter, renderer: QSvgRenderer, rect: QRectF, opacity: float) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(painter.opacity() * opacity)
    renderer.render(painter, rect)
    painter.restore()


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    text = _FILES[name].read_text(encoding="utf-8").replace("currentColor", color)
    return QSvgRenderer(QByteArray(text.encode()))
