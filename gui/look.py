"""How things look right now: one theme, one language, one scale. Pages are built from it, and again
when any of it changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PyQt5.QtCore import QEasingCurve, Qt
from PyQt5.QtGui import QColor, QFont, QFontMetricsF, QPen

from ekyc.messages import Catalogue, Message
from gui.theme import Theme

BASE_WIDTH, BASE_HEIGHT = 1280, 800
FOCUS_ROOM = 6
"""Margin that a control keeps of its own for its focus ring: 3 px ring, 3 px gap."""

_WEIGHTS = {
    "regular": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
}
_SPACING = {"title": -0.3, "display": -0.8}
_JOINED_SCRIPTS = {"ar", "fa", "ur", "hi", "mr", "ne"}
"""Languages whose letters hang together: letter spacing would tear them apart."""


@dataclass(frozen=True)
class Look:
    """`scale` is min(width / 1280, height / 800); `text_factor` 1 or 2 enlarges words only."""

    theme: Theme
    catalogue: Catalogue
    scale: float = 1.0
    text_factor: float = 1.0
    reduced_motion: bool = False

    @property
    def is_large(self) -> bool:
        """True where words are so large that things stand one below the other."""
        return self.text_factor > 1

    def px(self, length: float) -> int:
        """Screen px of a length in logical px."""
        return max(1, round(length * self.scale)) if length > 0 else round(length * self.scale)

    def size(self, token: str) -> int:
        """Screen px of a `[size]` token."""
        return self.px(self.theme.tokens["size"][token])

    def radius(self, token: str) -> int:
        """Screen px of a `[radius]` token."""
        return self.px(self.theme.tokens["radius"][token])

    def text_px(self, length: float) -> int:
        """Screen px of a length that grows with the words."""
        return self.px(length * self.text_factor)

    def ms(self, token: str) -> int:
        """Milliseconds of a `[duration]` token; movements take none with reduced motion."""
        durations = self.theme.tokens["duration"]
        waits = ("hint_dwell", "success_hold", "auto_shutter", "result_close")
        still = self.reduced_motion and token not in waits
        return int(durations["reduced" if still else token])

    @property
    def easing(self) -> QEasingCurve:
        """Of every movement that does not follow the camera."""
        return QEasingCurve(QEasingCurve.Type.OutCubic)

    def colour(self, token: str) -> QColor:
        """A colour of the palette."""
        return QColor(self.theme.colours[token])

    def overlay(self, token: str) -> QColor:
        """A colour drawn on camera pictures, with its opacity where it has one."""
        colour = QColor(self.theme.overlay[token])
        colour.setAlphaF(float(self.theme.tokens["opacity"].get(token, 1.0)))
        return colour

    def document_ink(self, token: str) -> QColor:
        """A colour drawn on the picture of a document: cards are light in every theme."""
        return QColor(self.theme.tokens["color"]["light"][token])

    def soft_pen(self) -> QPen:
        """The edge of a soft fill: none, unless the palette's soft fills are its ground."""
        if self.theme.colours["accent_soft"] != self.theme.colours["bg"]:
            return QPen(Qt.PenStyle.NoPen)
        return QPen(self.colour("line_control"), self.size("line"))

    def veil(self) -> QColor:
        """What lies over the camera picture outside the oval."""
        colour = self.colour("veil")
        colour.setAlphaF(float(self.theme.tokens["opacity"]["veil"]))
        return colour

    def font(self, role: str, weight: str = "regular") -> QFont:
        """The font of a `[type]` role in screen px."""
        font = QFont()
        font.setFamilies(list(self.theme.tokens["font"]["families"]))
        font.setPixelSize(self.text_px(self.theme.tokens["type"][role]["size"]))
        font.setWeight(_WEIGHTS[weight])
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if role in _SPACING and self.catalogue.language not in _JOINED_SCRIPTS:
            spacing = _SPACING[role] * self.scale * self.text_factor
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
        return font

    def line_height(self, role: str) -> int:
        """Height of one line of a `[type]` role in screen px."""
        return self.text_px(self.theme.tokens["type"][role]["line"])

    def baseline(self, role: str, height: float, weight: str = "regular") -> int:
        """Screen px from the top of a line `height` px high to its letters' feet."""
        metrics = QFontMetricsF(self.font(role, weight))
        above, below = round(metrics.ascent()), round(metrics.descent())
        return math.floor((height - above - below) / 2 + above)

    def width_of(self, text: str, role: str, weight: str = "regular") -> int:
        """Screen px that `text` takes on one line."""
        return math.ceil(QFontMetricsF(self.font(role, weight)).horizontalAdvance(text))

    def text(self, message: Message) -> str:
        """The finished sentence in the person's language."""
        return self.catalogue.text(message)

    @property
    def direction(self) -> Qt.LayoutDirection:
        """Of the page; the stage and the pictogram are mirrors and never turn."""
        rtl = self.catalogue.locale.text_direction == "rtl"
        return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
