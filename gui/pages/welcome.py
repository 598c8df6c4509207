"""Welcome: what happens, in which language, and where a person is if one would rather have one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ekyc.messages import Message
from ekyc.session.commands import Start
from ekyc.session.view import View
from gui.button import TEXT_PADDING, Button, Kind
from gui.case_field import CaseField
from gui.host import Host
from gui.look import FOCUS_ROOM, Look
from gui.pages.page import Page, Title
from gui.pages.text import TextPage
from gui.pieces import Icon, Note, column, disc, give, row, rule, side_by_side, surface
from gui.words import Words

_TILE_COLUMNS = 2
_ONE_COLUMN = 3
"""So few languages stand one under the other."""


class WelcomePage(Page):
    """Start is the only filled button."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        both = side_by_side(look, 48 if look.is_large else 80)
        give(self.body, look, 56)
        self.body.addLayout(both)
        self.body.addSpacing(look.px(8))
        self.body.addStretch(1)
        both.addLayout(self._promise(), 1)
        top = Qt.Alignment() if look.is_large else Qt.AlignmentFlag.AlignTop
        both.addWidget(self._choice(), 0, top)
        self._comforts()
        self.case = CaseField(look, host)
        self._wrong = Note(look, self.say(Message("window.case_wrong")), "stop_octagon", "stop")
        self._wrong.hide()
        self.case.judged.connect(lambda right: self._wrong.setVisible(not right))
        field = QWidget()  # with the note above it: beside it there is no room in every language
        above = column(look, field)
        note = row(look, pad=(0, 0, FOCUS_ROOM, 0))
        note.addStretch(1)
        note.addWidget(self._wrong)
        above.addLayout(note)
        above.addWidget(self.case)
        self.foot_right(field)

    def show_view(self, view: View) -> None:
        """The case, when the session learns of one or forgets it."""
        self.case.show_case(view.case)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """A scanner does not care what has the focus: its first letter finds the field."""
        text = event.text() if event is not None else ""
        if text.strip() and text.isprintable():
            self.case.setFocus(Qt.FocusReason.OtherFocusReason)
            self.case.insert(text)
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        if self.case.commit():
            chosen = self.host.preferences
            self.host.send(Start(chosen.more_time, chosen.reduced_motion))

    def _promise(self) -> QVBoxLayout:
        look = self.look
        left = column(look)
        self.title = Title(look, self.say(Message("window.welcome_title")), "display")
        left.addWidget(self.title)
        left.addSpacing(look.px(8 if look.is_large else 16))
        lead = self.say(Message("window.welcome_lead"))
        left.addWidget(Words(look, lead, "lead", colour="text_muted"))
        if look.is_large:  # what to press is seen before anything scrolls
            left.addSpacing(look.px(8 - FOCUS_ROOM))
            left.addLayout(self._start())
        left.addSpacing(look.px(40))
        points = (
            ("id_card", Message("window.welcome_document"), Message("window.welcome_document_how")),
            ("face", Message("window.welcome_face"), Message("window.welcome_face_how")),
            ("turn_head", Message("window.welcome_move"), Message("window.welcome_move_how")),
        )
        for icon, what, how in points:
            left.addLayout(point(look, icon, self.say(what), self.say(how)))
            left.addSpacing(look.px(16))
        if not look.is_large:
            left.addSpacing(look.px(8 - FOCUS_ROOM))
            left.addLayout(self._start())
            left.addStretch(1)
        return left

    def _start(self) -> QHBoxLayout:
        look = self.look
        start = Button(look, Kind.LARGE, self.say(Message("window.start")), trailing="arrow_right")
        start.clicked.connect(self._begin)
        self.primary = start
        indent = row(look)
        indent.addSpacing(-look.px(FOCUS_ROOM))
        indent.addWidget(start)
        indent.addStretch(1)
        return indent

    def _choice(self) -> QWidget:
        look = self.look
        card = surface("card")
        if not look.is_large:
            card.setFixedWidth(look.px(464))
        inside = column(look, card, (31, 23, 31, 31))
        head = row(look, gap=12)
        head.addWidget(Icon(look, "globe", "accent", 28))
        heading = self.say(Message("window.choose_language"))
        head.addWidget(Words(look, heading, "lead", "semibold"), 1)
        inside.addLayout(head)
        inside.addSpacing(look.px(24 - FOCUS_ROOM))
        tiles = row(look)
        tiles.addSpacing(-look.px(FOCUS_ROOM))
        tiles.addLayout(self._tiles(), 1)
        tiles.addSpacing(-look.px(FOCUS_ROOM))
        inside.addLayout(tiles)
        inside.addSpacing(look.px(32 - FOCUS_ROOM))
        inside.addWidget(rule(look))
        inside.addSpacing(look.px(31))
        inside.addLayout(self._counter())
        return card

    def _tiles(self) -> QGridLayout:
        look = self.look
        grid = QGridLayout()
        grid.setSpacing(look.px(16 - 2 * FOCUS_ROOM))
        listed = self.host.languages()
        columns = _TILE_COLUMNS if len(listed) > _ONE_COLUMN else 1
        group = QButtonGroup(self)
        for i, (code, name) in enumerate(listed):
            tile = Button(look, Kind.TILE, name)
            tile.setObjectName(f"language_{code}")
            tile.setChecked(code == self.host.preferences.language)
            tile.clicked.connect(lambda _=False, code=code: self.host.choose_language(code))
            group.addButton(tile)
            grid.addWidget(tile, i // columns, i % columns)
        return grid

    def _counter(self) -> QVBoxLayout:
        look = self.look
        box = column(look)
        line = row(look, gap=16)
        line.addWidget(Icon(look, "counter", "accent", 28))
        words = column(look)
        words.addWidget(Words(look, self.say(Message("window.rather_someone"))))
        link = Button(look, Kind.LINK, self.say(Message("window.go_to_counter")))
        link.clicked.connect(self._to_counter)
        # The link's touch area is taller and wider than its words.
        above = (link.sizeHint().height() - look.line_height("body")) // 2
        indent = row(look)
        indent.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        indent.addWidget(link)
        indent.addStretch(1)
        words.addSpacing(-above)
        words.addLayout(indent)
        words.addSpacing(-above)
        line.addLayout(words, 1)
        box.addLayout(line)
        return box

    def _to_counter(self) -> None:
        title = self.say(Message("window.counter_title"))
        text = self.say(Message("window.counter_text"))
        self.host.show_over(TextPage(self.look, self.host, title, (text,)))

    def _comforts(self) -> None:
        chosen = self.host.preferences
        for name, icon, more, less in (
            (
                "larger_text",
                "text_size",
                Message("window.larger_text"),
                Message("window.smaller_text"),
            ),
            (
                "high_contrast",
                "contrast",
                Message("window.high_contrast"),
                Message("window.usual_contrast"),
            ),
            ("more_time", "clock", Message("window.more_time"), Message("window.usual_time")),
        ):
            on = getattr(chosen, name)
            text = self.say(less if on else more)
            button = Button(self.look, Kind.TEXT, text, "check_circle" if on else icon)
            button.setObjectName(name)
            button.clicked.connect(lambda _=False, name=name, on=on: self._prefer(name, not on))
            self.foot_left(button)

    def _prefer(self, name: str, on: bool) -> None:
        changes: dict[str, Any] = {name: on}
        self.host.prefer(replace(self.host.preferences, **changes))


def point(look: Look, icon: str, what: str, how: str) -> QVBoxLayout:
    """A disc with a heading and a line under it."""
    box = column(look)
    line = row(look, gap=24)
    line.addWidget(disc(look, icon, 32), 0, Qt.AlignmentFlag.AlignTop)
    words = column(look)
    words.addWidget(Words(look, what, "body", "semibold"))
    words.addWidget(Words(look, how, "body", colour="text_muted"))
    line.addLayout(words, 1)
    box.addLayout(line)
    return box
