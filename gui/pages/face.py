"""The face: an oval, one hint, and a picture that is taken for the person."""

from __future__ import annotations

from ekyc.messages import Message
from ekyc.session.view import View
from gui.face_stage import FaceStage
from gui.host import Host
from gui.look import Look
from gui.pages.live import LivePage, centred
from gui.pieces import Note

_QUARTERS = (1.0, 0.75, 0.5, 0.25)


class FacePage(LivePage):
    """Nothing to press: the ring fills while the face is good."""

    step_number = 3

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.stage = FaceStage(look, host)
        self._attempt = 0
        self._said = 0.0
        self._title = centred(look, self.say(Message("window.face_title")))
        self.compose(self._title, self._title, self.stage)
        self.add_back()
        self.add_cancel()
        note = self.say(Message("window.picture_taken"))
        self.foot_right(Note(look, note, "camera", "text_muted"))
        self.end_footer()

    def step_name(self) -> str:
        """The third step."""
        return self.say(Message("window.step_face"))

    def show_view(self, view: View) -> None:
        """Ring and hint."""
        if view.attempt != self._attempt:
            self._attempt, self._said = view.attempt, 0.0
            self.stage.restart()
        self.stage.show_ring(view.ring, view.ring_waits)
        self.stage.show_taken(view.ring >= 1.0)
        self.show_hint(view.hint)
        quarter = next((q for q in _QUARTERS if view.ring >= q), 0.0)
        if quarter > self._said:
            self._said = quarter
            percent = Message("window.progress", {"percent": round(quarter * 100)})
            self._title.announce(self.say(percent))
