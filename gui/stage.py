"""The stage: the live picture with what a page draws over it."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QRectF, QSize, Qt, QTimer
from PyQt5.QtGui import QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QShowEvent
from PyQt5.QtWidgets import QSizePolicy, QWidget

from ekyc.values import Frame, Rgb
from gui.host import Host
from gui.look import Look
from gui.projection import Projection

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
        self._image: QImage | None = None
        self._frozen = False
        self._shape: tuple[int, int] = tuple(look.theme.tokens["size"][shape])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMaximumSize(*(look.px(side) for side in self._shape))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
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
        """The part of the widget that shows something, in the middle: never flatter than its shape,
        so that a stage that gave up height shows the same, smaller."""
        width = min(self.width(), self.height() * self._shape[0] / self._shape[1])
        return QRectF((self.width() - width) / 2, 0, width, self.height())

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
        stands = self._frozen and self._image is not None
        frame = None if stands else self._host.newest_frame()
        if frame is not None and frame is not self._frame:
            self._frame, self._image = frame, as_image(frame.rgb)
            self.update()

    def projection(self, frame_size: tuple[int, int]) -> Projection:
        """How frame pixels lie on the stage's area."""
        size = (self.area.width(), self.area.height())
        return Projection.covering(frame_size, size, self.mirrored)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Picture, then overlay, inside rounded corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(self.area.topLeft())
        whole = QRectF(0, 0, self.area.width(), self.area.height())
        radius = self._look.radius("base")
        corners = QPainterPath()
        corners.addRoundedRect(whole, radius, radius)
        painter.setClipPath(corners)
        painter.fillRect(whole, self._look.colour("sunken"))
        if self._image is not None:
            size = (self._image.width(), self._image.height())
            painter.save()
            if self.mirrored:
                painter.translate(whole.width(), 0)
                painter.scale(-1, 1)
            painter.drawImage(self.projection(size).picture, self._image)
            painter.restore()
        self.paint_overlay(painter, whole)

    def paint_overlay(self, painter: QPainter, whole: QRectF) -> None:
        """Draw over the picture; `whole` is the area, its corner at the painter's origin."""


def as_image(rgb: Rgb) -> QImage:
    """A QImage with pixels of its own from uint8[H, W, 3]."""
    rgb = np.ascontiguousarray(rgb)
    height, width = rgb.shape[:2]
    image = QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.copy()
