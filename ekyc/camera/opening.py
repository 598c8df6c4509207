"""One word for every camera: what a setting or the command line names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ekyc.camera.source import FrameSource
from ekyc.camera.video import DEFAULT_FPS, ImageFolder, VideoFile
from ekyc.camera.webcam import Webcam

SIMULATED = "simulated"


def open_source(
    spec: str = "",
    *,
    fps: float | None = None,
    simulated: Callable[[], FrameSource] | None = None,
) -> FrameSource:
    """Open what `spec` names.

    "simulated" calls `simulated`; a folder or a file is played, at `fps` if given; anything else is
    a camera: its name or part of it, its device, or "" for the first one.

    Raises SubjectError: a file cannot be played; KioskFault: a camera does not work.
    """
    if spec == SIMULATED and simulated is not None:
        return simulated()
    path = Path(spec)
    if spec and path.is_dir():
        return ImageFolder(path, fps=fps or DEFAULT_FPS)
    if spec and (path.is_file() or _looks_like_a_file(spec)):
        return VideoFile(path, fps=fps)
    return Webcam(spec)


def _looks_like_a_file(spec: str) -> bool:
    """A path that is not there is a mistyped file, not a camera; a device is not a file."""
    return (os.sep in spec or bool(Path(spec).suffix)) and not spec.startswith("/dev/")
