"""What the camera shows now, in numbers: how the head is turned, how near it is, how often."""

from __future__ import annotations

from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QWidget

from ekyc.messages import Message
from ekyc.session.view import View
from gui.look import Look
from gui.pieces import row
from gui.words import Words

_NOTHING = "\N{EN DASH}"


class LiveLine(QWidget):
    """One line of captions, each as wide as its widest number, so that nothing jumps."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        line = row(look, self, pad=(0, 12, 0, 12))
        self._parts: list[Words] = []
        for i, message in enumerate(_parts("\N{MINUS SIGN}88", "\N{MINUS SIGN}88", "888", "88")):
            if i:
                line.addStretch(1)
            text = look.text(message)
            align = Qt.AlignmentFlag.AlignLeading
            words = Words(look, "", "caption", colour="text_muted", align=align, wrap=False)
            words.setMinimumWidth(look.width_of(text, "caption"))
            line.addWidget(words)
            self._parts.append(words)

    def show_view(self, view: View) -> None:
        """Dashes where there is no face, or no camera."""
        face, fps = view.face, view.fps
        messages = _parts(
            _signed(face.yaw_deg) if face else _NOTHING,
            _signed(face.pitch_deg) if face else _NOTHING,
            f"{face.inter_eye_px:.0f}" if face else _NOTHING,
            f"{fps:.0f}" if fps else _NOTHING,
        )
        for words, message in zip(self._parts, messages, strict=True):
            words.set_text(self._look.text(message))


def _parts(yaw: str, pitch: str, eyes: str, fps: str) -> tuple[Message, ...]:
    return (
        Message("window.live_yaw", {"degrees": yaw}),
        Message("window.live_pitch", {"degrees": pitch}),
        Message("window.live_eyes", {"pixels": eyes}),
        Message("window.live_rate", {"fps": fps}),
    )


def _signed(degrees: float) -> str:
    """With the sign of print, and none before zero."""
    whole = round(degrees)
    return f"{whole:+d}".replace("-", "\N{MINUS SIGN}") if whole else "0"
