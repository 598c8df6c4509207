"""The stage of the light: what is around the oval shines as the page does."""

from __future__ import annotations

from PyQt5.QtGui import QColor

from ekyc.liveness.screen_colours import Colour
from gui.face_stage import FaceStage


class LightStage(FaceStage):
    """As on the face page until it shines."""

    _shining: Colour | None = None

    def shine(self, colour: Colour | None) -> None:
        """In this colour; None: as before."""
        self._shining = colour
        self.update()

    def ground(self) -> QColor:
        """The page's."""
        return super().ground() if self._shining is None else QColor(*self._shining)

    def veil(self) -> QColor:
        """Whole, so that all of it is light."""
        return super().veil() if self._shining is None else QColor(*self._shining)
