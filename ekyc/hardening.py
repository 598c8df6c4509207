"""Keeps what is in this process's memory inside it, also when it crashes."""

from __future__ import annotations

import ctypes
import faulthandler
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h
_M_PERTURB, _FILLING = -6, 0xA5  # glibc's malloc.h
_SEM_FAILCRITICALERRORS, _SEM_NOGPFAULTERRORBOX = 0x1, 0x2  # Windows' errhandlingapi.h


def harden() -> None:
    """Call it before anything about a person is in memory; calling again changes nothing.

    No core is dumped and no error report is made; on Linux no process of the same user may read
    this one's memory; where the C library is glibc, freed memory is overwritten (what `ekyc.memory`
    does for our own arrays, this does for the libraries'). A crash says where in the code it was.
    """
    if sys.__stderr__ is not None and not faulthandler.is_enabled():
        faulthandler.enable(sys.__stderr__)
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX)
        return
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if hasattr(libc, "gnu_get_libc_version"):
        libc.mallopt(_M_PERTURB, _FILLING)
