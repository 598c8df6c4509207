"""What every page has: a body that scrolls when it must, a title that is read out, a footer."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ekyc.messages import Message
from ekyc.session.commands import Back, Cancel
from ekyc.session.view import View
from gui.button import TEXT_PADDING, Button, Kind
from gui.host import Host
from gui.look import FOCUS_ROOM, Look
from gui.pieces import column, put_in_the_middle, row
from gui.words import Words


class Body(QWidget):
    """Holds a page's content, at most `page_column` wide, in the middle.

    It asks for the least height that the content can live with, so that the stage gives way before
    the page scrolls. (Qt asks nested layouts that wrap words for their preferred height.)
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        # What stands at the content's edges reaches past them with its padding and focus ring.
        room = FOCUS_ROOM + TEXT_PADDING
        self._side = look.px(32 - room)
        sides = row(look, self, (32 - room, 0, 32 - room, 0))
        self._content = QWidget()
        self._content.setMaximumWidth(look.size("page_column") + 2 * look.px(room))
        self._content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        put_in_the_middle(sides, self._content)
        self.column: QVBoxLayout = column(look, self._content, (room, 0, room, 0))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The least height at `width`."""
        inner = min(self._content.maximumWidth(), width - 2 * self._side)
        return self.column.minimumHeightForWidth(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Width of the widest part; the height follows from the width."""
        return QSize(super().minimumSizeHint().width(), 0)


class Title(Words):
    """The one sentence that says what to do now. It takes the focus when it changes, so that
    assistive technology says it; `announce` says something else beside it."""

    def __init__(self, look: Look, text: str, role: str = "title", *, middle: bool = False) -> None:
        align = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeading
        super().__init__(look, text, role, "semibold", align=align, even=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def announce(self, text: str) -> None:
        """Say `text` to assistive technology without a change on the screen."""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)


class Page(QWidget):
    """`show_view` draws a view; what the person does goes to the host as commands.

    `step_number` is 1..4 for the pages that count as steps, 0 for the others.
    """

    step_number = 0

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__()
        self.look, self.host = look, host
        whole = column(look, self)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(self.area, 1)
        body = Body(look)
        self.body = body.column
        self.area.setWidget(body)
        # The window's ground is painted once, by the window.
        body.setAutoFillBackground(False)
        footer = QWidget()
        footer.setMinimumHeight(look.size("footer"))
        edge, room = 32 - FOCUS_ROOM, FOCUS_ROOM
        self._footer: QBoxLayout = row(look, footer, (edge, 16 - room, edge, 24 - room))
        self._left = row(look)
        self._right = row(look)
        self._footer.addLayout(self._left)
        self._footer.addStretch(1)
        self._footer.addLayout(self._right)
        self._footer.setAlignment(self._left, Qt.AlignmentFlag.AlignLeading)
        self._footer.setAlignment(self._right, Qt.AlignmentFlag.AlignTrailing)
        whole.addWidget(footer)
        self.title: Title | None = None
        self.primary: Button | None = None
        self.back: Button | None = None
        self.cancel: Button | None = None

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """Large words: the footer's two ends stand one above the other."""
        super().resizeEvent(event)
        needed = self._left.sizeHint().width() + self._right.sizeHint().width()
        margins = self._footer.contentsMargins()
        fits = needed + margins.left() + margins.right() <= self.width()
        across, stacked = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        self._footer.setDirection(across if fits else stacked)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A wide footer does not widen the window."""
        return QSize(0, super().minimumSizeHint().height())

    def step_name(self) -> str:
        """The step's name in the header."""
        return ""

    def show_view(self, view: View) -> None:
        """Draw `view`."""

    def say(self, message: Message) -> str:
        """The sentence in the person's language."""
        return self.look.text(message)

    def foot_left(self, *widgets: QWidget) -> None:
        """Put text buttons or words at the footer's start."""
        for widget in widgets:
            if self._left.count() == 0:
                # Words start at the margin: a text button's padding and focus ring stand outside.
                start = -TEXT_PADDING if isinstance(widget, Button) else FOCUS_ROOM
                self._left.addSpacing(self.look.px(start))
            else:
                self._left.addSpacing(self.look.px(24 - 2 * FOCUS_ROOM))
            self._left.addWidget(widget)

    def foot_right(self, *widgets: QWidget) -> None:
        """Put buttons or words at the footer's end; the filled one last."""
        for widget in widgets:
            if self._right.count() > 0:
                self._right.addSpacing(self.look.px(16 - 2 * FOCUS_ROOM))
            self._right.addWidget(widget)
            if isinstance(widget, Button) and widget.is_filled:
                self.primary = widget

    def end_footer(self) -> None:
        """Bring the end of words, which have no focus ring, or of a text button to the margin."""
        last = self._right.itemAt(self._right.count() - 1)
        widget = last.widget() if last is not None else None
        bare = isinstance(widget, Button)
        self._right.addSpacing(self.look.px(-TEXT_PADDING if bare else FOCUS_ROOM))

    def add_back(self) -> Button:
        """Back, at the footer's start."""
        self.back = Button(self.look, Kind.TEXT, self.say(Message("window.back")), "arrow_left")
        self.back.clicked.connect(lambda: self.host.send(Back()))
        self.foot_left(self.back)
        return self.back

    def add_cancel(self) -> Button:
        """Cancel, after Back."""
        self.cancel = Button(self.look, Kind.QUIET, self.say(Message("window.cancel")))
        self.cancel.clicked.connect(lambda: self.host.send(Cancel()))
        self.foot_left(self.cancel)
        return self.cancel
