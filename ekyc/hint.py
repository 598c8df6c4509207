"""One thing to do now, as a chip shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ekyc.messages import Message


class Tone(Enum):
    """How a hint looks; colour never speaks alone, so each has its icon."""

    NEUTRAL = "neutral"
    DONE = "done"
    ATTENTION = "attention"
    STOP = "stop"


@dataclass(frozen=True)
class Hint:
    """One sentence with a tone. `icon` names an icon of `gui.icons`."""

    message: Message
    tone: Tone = Tone.NEUTRAL
    icon: str = ""
