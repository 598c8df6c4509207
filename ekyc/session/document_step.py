"""The document page: the card is followed, photographed when it lies still, and read beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ekyc.document.correction import Correction, corrected, corrections
from ekyc.document.reading import CardSighting, DocumentReading
from ekyc.document.shutter import AutoShutter
from ekyc.document.tilt import TiltChallenge
from ekyc.errors import EkycError
from ekyc.hint import Hint, Tone
from ekyc.messages import Message
from ekyc.session.view import CardView
from ekyc.values import Floats, Frame, Rgb

TOLD_S = 2.5
"""Why a picture could not be read stays to be read this long."""


ICONS = {
    "document.hint_flat": "tilt",
    "document.hint_glare": "sun",
    "document.hint_dark": "sun",
    "document.hint_still": "focus",
    "hint.hold_still": "focus",
}
"""Beside what is to be done about the card."""


class Finder(Protocol):
    """Sees the card in a camera picture, at camera rate."""

    def find(self, rgb: Rgb) -> CardSighting | None:
        """The card in uint8[H, W, 3], or None."""
        ...


@dataclass
class DocumentStep:
    """Takes the front, and the back where the front has no machine-readable zone.

    `pictures` are what is to be read as soon as `wants_reading`. With `tilt` the card is turned as
    that asks once its front was taken, and read when that has ended.
    """

    finder: Finder
    tilt: TiltChallenge | None = None
    hint: Hint | None = None
    reading: DocumentReading | None = None
    wants_reading: bool = False
    busy: bool = False
    _front: Rgb | None = None
    _back: Rgb | None = None
    _quad: Floats | None = None
    _fits: bool = False
    _progress: float = 0.0
    _newest: Rgb | None = None
    _best: tuple[float, Rgb] | None = None
    _now_s: float = 0.0
    _told_s: float = float("-inf")

    def __post_init__(self) -> None:
        self._shutter = AutoShutter()

    @property
    def side(self) -> str:
        """Which side is asked for: "front" or "back"."""
        return "front" if self._front is None or self._tilts else "back"

    @property
    def pictures(self) -> tuple[Rgb, Rgb | None]:
        """Front and back as taken. Raises ValueError before a picture was taken."""
        if self._front is None:
            raise ValueError("no picture was taken yet")
        return self._front, self._back

    def feed(self, frame: Frame) -> None:
        """Take the next frame."""
        if self.busy or self.reading is not None:
            return
        self._newest = frame.rgb
        sighting = self.finder.find(frame.rgb)
        shutter = self._shutter.step(sighting, frame.t_s)
        self._progress = shutter.progress
        self._quad = sighting.quad_xy if sighting else None
        self._fits = bool(sighting and sighting.fits)
        self._now_s = frame.t_s
        if self._tilts:
            self._turn(frame)
            return
        if frame.t_s - self._told_s > TOLD_S:
            self.hint = self._say(sighting)
        if sighting is None or not sighting.ready:
            self._best = None if shutter.progress == 0 else self._best
        elif self._best is None or sighting.sharpness > self._best[0]:
            self._best = (sighting.sharpness, frame.rgb)
        if shutter.fired and self._best is not None:
            self._take(self._best[1])

    @property
    def _tilts(self) -> bool:
        """The front was taken, and the card is being turned."""
        return self.tilt is not None and bool(self.tilt.asked) and self._front is not None

    def _turn(self, frame: Frame) -> None:
        """One frame of the card that is turned as asked; its end brings the reading."""
        if self.tilt is None:
            return
        self._progress, self._fits = 0.0, False
        self.tilt.step(frame.rgb, self._quad, frame.t_s)
        self.hint = Hint(self.tilt.hint, Tone.NEUTRAL, "tilt") if self.tilt.hint else None
        if not self.tilt.asked:
            self.busy = self.wants_reading = True

    def take_now(self) -> None:
        """The person pressed the shutter."""
        if self._tilts:
            return
        if self._newest is not None and not self.busy and self.reading is None:
            self._take(self._newest)

    def read(self, result: DocumentReading | EkycError) -> None:
        """What reading gave: done, or the other side, or once more with a reason."""
        self.busy = False
        if isinstance(result, EkycError):
            self._tell(Hint(result.message, Tone.ATTENTION, "warning"))
            self._front = self._back = None  # a zone that was missed on the front is sought again
        elif result.needs_back and self._back is None:
            self._tell(Hint(Message("hint.turn_over"), Tone.NEUTRAL, "retry"))
        else:
            self.reading = result
        self._shutter = AutoShutter(turn_first=self._front is not None)

    def correct(self, correction: Correction) -> tuple[str, ...]:
        """Staff typed a value; what was read stays beside it. Names of all fields typed by now."""
        if self.reading is None:
            return ()
        self.reading = corrected(self.reading, correction)
        return corrections(self.reading)

    def look_away(self) -> None:
        """Nothing is taken for a while; a card that lies still all the time must do so again."""
        self._best, self._progress = None, 0.0
        self._shutter = AutoShutter(turn_first=self._front is not None)

    def _tell(self, hint: Hint) -> None:
        self.hint, self._told_s = hint, self._now_s

    @property
    def is_used(self) -> bool:
        """True while a card lies well before the camera, or is read, however long that takes."""
        return self._fits or self.busy or (self._tilts and self._quad is not None)

    def view(self) -> CardView:
        """As the page draws it."""
        asked = self.tilt.asked if self.tilt is not None and self._tilts else ""
        return CardView(self.side, self._quad, self._fits, self._progress, self.busy, asked)

    def _take(self, rgb: Rgb) -> None:
        if self._front is None:
            self._front = rgb
        else:
            self._back = rgb
        self._best, self._progress = None, 0.0
        if not self._tilts:
            self.busy = self.wants_reading = True

    def _say(self, sighting: CardSighting | None) -> Hint:
        if sighting is None:
            side = self.side
            text = "hint.show_front" if side == "front" else "hint.show_back"
            return Hint(Message(text), Tone.NEUTRAL, "id_card")
        if sighting.ready or (sighting.fits and self._progress > 0):
            return Hint(Message("hint.good_hold_still"), Tone.DONE, "check_circle")
        todo = sighting.hint or Message("hint.hold_still")
        return Hint(todo, Tone.ATTENTION, ICONS.get(todo.id, "frame_in"))
