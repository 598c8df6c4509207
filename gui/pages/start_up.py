"""Before the welcome: the kiosk gets ready, or says why it cannot."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QFrame

from ekyc.messages import Message
from gui.button import Button, Kind
from gui.host import Host
from gui.look import Look
from gui.pages.page import Page, Title
from gui.pieces import Icon, column, disc, row, surface
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


class RefusalPage(Page):
    """Why there is no session. `chosen` is emitted with CAMERA (try again) or, where it is only the
    camera that does not work, SIMULATED.
    """

    chosen = pyqtSignal(str)

    def __init__(self, look: Look, host: Host, reason: Message) -> None:
        super().__init__(look, host)
        camera = reason.id.startswith("camera.")
        title = Message("window.no_camera") if camera else Message("window.no_start")
        self.body.addSpacing(look.px(40))
        head = row(look, gap=24, pad=(0, 8, 0, 0))
        icon = "camera_off" if camera else "warning"
        mark = Icon(look, icon, "attention", 56, "attention_soft", 96)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(look, gap=8)
        self.title = Title(look, self.say(title))
        words.addWidget(self.title)
        words.addWidget(Words(look, self.say(reason), "lead", colour="text_muted"))
        words.addStretch(1)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        if camera:
            self.body.addSpacing(look.px(40))
            self.body.addWidget(self._simulated())
        self.body.addStretch(1)
        kind = Kind.SECONDARY if camera else Kind.PRIMARY
        again = Button(look, kind, self.say(Message("window.try_again")), "retry")
        again.clicked.connect(lambda: self.chosen.emit(CAMERA))
        self.foot_right(again)
        if camera:
            text = self.say(Message("window.use_simulated"))
            simulated = Button(look, Kind.PRIMARY, text, "face")
            simulated.clicked.connect(lambda: self.chosen.emit(SIMULATED))
            self.foot_right(simulated)

    def _simulated(self) -> QFrame:
        look = self.look
        card = surface("card")
        inside = row(look, card, (31, 31, 31, 31), 24)
        inside.addWidget(disc(look, "face"), 0)
        text = column(look)
        heading = self.say(Message("window.simulated"))
        text.addWidget(Words(look, heading, "body", "semibold"))
        what = self.say(Message("window.simulated_text"))
        text.addWidget(Words(look, what, colour="text_muted"))
        inside.addLayout(text, 1)
        return card
