"""Before the welcome: the kiosk gets ready, or has no camera and offers the simulated customer."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal

from ekyc.messages import Message
from gui.button import Button, Kind
from gui.host import Host
from gui.look import Look
from gui.pages.page import Page, Title
from gui.pieces import Icon, column, row, surface
from gui.words import Words

CAMERA = "camera"
SIMULATED = "simulated"


class WaitingPage(Page):
    """The networks are being loaded and the camera opened."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.body.addStretch(1)
        self.title = Title(look, self.say(Message("window.getting_ready")), middle=True)
        self.body.addWidget(self.title)
        self.body.addStretch(1)


class NoCameraPage(Page):
    """`chosen` is emitted with CAMERA (look again) or SIMULATED."""

    chosen = pyqtSignal(str)

    def __init__(self, look: Look, host: Host, reason: Message) -> None:
        super().__init__(look, host)
        self.body.addSpacing(look.px(40))
        head = row(look, gap=24, pad=(0, 8, 0, 0))
        mark = Icon(look, "camera_off", "attention", 64, "attention_soft", 96)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(look, gap=8)
        self.title = Title(look, self.say(Message("window.no_camera")))
        words.addWidget(self.title)
        words.addWidget(Words(look, self.say(reason), "lead", colour="text_muted"))
        words.addStretch(1)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self.body.addSpacing(look.px(40))
        card = surface("card")
        inside = row(look, card, (31, 31, 31, 31), 24)
        inside.addWidget(Icon(look, "face", "accent", 28, "accent_soft", 56), 0)
        text = column(look)
        heading = self.say(Message("window.simulated"))
        text.addWidget(Words(look, heading, "body", "semibold"))
        what = self.say(Message("window.simulated_text"))
        text.addWidget(Words(look, what, colour="text_muted"))
        inside.addLayout(text, 1)
        self.body.addWidget(card)
        self.body.addStretch(1)
        again = Button(look, Kind.SECONDARY, self.say(Message("window.try_again")), "retry")
        again.clicked.connect(lambda: self.chosen.emit(CAMERA))
        simulated = Button(look, Kind.PRIMARY, self.say(Message("window.use_simulated")), "face")
        simulated.clicked.connect(lambda: self.chosen.emit(SIMULATED))
        self.foot_right(again, simulated)
