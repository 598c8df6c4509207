"""What can be wrong with a kiosk, told from measurements: no finding here measures by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from ekyc.messages import Message, Param

FREE_BYTES_TO_RUN = 1 << 30
FREE_BYTES_TO_WORK = 5 << 30
CLOCK_DRIFT_S = 0.05  # a clock that is being slewed gains at most 0.5 ms a second
MEMORY_TO_RUN = 1 << 30
MEMORY_TO_WORK = 3 << 30
CORES_TO_WORK = 2


class Level(Enum):
    """OK; ATTENTION: the kiosk runs, with something missing; FAULT: it does not run."""

    OK = "ok"
    ATTENTION = "attention"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """What was found about one part, and what to do about it."""

    part: str
    level: Level
    message: Message


@dataclass(frozen=True)
class Camera:
    """A camera as the system lists it; `problem` is why it cannot be used now."""

    name: str
    virtual: bool
    problem: Message | None = None


def camera(found: Sequence[Camera]) -> Finding:
    """Whether there is a physical camera that can be used."""
    physical = [one for one in found if not one.virtual]
    ready = [one.name for one in physical if one.problem is None]
    if ready:
        message = Message("doctor.camera_ok", {"names": ", ".join(ready)})
        return Finding("camera", Level.OK, message)
    message = Message("doctor.camera_none")
    if found and not physical:
        message = Message("doctor.camera_virtual", {"name": found[0].name})
    for one in physical:
        message = one.problem or message
    return Finding("camera", Level.ATTENTION, message)


def document_camera(found: Sequence[Camera], wanted: str) -> Finding:
    """Whether the camera that the policy names for documents is there and can be used."""
    named = [one for one in found if wanted.casefold() in one.name.casefold()]
    if not named:
        return Finding(
            "document_camera", Level.FAULT, Message("camera.not_there", {"name": wanted})
        )
    if named[0].problem is not None:
        return Finding("document_camera", Level.FAULT, named[0].problem)
    if named[0].virtual:
        message = Message("doctor.camera_virtual", {"name": named[0].name})
        return Finding("document_camera", Level.ATTENTION, message)
    return Finding(
        "document_camera", Level.OK, Message("doctor.camera_ok", {"names": named[0].name})
    )


def weights(states: Mapping[str, str]) -> Finding:
    """Whether every file is there and whole; `states`: "ready", "missing" or "corrupt" by name."""
    for state, message_id in (
        ("corrupt", "doctor.weights_corrupt"),
        ("missing", "doctor.weights_missing"),
    ):
        names = [name for name, its in states.items() if its == state]
        if names:
            return Finding("weights", Level.FAULT, Message(message_id, {"names": ", ".join(names)}))
    return Finding("weights", Level.OK, Message("doctor.weights_ok", {"n": len(states)}))


def policy(name: str, problem: Message | None) -> Finding:
    """The policy of this kiosk, or why it cannot be used here."""
    if problem is not None:
        return Finding("policy", Level.FAULT, problem)
    return Finding("policy", Level.OK, Message("doctor.policy_ok", {"name": name}))


def text_recognition(engine: str | None, problem: Message | None) -> Finding:
    """The engine that was opened with the model for machine-readable lines, or why none was."""
    if problem is not None:
        return Finding("text_recognition", Level.FAULT, problem)
    return Finding("text_recognition", Level.OK, Message("doctor.ocr_ok", {"engine": engine or ""}))


def document_reading(seconds: float | None, problem: Message | None) -> Finding:
    """A specimen card that was read as a file from outside is, in so many seconds; None: it was not
    read as it is printed."""
    message = problem or Message("doctor.reading_wrong")
    if seconds is None:
        return Finding("document_reading", Level.FAULT, message)
    message = Message("doctor.reading_ok", {"seconds": round(seconds, 1)})
    return Finding("document_reading", Level.OK, message)


def no_specimen(problem: Message) -> Finding:
    """Whether documents are read is not known: for this there is no specimen to show."""
    return Finding("document_reading", Level.ATTENTION, problem)


def fonts(problem: Message | None) -> Finding:
    """Whether the typefaces of specimen cards and of the window are installed."""
    if problem is not None:
        return Finding("fonts", Level.ATTENTION, problem)
    return Finding("fonts", Level.OK, Message("doctor.fonts_ok"))


def disk(free_bytes: int, folder: str) -> Finding:
    """Whether there is room for records; the oldest are never deleted to make some."""
    given: dict[str, Param] = {"gib": round(free_bytes / (1 << 30), 1), "folder": folder}
    if free_bytes < FREE_BYTES_TO_RUN:
        return Finding("disk", Level.FAULT, Message("doctor.disk_full", given))
    if free_bytes < FREE_BYTES_TO_WORK:
        return Finding("disk", Level.ATTENTION, Message("doctor.disk_low", given))
    return Finding("disk", Level.OK, Message("doctor.disk_ok", given))


def clock(now: datetime, installed: datetime, drift_s: float) -> Finding:
    """Whether the time can be believed: documents expire and records are dated by it.

    `now` carries the local time zone; `installed` is when the programs were written, before which
    it cannot be. `drift_s`: how much the wall clock moved beyond a monotonic one while watched.
    """
    if now < installed - timedelta(days=1):
        day = now.date().isoformat()
        return Finding("clock", Level.FAULT, Message("doctor.clock_behind", {"date": day}))
    if abs(drift_s) > CLOCK_DRIFT_S:
        return Finding("clock", Level.ATTENTION, Message("doctor.clock_moving"))
    zone = now.strftime("%Z")
    if zone in ("", "UTC"):
        return Finding("clock", Level.ATTENTION, Message("doctor.clock_no_zone"))
    shown = {"date": now.strftime("%Y-%m-%d %H:%M"), "zone": zone}
    return Finding("clock", Level.OK, Message("doctor.clock_ok", shown))


def display(needs_server: bool, environment: Mapping[str, str]) -> Finding:
    """Whether a window can be shown; `needs_server` where X11 or Wayland does it."""
    if needs_server and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return Finding("display", Level.ATTENTION, Message("doctor.display_none"))
    return Finding("display", Level.OK, Message("doctor.display_ok"))


def machine(memory_bytes: int | None, cores: int) -> Finding:
    """Memory and processor cores; `memory_bytes` None where the system does not say."""
    if cores < CORES_TO_WORK:
        return Finding("machine", Level.ATTENTION, Message("doctor.cores_few"))
    if memory_bytes is None:
        return Finding("machine", Level.OK, Message("doctor.cores_ok", {"n": cores}))
    gib = round(memory_bytes / (1 << 30), 1)
    if memory_bytes < MEMORY_TO_RUN:
        return Finding("machine", Level.FAULT, Message("doctor.memory_too_small", {"gib": gib}))
    if memory_bytes < MEMORY_TO_WORK:
        return Finding("machine", Level.ATTENTION, Message("doctor.memory_small", {"gib": gib}))
    return Finding("machine", Level.OK, Message("doctor.machine_ok", {"gib": gib, "n": cores}))


def can_run(findings: Sequence[Finding]) -> bool:
    """True when nothing found keeps the kiosk from running."""
    return all(one.level is not Level.FAULT for one in findings)
