"""The operating system's side of a camera: may it be opened, and OpenCV's capture of it."""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Callable
from typing import Any, Protocol

import cv2

from ekyc.camera.devices import WebcamInfo
from ekyc.errors import KioskFault

# linux/videodev2.h: asking for no buffers changes nothing, and fails while somebody else streams.
_VIDIOC_REQBUFS = 0xC0145608
_NO_BUFFERS = struct.pack("=5I", 0, 1, 1, 0, 0)  # count, VIDEO_CAPTURE, MMAP, capabilities, flags

_REASONS = {
    errno.ENOENT: "camera.not_there",
    errno.ENODEV: "camera.not_there",
    errno.ENXIO: "camera.not_there",
    errno.EACCES: "camera.no_permission",
    errno.EPERM: "camera.no_permission",
    errno.EBUSY: "camera.in_use",
}


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used."""

    def read(self) -> tuple[bool, Any]:
        """Whether there is a picture, and the picture: uint8[H, W, 3], blue first."""
        ...

    def release(self) -> None:
        """Let go of the camera."""
        ...


def _ioctl(descriptor: int, request: int, argument: bytes) -> None:
    import fcntl  # not on Windows

    fcntl.ioctl(descriptor, request, argument)


def probe(
    webcam: WebcamInfo,
    open_node: Callable[[str, int], int] = os.open,
    ioctl: Callable[[int, int, bytes], None] = _ioctl,
) -> None:
    """Find out, without touching the picture, why a camera could not be used.

    Raises KioskFault: not there, no permission, in use. Says nothing where devices have no paths.
    """
    if not webcam.device.startswith("/"):
        return
    try:
        descriptor = open_node(webcam.device, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "camera.does_not_answer")
        raise KioskFault(reason, name=webcam.name) from error
    try:
        ioctl(descriptor, _VIDIOC_REQBUFS, _NO_BUFFERS)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise KioskFault("camera.in_use", name=webcam.name) from error
        # Drivers that know no such buffers say so with other numbers; opening will tell.
    finally:
        os.close(descriptor)


def open_capture(device: str, size: tuple[int, int], fps: float) -> Capture | None:
    """OpenCV's capture, asked for MJPG at `size` (width, height); None if it does not open.

    MJPG lets a camera send 30 pictures a second through any USB port.
    """
    by_path = device.startswith("/")
    capture = cv2.VideoCapture(
        device if by_path else int(device),
        cv2.CAP_V4L2 if by_path and sys.platform.startswith("linux") else cv2.CAP_ANY,
    )
    if not capture.isOpened():
        return None
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
    capture.set(cv2.CAP_PROP_FPS, fps)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture
