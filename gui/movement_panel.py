"""The panel beside the challenge stage: pictogram, time left, which movement of how many."""

from __future__ import annotations

import math

from PyQt5.QtCore import QRectF, QSize, Qt
from PyQt5.QtGui import QPainter, QPaintEvent, QPen
from PyQt5.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ekyc.messages import Message
from ekyc.session.view import ChallengeView
from gui.icons import paint_icon
from gui.look import Look
from gui.pictogram import Motion, Pictogram, PictogramColors
from gui.pieces import Icon, column, row, rule
from gui.words import Words

_URGENT_S = 3.0
_SMALLER = 0.85
"""The pictogram beside large words."""


class Movements(QWidget):
    """Discs of 32: seen ones ticked, the present one filled, the others rings with their number."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._challenge: ChallengeView | None = None

    def show_challenge(self, challenge: ChallengeView) -> None:
        """Draw as many as there are."""
        fresh = self._challenge is None or self._challenge.total != challenge.total
        self._challenge = challenge
        if fresh:
            self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """32 each, 12 between."""
        total = self._challenge.total if self._challenge else 3
        return QSize(self._look.px(44 * total - 12), self._look.px(32))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """One after another."""
        challenge, look = self._challenge, self._look
        if challenge is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("body", "semibold")
        font.setPixelSize(look.px(18))
        painter.setFont(font)
        line = look.size("line_control")
        for number in range(1, challenge.total + 1):
            box = QRectF(look.px(44 * (number - 1)), 0, look.px(32), look.px(32))
            seen = number < challenge.number or (number == challenge.number and challenge.passed)
            now = number == challenge.number
            painter.setPen(Qt.PenStyle.NoPen)
            if seen:
                painter.setPen(look.soft_pen())
                painter.setBrush(look.colour("done_soft"))
                painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
                inset = look.px(6)
                inner = box.adjusted(inset, inset, -inset, -inset)
                paint_icon(painter, "check", inner, look.colour("done"))
                continue
            if now:
                painter.setBrush(look.colour("accent"))
                painter.drawEllipse(box)
                painter.setPen(look.colour("on_accent"))
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.colour("line_control"), line))
                painter.drawEllipse(box.adjusted(line / 2, line / 2, -line / 2, -line / 2))
                painter.setPen(look.colour("text_muted"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(number))


def panel_width(look: Look) -> int:
    """Screen px; wider for large text, at the stage's cost."""
    return look.px(480 if look.is_large else 320)


class MovementPanel(QFrame):
    """320 wide, as high as the stage."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._done = False
        self.setProperty("surface", "card")
        self.setFixedWidth(panel_width(look))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        large = look.is_large
        inside = column(look, self, (23, 15, 23, 15) if large else (23, 27, 23, 23))
        middle = Qt.AlignmentFlag.AlignHCenter
        tokens = look.theme.tokens["motion"]
        self.pictogram = Pictogram(
            PictogramColors.of(look.theme.colours),
            Motion.of(tokens, look.reduced_motion),
            look.scale * (_SMALLER if large else 1),
        )
        self.pictogram.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inside.addWidget(self.pictogram, 0, middle)
        inside.addSpacing(look.px(8 if large else 20))
        self._clock = Icon(look, "clock", "text_muted", 20)
        self._time = Words(look, "", colour="text_muted", wrap=False)
        inside.addLayout(self._time_line())
        inside.addStretch(1)
        # Nothing here wraps: a row with words that do would keep the stage from giving way.
        self._count = Words(look, "", "body", "medium", align=middle, wrap=False)
        if large:  # the discs say it too, and all that moves stays on the screen
            self._count.setParent(self)
            self._count.hide()
            inside.addSpacing(look.px(8))
        else:
            indent = row(look, pad=(8, 0, 8, 0))
            indent.addWidget(rule(look))
            inside.addLayout(indent)
            inside.addSpacing(look.px(23))
            inside.addWidget(self._count, 0, middle)
            inside.addSpacing(look.px(12))
        self._movements = Movements(look)
        inside.addWidget(self._movements, 0, middle)
        self.setMaximumHeight(look.px(480))  # as high as the stage

    def _time_line(self) -> QVBoxLayout:
        box = column(self._look)
        line = row(self._look, gap=8)
        line.addStretch(1)
        line.addWidget(self._clock)
        line.addWidget(self._time)
        line.addStretch(1)
        box.addLayout(line)
        return box

    def begin(self, challenge: ChallengeView) -> None:
        """Show another movement from its start."""
        self._time.setMinimumWidth(0)
        widest = self._seconds(math.ceil(challenge.deadline_s))
        # A fixed width, so that nothing jumps when a digit goes.
        self._time.setMinimumWidth(self._look.width_of(widest, "body"))
        self.pictogram.play(challenge.name)
        self._done = False

    def show_challenge(self, challenge: ChallengeView) -> None:
        """Time left and count."""
        left = challenge.deadline_s if challenge.remaining_s is None else challenge.remaining_s
        done = self._look.text(Message("window.movement_seen"))
        self._time.set_text(done if challenge.passed else self._seconds(max(0, math.ceil(left))))
        count = {"number": challenge.number, "total": challenge.total}
        self._count.set_text(self._look.text(Message("window.movement_of", count)))
        self._movements.setAccessibleName(self._count.text())
        self._clock.setVisible(not challenge.passed)
        self._movements.show_challenge(challenge)
        if not challenge.passed:
            urgent = challenge.remaining_s is not None and left <= _URGENT_S
            self.pictogram.set_time_left(left / challenge.deadline_s, urgent)
        elif not self._done:
            self._done = True
            self._time.setMinimumWidth(0)
            self.pictogram.show_done()

    def _seconds(self, seconds: int) -> str:
        return self._look.text(Message("window.seconds_left", {"n": seconds}))
