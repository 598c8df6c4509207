"""Small still parts that pages are made of: icons, discs, cards, rules, tags and the hint chip."""

from __future__ import annotations

from PyQt5.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt5.QtGui import QPainter, QPaintEvent
from PyQt5.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from ekyc.messages import Message
from ekyc.session.view import Hint, Tone
from gui.icons import paint_icon
from gui.look import Look
from gui.words import Words

_TONE_ICON = {
    Tone.NEUTRAL: "info",
    Tone.DONE: "check_circle",
    Tone.ATTENTION: "warning",
    Tone.STOP: "stop_octagon",
}
_TONE_INK = {
    Tone.NEUTRAL: "text",
    Tone.DONE: "done",
    Tone.ATTENTION: "attention",
    Tone.STOP: "stop",
}


class Icon(QWidget):
    """One icon; `disc` names the colour of a round ground of `disc_px` under it."""

    def __init__(
        self,
        look: Look,
        name: str,
        colour: str = "accent",
        size: float = 24,
        disc: str = "",
        disc_px: float = 0,
    ) -> None:
        super().__init__()
        self._look, self._name, self._colour, self._disc = look, name, colour, disc
        self._icon_px = look.px(size) if disc else look.text_px(size)
        outer = look.px(disc_px) if disc else self._icon_px
        self.setFixedSize(outer, outer)

    def set_icon(self, name: str, colour: str, disc: str = "") -> None:
        """Show another icon in the same place."""
        self._name, self._colour, self._disc = name, colour, disc
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Disc, then icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._disc:
            painter.setPen(self._look.soft_pen())
            painter.setBrush(self._look.colour(self._disc))
            painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        inset = (self.width() - self._icon_px) / 2
        box = QRectF(inset, inset, self._icon_px, self._icon_px)
        paint_icon(painter, self._name, box, self._look.colour(self._colour))


def disc(look: Look, name: str, size: float = 28) -> Icon:
    """The 56 px disc that stands before a point of a list."""
    return Icon(look, name, "accent", size, "accent_soft", 56)


def surface(kind: str) -> QFrame:
    """A frame that the style sheet draws: "card", "sunken", "notice", "rule" or "panel"."""
    frame = QFrame()
    frame.setProperty("surface", kind)
    return frame


def rule(look: Look) -> QFrame:
    """A hairline across."""
    line = surface("rule")
    line.setFixedHeight(look.size("line"))
    return line


def column(
    look: Look, parent: QWidget | None = None, pad: tuple[float, ...] = (0, 0, 0, 0), gap: float = 0
) -> QVBoxLayout:
    """A vertical layout; `pad` left, top, right, bottom in logical px."""
    layout = QVBoxLayout(parent)
    _pack(layout, look, pad, gap)
    return layout


def row(
    look: Look, parent: QWidget | None = None, pad: tuple[float, ...] = (0, 0, 0, 0), gap: float = 0
) -> QHBoxLayout:
    """A horizontal layout; `pad` left, top, right, bottom in logical px."""
    layout = QHBoxLayout(parent)
    _pack(layout, look, pad, gap)
    return layout


def side_by_side(look: Look, gap: float, *, turned: bool = False) -> QBoxLayout:
    """Side by side; large words need the whole width: then one below the other, from the first, or
    from the last where it is `turned`."""
    line = row(look, gap=gap)
    if look.is_large:
        down, up = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop
        line.setDirection(up if turned else down)
    return line


def _pack(layout: QBoxLayout, look: Look, pad: tuple[float, ...], gap: float) -> None:
    left, top, right, bottom = (look.px(side) for side in pad)
    if look.direction == Qt.LayoutDirection.RightToLeft:
        left, right = right, left
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(look.px(gap))


def give(layout: QBoxLayout, look: Look, length: float, least: float = 0) -> None:
    """A distance down a column that gives way, to `least`, when words need the room."""
    policy = QSizePolicy.Policy
    layout.addSpacing(look.px(least))
    layout.addItem(QSpacerItem(0, look.px(length - least), policy.Minimum, policy.Preferred))


