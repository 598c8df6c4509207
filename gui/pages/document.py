"""The document: hold it up; the outline tells how well it lies, and the picture is taken."""

from __future__ import annotations

from ekyc.messages import Message
from ekyc.session.commands import TakePicture
from ekyc.session.view import Hint, Tone, View
from gui.button import Button, Kind
from gui.card_stage import CardStage
from gui.host import Host
from gui.look import Look
from gui.pages.live import LivePage, centred


class DocumentPage(LivePage):
    """No filled button: the kiosk takes the picture by itself."""

    step_number = 2

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.stage = CardStage(look, host)
        self.stage.pressed.connect(self._take)
        self._title = centred(look, self.say(Message("window.document_front")))
        self.compose(self._title, self._title, self.stage)
        self.add_back()
        self.add_cancel()
        text = self.say(Message("window.take_picture"))
        self._button = Button(look, Kind.SECONDARY, text, "camera")
        self._button.clicked.connect(self._take)
        self.foot_right(self._button)

    def step_name(self) -> str:
        """The second step."""
        return self.say(Message("window.step_document"))

    def show_view(self, view: View) -> None:
        """Outline, ring, hint."""
        side = Message("window.document_front")
        if view.card.side == "back":
            side = Message("window.document_back")
        if view.card.tilt:
            side = Message("window.document_tilt")
        self._title.set_text(self.say(side))
        self.stage.show_card(view.card, view.frame_size)
        self._button.setEnabled(not (view.card.reading or view.card.tilt))
        reading = Hint(Message("window.reading_card"), Tone.NEUTRAL, "id_card")
        self.show_hint(reading if view.card.reading else view.hint)

    def _take(self) -> None:
        if self._button.isEnabled():
            self.host.send(TakePicture())
