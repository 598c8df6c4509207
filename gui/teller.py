"""The teller's strip: every check with score, threshold, status and reason. The customer never
sees it."""

from __future__ import annotations

from PyQt5.QtCore import QRectF, Qt, pyqtSignal
from PyQt5.QtGui import QPainter, QPaintEvent
from PyQt5.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QWidget

from ekyc.messages import Message
from ekyc.session.view import View
from ekyc.values import Check, Status
from gui.button import TEXT_PADDING, Button, Kind, paint_focus
from gui.icons import paint_icon
from gui.look import FOCUS_ROOM, Look
from gui.pieces import Icon, Tag, clear, column, row, rule, surface
from gui.words import Words

_TAGS = {
    Status.PASS: (Message("window.tag_pass"), "check_circle", "done"),
    Status.FAIL: (Message("window.tag_fail"), "stop_octagon", "stop"),
    Status.NOT_ASSESSED: (Message("window.tag_not_assessed"), "minus_circle", "quiet"),
}
_NAMES = {
    "document_found": Message("window.check_document_found"),
    "mrz_check_digits": Message("window.check_mrz_check_digits"),
    "document_expiry": Message("window.check_document_expiry"),
    "document_portrait": Message("window.check_document_portrait"),
    "document_genuine": Message("window.check_document_genuine"),
    "document_confirmed": Message("window.check_document_confirmed"),
    "consent": Message("window.check_consent"),
    "face_match": Message("window.check_face_match"),
    "same_person": Message("window.check_same_person"),
    "active_liveness": Message("window.check_active_liveness"),
    "continuity": Message("window.check_continuity"),
    "presentation_attack": Message("window.check_presentation_attack"),
    "deepfake": Message("window.check_deepfake"),
    "camera_injection": Message("window.check_camera_injection"),
}
_BAR = (128, 6)
_MARK = (3, 18)


def check_name(check: Check) -> str | Message:
    """A check as staff call it; one that has no name yet by its own."""
    return _NAMES.get(check.name, check.name.replace("_", " ").capitalize())


