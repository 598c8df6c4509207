"""The tab at the window's edge that the teller's strip comes out of."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, Qt
from PyQt5.QtGui import QKeyEvent, QPainter, QPaintEvent
from PyQt5.QtWidgets import QAbstractButton, QWidget

from ekyc.messages import Message
from gui.button import paint_focus
from gui.icons import paint_icon
from gui.look import Look


class Handle(QAbstractButton):
    """At the window's end: 16 x 96 seen, 48 x 96 touched."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        width, height = look.theme.tokens["size"]["teller_handle"]
        self._seen = look.px(width)
        self.setFixedSize(look.size("touch_min"), look.px(height))
        self.setAccessibleName(look.text(Message("window.open_checks")))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Enter presses it, and not the page's filled button."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """A tab with a chevron, cut by the window's edge."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        radius = look.radius("base")
        tab = QRectF(self.width() - self._seen, 0, self._seen + 2 * radius, self.height())
        painter.setPen(look.colour("line"))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(tab.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            paint_focus(painter, look, tab.adjusted(-6, 0, 0, 0), radius)
        side = look.px(14)
        box = QRectF(self.width() - self._seen / 2 - side / 2, 0, side, side)
        box.moveTop((self.height() - side) / 2)
        paint_icon(painter, "chevron_left", box, look.colour("text"))