def put_in_the_middle(layout: QBoxLayout, *widgets: QWidget) -> None:
    """Let the last of `widgets` grow as wide as it may; what is over stays at the sides, evenly."""
    layout.addStretch(0)
    for widget in widgets[:-1]:
        layout.addWidget(widget)
    layout.addWidget(widgets[-1], 1)
    layout.addStretch(0)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class Note(QWidget):
    """An icon and a few words on one line."""

    def __init__(
        self, look: Look, text: str, icon: str, icon_colour: str, colour: str = ""
    ) -> None:
        super().__init__()
        line = row(look, self, gap=12)
        line.addWidget(Icon(look, icon, icon_colour))
        line.addWidget(Words(look, text, colour=colour or icon_colour, wrap=False))


class Tag(QFrame):
    """A status tag, 32 high: always an icon and a word. `ground` "plain" is for coloured rows."""

    def __init__(self, look: Look, text: str, icon: str, tone: str, ground: str = "") -> None:
        super().__init__()
        ink = {"quiet": "text_muted"}.get(tone, tone)
        self.setProperty("shape", "tag")
        self.setProperty("tone", ground or tone)
        # Qt draws square corners where the radius is more than half the height.
        least = max(look.size("tag"), 2 * look.radius("tag"))
        self.setFixedHeight(max(least, look.line_height("caption") + look.px(8)))
        line = row(look, self, (8, 0, 12, 0), 8)
        if icon:
            line.addWidget(Icon(look, icon, ink, 20))
        line.addWidget(Words(look, text, "caption", "semibold", ink, wrap=False))
        self.setAccessibleName(text)


class Chip(QFrame):
    """The hint chip: one hint at a time, each for at least `hint_dwell`.

    `spoken` is emitted with the sentence when a hint comes up.
    """

    spoken = pyqtSignal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._hint: Hint | None = None
        self._next: Hint | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._change)
        self.setProperty("shape", "chip")
        self.setMinimumHeight(max(look.size("chip"), 2 * look.radius("pill")))
        line = row(look, self, (16, 6, 24, 6), 12)
        self._icon = Icon(look, "info", "text")
        self._words = Words(look, "", "body", "medium")
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        self.setVisible(False)

    def show_hint(self, hint: Hint | None) -> None:
        """Show `hint` as soon as the one before has stayed long enough; None takes it away."""
        self._next = hint
        if _same(hint, self._hint):
            self._timer.stop()
            return
        dwell = self._look.ms("hint_dwell")
        stayed = self._since.elapsed() if self._hint is not None else dwell
        if stayed >= dwell:
            self._change()
        elif not self._timer.isActive():
            self._timer.start(int(dwell - stayed))

    def drop(self) -> None:
        """Take the hint away at once: what it was said of is over."""
        self._next = None
        self._change()

    @property
    def message(self) -> Message | None:
        """What is shown now."""
        return self._hint.message if self._hint else None

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as the sentence."""
        return super().sizeHint().expandedTo(QSize(0, self._look.size("chip")))

    def _change(self) -> None:
        self._timer.stop()
        hint = self._hint = self._next
        self._since.start()
        self.setVisible(hint is not None)
        if hint is None:
            return
        text = self._look.text(hint.message)
        ink = _TONE_INK[hint.tone]
        self._words.set_text(text)
        self._words.set_colour(ink)
        self._icon.set_icon(hint.icon or _TONE_ICON[hint.tone], ink)
        self.setProperty("tone", hint.tone.value)
        self.setAccessibleName(text)
        if (style := self.style()) is not None:
            style.unpolish(self)
            style.polish(self)
        self.spoken.emit(text)


def _same(one: Hint | None, other: Hint | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.message.id == other.message.id and one.tone == other.tone
