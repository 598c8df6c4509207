"""One word for every camera: what a setting or the command line names."""

from __future__ import annotations

import os
import re
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
        return ImageFolder(path, fps=DEFAULT_FPS if fps is None else fps)
    if spec and (path.is_file() or _looks_like_a_file(spec)):
        return VideoFile(path, fps=fps)
    return Webcam(spec)


def _looks_like_a_file(spec: str) -> bool:
    """A path that is not there is a mistyped file; a device, or "Camera 2.0 HD", is a camera."""
    has_suffix = re.fullmatch(r"\.\w{2,4}", Path(spec).suffix) is not None
    return (os.sep in spec or has_suffix) and not spec.startswith("/dev/")
