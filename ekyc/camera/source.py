"""What every camera is to the rest of the kiosk: a source of frames with a fixed provenance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ekyc.values import Frame, Provenance


@dataclass(frozen=True)
class SourceInfo:
    """What a record says about a source: name as the system gives it, driver, size and rate."""

    name: str
    driver: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0


class FrameSource(Protocol):
    """Frames one after another, oldest first."""

    @property
    def provenance(self) -> Provenance:
        """Fixed: what kind of source this is."""
        ...

    @property
    def info(self) -> SourceInfo:
        """What a record says about it."""
        ...

    def read(self) -> Frame | None:
        """Block until the next frame (a live source paces itself); None at the end of a recording.

        Raises KioskFault when the camera fails.
        """
        ...

    def prompt(self, wanted: str) -> None:
        """What the screen now asks of whoever stands in front of it.

        "document", "document_back", "face", a challenge's name, a colour that it shines in
        ("#00cd00"), or "" for nothing. Only the simulated customer listens.
        """
        ...

    def close(self) -> None:
        """Let go of it; `read` gives None from then on."""
        ...
