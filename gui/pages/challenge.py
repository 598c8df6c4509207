"""One movement: the pictogram shows it, the ring on the own face shows how far it has come."""

from __future__ import annotations

import time

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QWidget

from ekyc.messages import Message
from ekyc.session.commands import CannotDo, InstructionShown
from ekyc.session.view import ChallengeView, View
from gui.button import Button, Kind
from gui.face_stage import FaceStage
from gui.host import Host
from gui.look import Look
from gui.movement_panel import MovementPanel
from gui.pages.live import LivePage, centred
from gui.pieces import Icon, row
from gui.sound import Chime

_INSTRUCTIONS = {
    "blink": Message("window.do_blink"),
    "blink_twice": Message("window.do_blink_twice"),
    "turn_left": Message("window.do_turn_left"),
    "turn_right": Message("window.do_turn_right"),
    "look_up": Message("window.do_look_up"),
    "look_down": Message("window.do_look_down"),
    "nod": Message("window.do_nod"),
    "open_mouth": Message("window.do_open_mouth"),
    "smile": Message("window.do_smile"),
    "surprise": Message("window.do_surprise"),
    "hold_still": Message("window.do_hold_still"),
}
# The stage is a mirror: the person's left is the screen's left, in every language.
_DIRECTIONS = {"turn_left": "left", "turn_right": "right", "look_up": "up", "look_down": "down"}
_LAST_SECONDS = (10, 5, 3)


class ChallengePage(LivePage):
    """The deadline starts when the instruction was really painted, so the page says when it was."""

    step_number = 4

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.stage = FaceStage(look, host, "stage_challenge")
        self.panel = MovementPanel(look)
        self._chime = Chime()
        self._shown: ChallengeView | None = None
        self._attempt = 0
        self._unreported: int | None = None
        self._said_s = 0
        self._title = centred(look, "")
        self._title.painted.connect(self._was_painted)
        self._before = Icon(look, "arrow_left", "accent", 40)
        self._after = Icon(look, "arrow_right", "accent", 40)
        self.compose(self._title, self._head(), self.stage, self.panel)
        self.add_cancel()
        cannot = Button(look, Kind.TEXT, self.say(Message("window.cannot_do")), "help")
        cannot.clicked.connect(lambda: self.host.send(CannotDo()))
        self.foot_right(cannot)
        self.end_footer()

    def step_name(self) -> str:
        """The last step."""
        return self.say(Message("window.step_movements"))

    def _head(self) -> QWidget:
        head = QWidget()
        # The arrow points where the stage shows it, in every language.
        head.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        line = row(self.look, head, gap=16)
        line.addStretch(1)
        line.addWidget(self._before)
        line.addWidget(self._title)
        line.addWidget(self._after)
        line.addStretch(1)
        return head

    def show_view(self, view: View) -> None:
        """The movement, its time, its progress; a new one starts afresh."""
        challenge = view.challenge
        if challenge is None:
            return
        before = self._shown
        fresh = before is None or self._attempt != view.attempt
        if fresh or (before and (before.number, before.name) != (challenge.number, challenge.name)):
            self._attempt, self._said_s = view.attempt, 0
            self._begin(challenge)
        if challenge.passed and not (
            before and before.passed and before.number == challenge.number
        ):
            self._chime.play()
            self.chip.drop()
        self._shown = challenge
        self.stage.show_ring(challenge.progress, waits=False)
        self.stage.show_taken(challenge.passed)
        self.panel.show_challenge(challenge)
        self.show_hint(None if challenge.passed else view.hint)
        self._say_time(challenge)

    def _begin(self, challenge: ChallengeView) -> None:
        direction = _DIRECTIONS.get(challenge.name, "")
        self._before.setVisible(direction == "left")
        self._after.setVisible(direction == "right")
        self.chip.drop()
        self.stage.restart()
        self.stage.show_direction(direction)
        self.panel.begin(challenge)
        if challenge.remaining_s is None and not challenge.passed:
            self._unreported = challenge.number
        self._title.set_text(self.say(_INSTRUCTIONS[challenge.name]))
        self._title.update()
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _was_painted(self) -> None:
        if self._unreported is not None:
            number, self._unreported = self._unreported, None
            self.host.send(InstructionShown(number, time.monotonic()))

    def _say_time(self, challenge: ChallengeView) -> None:
        if challenge.remaining_s is None or challenge.passed:
            return
        due = [s for s in _LAST_SECONDS if challenge.remaining_s <= s]
        if due and due[-1] != self._said_s:
            self._said_s = due[-1]
            self._title.announce(self.say(Message("window.seconds_left", {"n": due[-1]})))
