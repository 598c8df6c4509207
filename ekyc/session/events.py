"""What a session asks of its runner, or tells it."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.session.view import Step
from ekyc.values import Outcome, Rgb


@dataclass(frozen=True)
class StepChanged:
    """Another page."""

    step: Step


@dataclass(frozen=True)
class Prompted:
    """What is now asked of whoever stands before the camera (`FrameSource.prompt`)."""

    wanted: str


@dataclass(frozen=True, eq=False)
class ReadingWanted:
    """Read this document, beside; answer with the command `DocumentRead` and the same ticket."""

    front: Rgb
    back: Rgb | None
    ticket: str


@dataclass(frozen=True)
class Challenged:
    """A movement is asked for: say so to the person, then send `InstructionShown`."""

    number: int
    name: str


@dataclass(frozen=True)
class Answered:
    """A movement was seen (or not) at `t_s`."""

    number: int
    name: str
    passed: bool
    t_s: float


@dataclass(frozen=True)
class Finished:
    """The session is over."""

    outcome: Outcome


Event = StepChanged | Prompted | ReadingWanted | Challenged | Answered | Finished
