"""The screen's light: the page shines in colours around the person's picture, once it may."""

from __future__ import annotations

import time

from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtGui import QColor, QPainter, QPaintEvent

from ekyc.liveness.screen_colours import COUNT, SLOT_S, Colour
from ekyc.messages import Message
from ekyc.session.commands import ColourShown, InstructionShown, NoColours, ShowColours
from ekyc.session.view import Hint, Tone, View
from gui.button import Button, Kind
from gui.colour_show import ColourShow
from gui.host import Host
from gui.light_stage import LightStage
from gui.look import Look
from gui.pages.live import LivePage, centred
from gui.sound import Chime

_TICK_MS = 33
"""A fade has six steps."""


class LightPage(LivePage):
    """It tells what will come and waits; who would rather not is asked for another movement.

    A page that is built anew in the middle (another language, help) begins anew, with other
    colours: what was shown of those before counts no more.
    """

    step_number = 4

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self.stage = LightStage(look, host)
        self._show: ColourShow | None = None
        self._colour: Colour | None = None
        self._old: tuple[Colour, ...] | None = None
        self._number = 0
        self._is_wanted = self._is_told = self._is_taken = False
        self._chime = Chime()
        self._title = centred(look, self.say(Message("window.light_title")))
        self._title.painted.connect(self._was_painted)
        self.compose(self._title, self._title, self.stage)
        self.add_cancel()
        other = self.say(Message("window.light_instead"))
        self._other = Button(look, Kind.TEXT, other, "help")
        self._other.clicked.connect(lambda: self.host.send(NoColours()))
        start = self.say(Message("window.light_start"))
        self._start = Button(look, Kind.PRIMARY, start)
        self._start.clicked.connect(self._begin)
        self.foot_right(self._other, self._start)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def step_name(self) -> str:
        """The last step."""
        return self.say(Message("window.step_movements"))

    def show_view(self, view: View) -> None:
        """The colours, once they are there; then how far they are."""
        challenge = view.challenge
        if challenge is None:
            return
        self._number = challenge.number
        if self._old is None:
            self._old, self._is_told = challenge.colours, challenge.remaining_s is not None
        if self._is_wanted and challenge.colours and challenge.colours != self._old:
            self._is_wanted, self._old = False, challenge.colours
            self._shine(challenge.colours)
        self.stage.show_ring(challenge.progress, waits=False)
        self.stage.show_taken(challenge.passed)
        if challenge.passed and not self._is_taken:
            self._is_taken = True
            self._chime.play()
        self.show_hint(self._hint(view) if not challenge.passed else None)

    def _hint(self, view: View) -> Hint | None:
        """Before it begins, how long it lasts."""
        if view.hint is not None or self._show is not None:
            return view.hint
        lasts = Message("window.light_lasts", {"n": round(COUNT * SLOT_S)})
        return Hint(lasts, Tone.NEUTRAL, "clock")

    def _begin(self) -> None:
        self._is_wanted = True
        self._start.setEnabled(False)
        self.primary = None
        self.host.send(ShowColours())

    def _shine(self, colours: tuple[Colour, ...]) -> None:
        ground = self.look.colour("bg")
        self._show = ColourShow(colours, (ground.red(), ground.green(), ground.blue()))
        for button in (self._start, self._other):
            button.hide()
        self._title.set_colour("picto_line")  # dark in every theme, on colours that are light
        self._title.set_text(self.say(Message("window.light_look")))
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chip.drop()
        self._timer.start(_TICK_MS)
        self._tick()

    def _tick(self) -> None:
        if self._show is None:
            return
        self._colour = self._show.colour(time.monotonic())
        if self._show.is_over:
            self._timer.stop()
            self._colour = None
            self._title.set_colour("text")
            self._title.set_text(self.say(Message("window.light_over")))
        self.stage.shine(self._colour)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """The light between header and footer; what is painted is told."""
        if self._colour is not None:
            painter = QPainter(self)
            painter.fillRect(self.area.geometry(), QColor(*self._colour))
        if self._show is not None:
            number = self._show.painted(time.monotonic())
            if number is not None:
                self.host.send(ColourShown(number, time.monotonic()))

    def _was_painted(self) -> None:
        if not self._is_told and self._number:
            self._is_told = True
            self.host.send(InstructionShown(self._number, time.monotonic()))
