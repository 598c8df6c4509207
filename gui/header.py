"""The header: whose kiosk it is, how far the person has come, the language, help."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt5.QtWidgets import QMenu, QWidget

from ekyc.messages import Message
from gui.button import TEXT_PADDING, Button, Kind
from gui.dates import language_name
from gui.host import Host
from gui.icons import paint_icon
from gui.look import FOCUS_ROOM, Look
from gui.pieces import row
from gui.words import Words

STEPS = 4


class Logo(QWidget):
    """The kiosk's mark: a face in a rounded square. Drawn on a 40 px grid."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(look.px(40), look.px(40))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Square and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 40, self.height() / 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("accent"))
        painter.drawRoundedRect(QRectF(0, 0, 40, 40), 10, 10)
        paint_icon(painter, "logo", QRectF(2, 2, 36, 36), self._look.colour("on_accent"))


class Dots(QWidget):
    """The steps: done ones ticked, the present one a pill, the others rings."""

    def __init__(self, look: Look, number: int) -> None:
        super().__init__()
        self._look, self._number = look, number
        self.setFixedSize(look.px(16 * (STEPS - 1) + 40 + 8 * (STEPS - 1)), look.px(16))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """From the reading direction's start."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.scale(self.width() / (88 + 24), self.height() / 16)
        x = 0.0
        for number in range(STEPS, 0, -1) if rtl else range(1, STEPS + 1):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            if number == self._number:
                painter.drawRoundedRect(QRectF(x, 0, 40, 16), 8, 8)
                x += 48
                continue
            if number < self._number:
                painter.drawEllipse(QRectF(x, 0, 16, 16))
                paint_icon(painter, "check", QRectF(x - 1, -1, 18, 18), look.colour("on_accent"))
            else:
                painter.setPen(QPen(look.colour("line_control"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QRectF(x + 1, 1, 14, 14))
            x += 24


class Header(QWidget):
    """80 high. The step's name goes when there is no room for it."""

    def __init__(
        self, look: Look, host: Host, bank: str, step: tuple[int, str] | None = None
    ) -> None:
        super().__init__()
        self._look, self._host = look, host
        self.setMinimumHeight(look.size("header"))
        edge = 32 - TEXT_PADDING - FOCUS_ROOM
        line = row(look, self, (edge, 0, edge, 0))
        self._left, self._right = QWidget(), QWidget()
        left = row(look, self._left, (TEXT_PADDING + FOCUS_ROOM, 0, 0, 0), 12)
        left.addWidget(Logo(look))
        self._bank = Words(look, bank, "body", "semibold", wrap=False)
        left.addWidget(self._bank)
        left.addStretch(1)
        line.addWidget(self._left, 1)
        self._step_name: Words | None = None
        self._middle = QWidget()
        if step is not None:
            line.addWidget(self._steps(*step))
        right = row(look, self._right)
        right.addStretch(1)
        right.addWidget(self._language())
        gap = 16 - 2 * FOCUS_ROOM
        right.addSpacing(look.px(gap))
        help_button = Button(look, Kind.TEXT, look.text(Message("window.help")), "help")
        help_button.set_weight("medium")
        help_button.clicked.connect(host.show_help)
        right.addWidget(help_button)
        line.addWidget(self._right, 1)

    def _steps(self, number: int, name: str) -> QWidget:
        look = self._look
        steps = row(look, self._middle, gap=16)
        text = look.text(Message("window.step", {"number": number, "total": STEPS}))
        steps.addWidget(Words(look, text, "body", "medium", wrap=False))
        steps.addWidget(Dots(look, number), 0, Qt.AlignmentFlag.AlignVCenter)
        self._step_name = Words(look, name, "body", colour="text_muted", wrap=False)
        steps.addWidget(self._step_name)
        self._middle.setAccessibleName(text)
        return self._middle

    def _language(self) -> Button:
        look, host = self._look, self._host
        button = Button(
            look, Kind.TEXT, language_name(look.catalogue.language), "globe", "chevron_down"
        )
        button.set_weight("medium")
        menu = QMenu(button)
        for code, name in host.languages():
            action = menu.addAction(name)
            if action is not None:
                action.triggered.connect(lambda _=False, code=code: host.choose_language(code))

        def open_menu() -> None:
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

        button.clicked.connect(open_menu)
        return button

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As narrow as it has to be: the step's name gives way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """Decide what fits: first the step's name goes, then the bank's."""
        super().resizeEvent(event)
        for words in (self._bank, self._step_name):
            if words is not None:
                words.setVisible(True)
        left, middle, right = (
            part.sizeHint().width() for part in (self._left, self._middle, self._right)
        )
        spare = self.width() - self._look.px(64 + 16)
        if self._step_name is not None and 2 * max(left, right) + middle > spare:
            self._step_name.setVisible(False)
            middle = self._middle.sizeHint().width()
        if left + middle + right > spare:
            self._bank.setVisible(False)