class Bar(QWidget):
    """A score 0..1 with a mark where the threshold is."""

    def __init__(self, look: Look, check: Check) -> None:
        super().__init__()
        self._look, self._check = look, check
        self.setFixedSize(look.px(_BAR[0]), look.px(_MARK[1]))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Track, value, mark."""
        look, check = self._look, self._check
        if check.score is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = look.px(_BAR[1])
        top = (self.height() - height) / 2
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), height), height / 2, height / 2)
        painter.setBrush(look.colour(_TAGS[check.status][2].replace("quiet", "text_muted")))
        width = self.width() * min(1.0, max(0.0, check.score))
        painter.drawRoundedRect(QRectF(0, top, width, height), height / 2, height / 2)
        if check.threshold is not None:
            painter.setBrush(look.colour("text"))
            mark = look.px(_MARK[0])
            x = (self.width() - mark) * min(1.0, max(0.0, check.threshold))
            painter.drawRect(QRectF(x, 0, mark, self.height()))


class CheckRow(QWidget):
    """90 high; grows with longer words."""

    def __init__(self, look: Look, check: Check) -> None:
        super().__init__()
        self.setMinimumHeight(look.px(89))
        inside = column(look, self, (0, 7, 0, 8))
        name = check_name(check)
        text = look.text(name) if isinstance(name, Message) else name
        head = row(look, gap=8)
        head.addWidget(Words(look, text, "caption", "semibold"), 1)
        message, icon, tone = _TAGS[check.status]
        head.addWidget(Tag(look, look.text(message), icon, tone))
        inside.addLayout(head)
        inside.addLayout(self._score(look, check))
        inside.addSpacing(look.px(2))
        inside.addWidget(Words(look, look.text(check.reason), "caption", colour="text_muted"))
        inside.addStretch(1)

    def _score(self, look: Look, check: Check) -> QHBoxLayout:
        line = row(look, gap=12)
        is_fraction = (
            check.score is not None and 0 <= check.score <= 1 and (check.threshold or 0) <= 1
        )
        if is_fraction and check.threshold is not None:
            line.addWidget(Bar(look, check))
        score = "\N{EN DASH}" if check.score is None else _figure(check.score)
        line.addWidget(Words(look, score, "caption", "semibold", wrap=False))
        if check.threshold is not None:
            needed = Message("window.needed", {"threshold": _figure(check.threshold)})
            line.addWidget(
                Words(look, look.text(needed), "caption", colour="text_muted", wrap=False)
            )
        line.addStretch(1)
        return line


def _figure(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() and abs(number) > 1 else f"{number:.2f}"


class TellerStrip(QFrame):
    """400 wide at the window's end; `closed` when the teller folds it away."""

    closed = pyqtSignal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._checks: tuple[Check, ...] | None = None
        self.setProperty("surface", "panel")
        inside = column(look, self, (23, 0, 24, 0))
        head = row(look, pad=(0, 8, 0, 0), gap=8)
        head.addWidget(Icon(look, "lock", "accent"))
        title = look.text(Message("window.checks"))
        head.addWidget(Words(look, title, "lead", "semibold"), 1)
        close = Button(
            look, Kind.TEXT, look.text(Message("window.close")), trailing="double_chevron_right"
        )
        close.set_weight("medium")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        head.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        holder = QWidget()
        holder.setFixedHeight(max(look.px(72), close.sizeHint().height() + look.px(8)))
        holder.setLayout(head)
        inside.addWidget(holder)
        self._tags = row(look, gap=8)
        inside.addLayout(self._tags)
        inside.addSpacing(look.px(8))
        inside.addWidget(rule(look))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = surface("inside")
        self._rows = column(look, rows)
        scroll.setWidget(rows)
        inside.addWidget(scroll, 1)
        self._shown_tags: tuple[object, ...] = ()

    def show_view(self, view: View, elapsed_s: int) -> None:
        """Draw the checks again only when they changed."""
        self._show_tags(view, elapsed_s)
        if view.checks is self._checks or view.checks == self._checks:
            return
        self._checks = view.checks
        clear(self._rows)
        if not view.checks:
            text = self._look.text(Message("window.no_checks_yet"))
            self._rows.addSpacing(self._look.px(16))
            self._rows.addWidget(Words(self._look, text, "caption", colour="text_muted"))
        for check in view.checks:
            self._rows.addWidget(CheckRow(self._look, check))
            self._rows.addWidget(rule(self._look))
        self._rows.addStretch(1)

    def _show_tags(self, view: View, elapsed_s: int) -> None:
        look = self._look
        state = (view.demonstration, view.attempt, view.attempts, elapsed_s)
        if state == self._shown_tags:
            return
        self._shown_tags = state
        clear(self._tags)
        if view.demonstration:
            text = look.text(Message("window.tag_demonstration"))
            self._tags.addWidget(Tag(look, text, "warning", "attention"))
        attempt = {"number": view.attempt, "total": view.attempts}
        text = look.text(Message("window.attempt", attempt))
        self._tags.addWidget(Tag(look, text, "", "quiet"))
        clock = f"{elapsed_s // 60}:{elapsed_s % 60:02d}"
        self._tags.addWidget(Tag(look, clock, "", "quiet"))
        self._tags.addStretch(1)


class Handle(QAbstractButton):
    """At the window's edge: 16 x 96 seen, 48 x 96 touched."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        width, height = look.theme.tokens["size"]["teller_handle"]
        self._seen = look.px(width)
        self.setFixedSize(look.size("touch_min"), look.px(height))
        self.setAccessibleName(look.text(Message("window.open_checks")))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """A tab with a chevron, cut by the window's edge."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.radius("base")
        tab = QRectF(self.width() - self._seen, 0, self._seen + 2 * radius, self.height())
        painter.setPen(look.colour("line"))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(tab.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            paint_focus(painter, look, QRectF(self.rect()), 0)
        side = look.px(14)
        box = QRectF(self.width() - self._seen / 2 - side / 2, 0, side, side)
        box.moveTop((self.height() - side) / 2)
        paint_icon(painter, "chevron_left", box, look.colour("text"))
