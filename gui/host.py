"""What a page may ask of the window that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ekyc.session.commands import Command
from ekyc.values import Frame
from gui.closing import Closing

if TYPE_CHECKING:
    from gui.pages.text import TextPage


@dataclass(frozen=True)
class Preferences:
    """What a person chose on the welcome page; the next person starts afresh."""

    language: str = "en"
    theme: str = "light"
    larger_text: bool = False
    high_contrast: bool = False
    more_time: bool = False
    reduced_motion: bool = False


class Host(Protocol):
    """The window, for its pages."""

    @property
    def closing(self) -> Closing:
        """How long the result is still shown."""
        ...

    @property
    def preferences(self) -> Preferences:
        """What is chosen now."""
        ...

    def prefer(self, preferences: Preferences) -> None:
        """Change what is chosen; the page is built again."""
        ...

    def languages(self) -> tuple[tuple[str, str], ...]:
        """(code, name in its own language) of each language with a catalogue."""
        ...

    def choose_language(self, code: str) -> None:
        """Speak another language at once."""
        ...

    def send(self, command: Command) -> None:
        """Hand a command to the session."""
        ...

    def newest_frame(self) -> Frame | None:
        """The newest camera picture."""
        ...

    def show_help(self) -> None:
        """Open the help page over this one."""
        ...

    def show_over(self, page: TextPage) -> None:
        """Open a page over this one, until it is closed or nobody is there to read it."""
        ...

    def close_over(self) -> None:
        """Close the page that lies over this one."""
        ...
