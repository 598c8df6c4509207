"""The stage: the live picture with what a page draws over it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PyQt5 import sip
from PyQt5.QtCore import QRectF, QSize, Qt, QTimer
from PyQt5.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ekyc.values import Frame, Rgb
from gui.host import Host
from gui.look import Look
from gui.projection import Projection

Rgba = NDArray[np.uint8]
_POLL_MS = 33
"""About thirty pictures a second, the camera's own rate."""
_LEAST_HEIGHT = 320
_LEAST_WIDTH = 640
"""A stage may be as narrow as this before what is drawn on it shrinks."""


class Stage(QWidget):
    """Asks for the newest frame while it is seen, and paints it under the page's overlay.

    `shape` is a `[size]` token. The stage gives up height before anything else does, and stays in
    shape: what is seen of it is `area`.
    """

    mirrored = True
    """A person knows the own face from mirrors: who moves to the left sees it move to the left."""

    def __init__(self, look: Look, host: Host, shape: str) -> None:
        super().__init__()
        self._look, self._host = look, host
        self._frame: Frame | None = None
        self._pixels: Rgba | None = None
        self._frozen = False
        self._shape: tuple[int, int] = tuple(look.theme.tokens["size"][shape])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMaximumSize(*(look.px(side) for side in self._shape))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        # Nothing below has to be painted for each picture of the camera.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.poll)

    def sizeHint(self) -> QSize:  # noqa: N802
        """The exact size of the token."""
        return QSize(*(self._look.px(side) for side in self._shape))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """What is left at large text."""
        return QSize(self._look.px(self._shape[0] * 0.6), self._look.px(_LEAST_HEIGHT))

    @property
    def unit(self) -> float:
        """Screen px of one logical px on this stage, smaller when the stage is."""
        return min(self.area.width() / _LEAST_WIDTH, self.area.height() / self._shape[1])

    @property
    def area(self) -> QRectF:
        """The part of the widget that shows something, in the middle: never flatter than its shape
        and never narrower than 4:3, so that a stage that gave way shows the same, smaller."""
        wide, high = self._shape
        width = min(self.width(), round(self.height() * wide / high))
        height = min(self.height(), round(self.width() * high / _LEAST_WIDTH))
        left, top = (self.width() - width) // 2, (self.height() - height) // 2
        return QRectF(left, top, width, height)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Look at the camera from now on."""
        super().showEvent(event)
        self.poll()
        self._timer.start(_POLL_MS)

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802
        """Nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def freeze(self, frozen: bool) -> None:
        """Keep the present picture, or follow the camera again."""
        self._frozen = frozen

    def poll(self) -> None:
        """Take the newest frame, if there is a new one."""
        stands = self._frozen and self._frame is not None
        frame = None if stands else self._host.newest_frame()
        if frame is not None and frame is not self._frame:
            self._frame = frame
            self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """The picture is as large as the stage."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Bring the picture to the stage's size once, not at each painting."""
        if self._frame is not None:
            size = (int(self.area.width()), int(self.area.height()))
            self._pixels = fitted(self._frame.rgb, size, self.mirrored)
            self.update()

    def projection(self, frame_size: tuple[int, int]) -> Projection:
        """How frame pixels lie on the stage's area."""
        size = (self.area.width(), self.area.height())
        return Projection.covering(frame_size, size, self.mirrored)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Picture, then overlay, inside rounded corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.ground()
        if self.area != QRectF(self.rect()):
            painter.fillRect(self.rect(), ground)
        painter.translate(self.area.topLeft())
        whole = QRectF(0, 0, self.area.width(), self.area.height())
        if self._pixels is None:
            painter.fillRect(whole, self._look.colour("sunken"))
        else:
            height, width = self._pixels.shape[:2]
            where = sip.voidptr(self._pixels.ctypes.data)
            image = QImage(where, width, height, 4 * width, QImage.Format.Format_RGB32)
            painter.drawImage(0, 0, image)
        painter.save()
        painter.setClipRect(whole)
        self.paint_overlay(painter, whole)
        painter.restore()
        # Painted over: clipping to a path would cost many times as much.
        corners = QPainterPath()
        corners.addRect(whole)
        radius = self._look.radius("base")
        corners.addRoundedRect(whole, radius, radius)
        painter.fillPath(corners, ground)

    def ground(self) -> QColor:
        """The page's, round the corners."""
        return self._look.colour("bg")

    def paint_overlay(self, painter: QPainter, whole: QRectF) -> None:
        """Draw over the picture; `whole` is the area, its corner at the painter's origin."""


def fitted(rgb: Rgb, size: tuple[int, int], mirrored: bool) -> Rgba:
    """The part of uint8[H, W, 3] that covers `size` (width, height) px, at that size, as Qt keeps
    pixels: uint8[height, width, 4], blue first."""
    height, width = rgb.shape[:2]
    seen = Projection.covering((width, height), size).scale
    across, down = min(width, round(size[0] / seen)), min(height, round(size[1] / seen))
    left, top = (width - across) // 2, (height - down) // 2
    part = rgb[top : top + down, left : left + across]
    way = cv2.INTER_AREA if seen < 1 else cv2.INTER_LINEAR
    pixels = cv2.cvtColor(cv2.flip(part, 1) if mirrored else part, cv2.COLOR_RGB2BGRA)
    return np.asarray(cv2.resize(pixels, size, interpolation=way), dtype=np.uint8)


def as_image(rgb: Rgb) -> QImage:
    """A QImage with pixels of its own from uint8[H, W, 3]."""
    rgb = np.ascontiguousarray(rgb)
    height, width = rgb.shape[:2]
    where = sip.voidptr(rgb.ctypes.data)
    return QImage(where, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
