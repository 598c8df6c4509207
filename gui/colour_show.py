"""When which colour of a sequence is on the screen: no Qt, no clock."""

from __future__ import annotations

from ekyc.liveness.screen_colours import FADE_S, SLOT_S, Colour, blend


class ColourShow:
    """Each colour stays for `SLOT_S` from when it was first painted, so that a window that is busy
    shows them later but never faster. `start` is what is on the screen before them."""

    def __init__(self, colours: tuple[Colour, ...], start: Colour) -> None:
        self._colours = (start, *colours)
        self._number = 1
        self._painted_s: float | None = None

    @property
    def is_over(self) -> bool:
        """True once the last colour's time was up."""
        return self._number >= len(self._colours)

    def colour(self, now_s: float) -> Colour:
        """What is to be painted now; the last one when it is over."""
        if self._painted_s is not None and now_s - self._painted_s >= SLOT_S and not self.is_over:
            self._number, self._painted_s = self._number + 1, None
        if self.is_over:
            return self._colours[-1]
        since_s = 0.0 if self._painted_s is None else now_s - self._painted_s
        before, after = self._colours[self._number - 1 : self._number + 1]
        return blend(before, after, since_s / FADE_S)

    def painted(self, now_s: float) -> int | None:
        """What was asked for last is on the screen: its number, from 1, the first time. One more
        than there are: it is over."""
        if self._painted_s is not None:
            return None
        self._painted_s = now_s
        return self._number
