"""Pictures of a read document: the flat card with its fields' boxes, and the strip of one field."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PyQt5.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PyQt5.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ekyc.document.reading import Field, FieldStatus, Page
from ekyc.values import Floats, Rgb
from gui.look import Look
from gui.stage import as_image

_STRIP = (248, 48)
_MARGIN_PX = 8
"""Pixels of the rectified picture kept round a field's box."""


class CardPicture(QWidget):
    """One side of the document, at most `width` x `height`, with a box round each field.

    The box of the focused field thickens in `fast`.
    """

    def __init__(
        self, look: Look, page: Page, fields: Mapping[str, Field], width: float, height: float
    ) -> None:
        super().__init__()
        self._look, self._fields = look, fields
        self._image = as_image(page.picture)
        shape = self._image.height() / self._image.width()
        across = min(look.px(width), round(look.px(height + 1) / shape))
        self.setFixedSize(across, round(across * shape))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._focused = ""
        self._thick = 0.0
        self._ease = QVariantAnimation(self)
        self._ease.setStartValue(0.0)
        self._ease.setEndValue(1.0)
        self._ease.setEasingCurve(look.easing)
        self._ease.valueChanged.connect(self._thicken)

    @property
    def easing(self) -> QEasingCurve:
        """Of the card's way to its place."""
        return self._look.easing

    def focus_field(self, name: str) -> None:
        """Make the box of `name` stand out; "" for none."""
        self._focused = name
        self._ease.stop()
        self._ease.setDuration(max(1, self._look.ms("fast")))
        self._ease.start()

    def _thicken(self, value: float) -> None:
        self._thick = float(value)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Picture with rounded corners, then boxes."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(whole, look.radius("base"), look.radius("base"))
        painter.setClipPath(clip)
        painter.drawImage(whole, self._image)
        scale = self.width() / self._image.width()
        for name, field in self._fields.items():
            if field.box is None:
                continue
            doubtful = field.status is FieldStatus.DOUBTFUL
            width = 2.0 if doubtful else 1.5
            if name == self._focused:
                width += 2.0 * self._thick
            ink = look.document_ink("attention" if doubtful else "accent")
            painter.setPen(QPen(ink, look.scale * width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = _bounds(field.box, 3)
            painter.drawRoundedRect(
                QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale),
                look.px(4),
                look.px(4),
            )


class Strip(QWidget):
    """The piece of the card that a value was read from: 248 x 48, never cropped at its ends."""

    def __init__(self, look: Look, picture: Rgb, field: Field) -> None:
        super().__init__()
        self._look = look
        self._image, self._field = strip(picture, field)
        self._of_a_line = field.source == "mrz"
        self.setFixedSize(*(look.px(side) for side in _STRIP))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """As large as it goes, from the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(whole, self._look.radius("small"), self._look.radius("small"))
        painter.setClipPath(clip)
        painter.fillRect(whole, self._look.colour("sunken"))
        if self._image is None:
            return
        size = QSize(self._image.width(), self._image.height())
        size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        top = (self.height() - size.height()) / 2
        painter.drawImage(QRectF(0, top, size.width(), size.height()), self._image)
        if self._of_a_line:
            scale, look = size.width() / self._image.width(), self._look
            box = self._field
            painter.setPen(QPen(look.document_ink("accent"), look.scale * 2))
            painter.drawRoundedRect(
                QRectF(
                    box.x() * scale,
                    top + box.y() * scale,
                    box.width() * scale,
                    box.height() * scale,
                ),
                look.px(4),
                look.px(4),
            )


def strip(picture: Rgb, field: Field) -> tuple[QImage | None, QRectF]:
    """The upright rectangle round a field's box and 8 px more, and the field's place in it.

    No picture for a field without a place.
    """
    if field.box is None:
        return None, QRectF()
    box = _bounds(field.box, _MARGIN_PX)
    height, width = picture.shape[:2]
    # Short values keep the size of long ones: more of the card is seen after them.
    box.setWidth(max(box.width(), box.height() * _STRIP[0] / _STRIP[1]))
    left, top = max(0, int(box.left())), max(0, int(box.top()))
    right, bottom = min(width, int(box.right()) + 1), min(height, int(box.bottom()) + 1)
    if right <= left or bottom <= top:
        return None, QRectF()
    image = as_image(np.asarray(picture[top:bottom, left:right], dtype=np.uint8))
    return image, _bounds(field.box, 0).translated(-left, -top)


def _bounds(box: Floats, margin: float) -> QRectF:
    corners = QPolygonF([QPointF(float(x), float(y)) for x, y in box])
    return corners.boundingRect().adjusted(-margin, -margin, margin, margin)
