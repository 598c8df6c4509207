"""Every button of the kiosk: painted here, with its focus ring inside a margin of its own."""

from __future__ import annotations

from enum import Enum

from PyQt5.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt5.QtWidgets import QAbstractButton, QSizePolicy

from gui.icons import paint_icon
from gui.look import FOCUS_ROOM, Look


class Kind(Enum):
    """What a button is for; each looks different in every state."""

    PRIMARY = "primary"  # the one filled button of a page
    LARGE = "large"  # Start
    SECONDARY = "secondary"
    TEXT = "text"
    QUIET = "quiet"  # Cancel
    LINK = "link"
    TILE = "tile"  # a choice among several, checkable


_FILLED = (Kind.PRIMARY, Kind.LARGE)
_BARE = (Kind.TEXT, Kind.QUIET, Kind.LINK)
_MIN_WIDTH = {Kind.PRIMARY: 208, Kind.LARGE: 288}
_POINTING = ("arrow_left", "arrow_right", "double_chevron_right")
"""Icons that point on or back, which is the other way where people read from the right."""
TEXT_PADDING = 8
"""Beside the words of a button without a ground."""
_PADDING = {Kind.LARGE: 32, Kind.TILE: 16} | dict.fromkeys(_BARE, TEXT_PADDING)
_INK = {Kind.TEXT: "text", Kind.TILE: "text", Kind.QUIET: "text_muted"}


class Button(QAbstractButton):
    """A button of one kind. `icon` stands before the words, `trailing` after them."""

    def __init__(
        self, look: Look, kind: Kind, text: str, icon: str = "", trailing: str = ""
    ) -> None:
        super().__init__()
        self._look = look
        self._kind = kind
        self._icon = icon
        self._trailing = trailing
        self._hover = False
        self._weight = "medium" if kind is Kind.TILE else "semibold"
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setCheckable(kind is Kind.TILE)
        wide = QSizePolicy.Policy.Expanding if kind is Kind.TILE else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def set_weight(self, weight: str) -> None:
        """The header's buttons are lighter than the footer's."""
        self._weight = weight
        self.updateGeometry()

    @property
    def is_filled(self) -> bool:
        """True for the one button that Enter presses."""
        return self._kind in _FILLED

    @property
    def _role(self) -> str:
        return "lead" if self._kind is Kind.LARGE else "body"

    def _icon_px(self, name: str) -> int:
        return self._look.text_px(
            16 if name == "chevron_down" else self._look.theme.tokens["size"]["icon"]
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        """The words, the icons and the padding, at least the size a finger needs."""
        look = self._look
        token = {Kind.LARGE: "button_large", Kind.TILE: "tile"}.get(self._kind, "button")
        high = look.size("touch_min") if self._kind in _BARE else look.size(token)
        high = max(high, look.line_height(self._role) + 2 * look.px(10))
        weight = "semibold" if self._kind is Kind.TILE else self._weight
        wide = look.width_of(self.text(), self._role, weight)
        wide += sum(self._icon_px(n) + look.px(8) for n in (self._icon, self._trailing) if n)
        wide += 2 * look.px(_PADDING.get(self._kind, 25))
        wide = max(wide, look.px(_MIN_WIDTH.get(self._kind, 0)), look.size("touch_min"))
        room = 2 * look.px(FOCUS_ROOM)
        return QSize(wide + room, high + room)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Buttons grow and never shrink."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Enter presses like Space does."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Follow the mouse."""
        if event is not None and event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._hover = event.type() == QEvent.Type.Enter
            self.update()
        return super().event(event)

    def _fill_and_edge(self) -> tuple[QColor | None, QColor | None, float]:
        look, line = self._look, self._look.theme.tokens["size"]
        if not self.isEnabled():
            return (None if self._kind in _BARE else look.colour("sunken")), None, 0
        if self._kind in _FILLED:
            state = "_pressed" if self.isDown() else "_hover" if self._hover else ""
            return look.colour(f"accent{state}"), None, 0
        if self._kind is Kind.SECONDARY:
            fill = "accent_soft" if self.isDown() or self._hover else "surface"
            return look.colour(fill), look.colour("accent"), line["line_control"]
        if self._kind is Kind.TILE:
            if self.isChecked():
                return look.colour("accent_soft"), look.colour("accent"), line["line_control"]
            fill = "accent_soft" if self.isDown() else "surface"
            return look.colour(fill), look.colour("line_control"), line["line"]
        return (look.colour("sunken") if self.isDown() or self._hover else None), None, 0

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return self._look.colour("disabled")
        if self._kind in _FILLED:
            return self._look.colour("on_accent")
        return self._look.colour(_INK.get(self._kind, "accent"))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Fill, edge, focus ring, icons and words."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room, radius = look.px(FOCUS_ROOM), look.radius("base")
        body = QRectF(self.rect()).adjusted(room, room, -room, -room)
        fill, edge, width = self._fill_and_edge()
        half = look.px(width) / 2
        painter.setPen(QPen(edge, look.px(width)) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(half, half, -half, -half), radius, radius)
        if self.hasFocus():
            paint_focus(painter, look, QRectF(self.rect()), radius)
        self._paint_content(painter, body)

    def _paint_content(self, painter: QPainter, body: QRectF) -> None:
        look, gap, ink = self._look, self._look.px(8), self._ink()
        chosen = self._kind is Kind.TILE and self.isChecked()
        weight = "semibold" if chosen else self._weight
        text_width = look.width_of(self.text(), self._role, weight)
        icon = self._icon_px(self._icon) if self._icon else 0
        trailing = self._icon_px(self._trailing) if self._trailing else 0
        total = text_width + (icon + gap if icon else 0) + (trailing + gap if trailing else 0)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = body.center().x() - total / 2
        if self._kind is Kind.TILE:
            pad = look.px(_PADDING[Kind.TILE] + 1)
            left = body.right() - pad - text_width if rtl else body.left() + pad
            if chosen:
                side = self._icon_px("check_circle")
                x = body.left() + pad if rtl else body.right() - pad - side - look.px(1)
                box = QRectF(x, body.center().y() - side / 2, side, side)
                paint_icon(painter, "check_circle", box, look.colour("accent"))
        parts = [("icon", icon), ("text", text_width), ("trailing", trailing)]
        for part, width in reversed(parts) if rtl else parts:
            if not width:
                continue
            box = QRectF(left, body.center().y() - width / 2, width, width)
            if part == "text":
                painter.setPen(ink)
                painter.setFont(look.font(self._role, weight))
                baseline = body.top() + look.baseline(self._role, body.height(), weight)
                painter.drawText(QPointF(left, baseline), self.text())
            else:
                name = self._icon if part == "icon" else self._trailing
                self._paint_icon(painter, name, box, ink, turned=rtl and name in _POINTING)
            left += width + gap

    def _paint_icon(
        self, painter: QPainter, name: str, box: QRectF, ink: QColor, *, turned: bool
    ) -> None:
        painter.save()
        if turned:
            painter.translate(2 * box.center().x(), 0)
            painter.scale(-1, 1)
        paint_icon(painter, name, box, ink)
        painter.restore()


def paint_focus(painter: QPainter, look: Look, outer: QRectF, radius: float) -> None:
    """The 3 px ring just inside `outer`, the control's own margin."""
    width = look.px(look.theme.tokens["size"]["focus"])
    half = width / 2
    painter.setPen(QPen(look.colour("focus"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = radius + look.px(FOCUS_ROOM) - half
    painter.drawRoundedRect(outer.adjusted(half, half, -half, -half), corner, corner)
