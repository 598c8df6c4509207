"""Text on a page: a widget that keeps the line heights of the type scale and wraps."""

from __future__ import annotations

import math

from PyQt5.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PyQt5.QtWidgets import QSizePolicy, QWidget

from gui.look import Look

_WIDE = 1e6
_EVEN_PX = 2.0


class Words(QWidget):
    """Plain text in one role of the type scale; never clipped, never rich text.

    `painted` is emitted after each painting, for those who must know when words were really seen.
    """

    painted = pyqtSignal()

    def __init__(
        self,
        look: Look,
        text: str = "",
        role: str = "body",
        weight: str = "regular",
        colour: str = "text",
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
        wrap: bool = True,
        even: bool = False,
    ) -> None:
        """`even`: lines of like length, so that no word is left alone on the last one."""
        super().__init__()
        self._look = look
        self._font = look.font(role, weight)
        self._line_px = look.line_height(role)
        self._baseline_px = look.baseline(role, self._line_px)
        self._colour = colour
        self._align = align
        self._wrap = wrap
        self._even = even
        self._text = ""
        self._made: dict[float, tuple[QTextLayout, int, float]] = {}
        across = QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(across, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_text(text)

    def text(self) -> str:
        """What is written."""
        return self._text

    def set_text(self, text: str) -> None:
        """Write something else; assistive technology is told."""
        if text == self._text:
            return
        self._text = text
        self._made.clear()
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802
        """A widget learns only in its window from which side its words are read."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LayoutDirectionChange:
            self._made.clear()

    def set_colour(self, token: str) -> None:
        """Write in another colour of the palette."""
        self._colour = token
        self.update()

    def spread(self, spacing: float) -> None:
        """Set the letters further apart by logical px: numbers that are read out."""
        step = self._look.scale * spacing
        self._font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, step)
        self._made.clear()
        self.updateGeometry()

    def _layout(self, width: float) -> tuple[QTextLayout, int, float]:
        """The lines for `width`, how many there are, and the widest one's width."""
        if width not in self._made:
            self._made[width] = self._lay_out(width)
        return self._made[width]

    def _lay_out(self, width: float) -> tuple[QTextLayout, int, float]:
        made = self._broken(width, width)
        if not self._even or made[1] == 1:
            return made
        too_narrow, wide = made[2] / made[1] / 2, made[2]
        while wide - too_narrow > _EVEN_PX:
            middle = (too_narrow + wide) / 2
            if self._broken(width, middle)[1] > made[1]:
                too_narrow = middle
            else:
                wide = middle
        return self._broken(width, wide)

    def _broken(self, width: float, at: float) -> tuple[QTextLayout, int, float]:
        """Lines broken where they pass `at` px, aligned within `width`."""
        align = self._align
        if align == Qt.AlignmentFlag.AlignLeading and self._is_rtl:
            align = Qt.AlignmentFlag.AlignTrailing  # a text layout knows left and right only
        option = QTextOption(align)
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(
            QTextOption.WrapMode.WordWrap if self._wrap else QTextOption.WrapMode.NoWrap
        )
        layout = QTextLayout(self._text, self._font)
        layout.setTextOption(option)
        height, baseline = self._line_px, self._baseline_px
        count, widest, indent = 0, 0.0, self._indent(width - at)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(at)
            line.setPosition(QPointF(indent, count * height + baseline - line.ascent()))
            widest = max(widest, line.naturalTextWidth())
            count += 1
        layout.endLayout()
        return layout, max(count, 1), widest

    def _indent(self, spare: float) -> float:
        """Where lines narrower than the widget begin."""
        if self._align == Qt.AlignmentFlag.AlignHCenter:
            return spare / 2
        return spare if self._is_rtl else 0.0

    @property
    def _is_rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line, as wide as the text."""
        _, lines, width = self._layout(_WIDE)
        return QSize(math.ceil(width), lines * self._line_px)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The longest word."""
        if not self._wrap:
            return self.sizeHint()
        metrics = QFontMetricsF(self._font)
        longest = max((metrics.horizontalAdvance(w) for w in self._text.split()), default=0.0)
        return QSize(math.ceil(longest), self._line_px)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Screen px of all lines at `width`."""
        _, lines, _ = self._layout(width)
        return lines * self._line_px

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Draw the lines from the top, or middle them when there is room above and below."""
        painter = QPainter(self)
        painter.setPen(self._look.colour(self._colour))
        layout, lines, _ = self._layout(self.width())
        spare = self.height() - lines * self._line_px
        layout.draw(painter, QPointF(0, max(0.0, spare / 2)), [], QRectF())
        painter.end()
        self.painted.emit()
