"""Whether there is a display: where there is none, Qt ends the process without a word to act on."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Mapping

from ekyc import doctor
from ekyc.errors import KioskFault

_ON_A_SERVER = ("", "xcb", "wayland", "wayland-egl")
"""Qt's platforms that need X11 or Wayland; others (offscreen, eglfs) draw by themselves."""


def require_display(
    environment: Mapping[str, str] = os.environ, system: str = sys.platform
) -> None:
    """Raises KioskFault with what to do where no window can be shown."""
    platform = re.split("[:;]", environment.get("QT_QPA_PLATFORM", ""))[0]
    needs_server = system.startswith("linux") and platform in _ON_A_SERVER
    usable = environment if not needs_server or _answers(environment) else {}
    finding = doctor.display(needs_server, usable)
    if finding.level is not doctor.Level.OK:
        raise KioskFault(finding.message.id, **finding.message.params)


def _answers(environment: Mapping[str, str]) -> bool:
    """False when the X11 server that is named is not there, or refuses us (no authority)."""
    name = environment.get("DISPLAY")
    if not name or environment.get("WAYLAND_DISPLAY"):
        return True
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused
