"""What every camera is to the rest of the kiosk: a source of frames with a fixed provenance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ekyc.values import Frame, Provenance


@dataclass(frozen=True)
class SourceInfo:
    """What a record says about a source: its name as the system gives it, driver, size and rate."""

    name: str
    driver: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0


class FrameSource(Protocol):
    """Frames one after another, oldest first.

    `read` blocks until the next frame (a live source paces itself) and returns None at the end of a
    recording; it raises `KioskFault` when the camera fails. `prompt` is what the screen now asks of
    whoever stands in front of it: "document", "document_back", "face", a challenge's name, or "" for
    nothing; only the simulated customer listens.
    """

    @property
    def provenance(self) -> Provenance: ...

    @property
    def info(self) -> SourceInfo: ...

    def read(self) -> Frame | None: ...

    def prompt(self, wanted: str) -> None: ...

    def close(self) -> None: ...
