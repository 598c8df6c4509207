"""What a process that decodes files from outside gives up for good before it sees the first one.

On Linux it reaches no network, starts no process, writes, makes, changes and removes no file,
signals nobody else, and ends with the process that started it. Each of these holds where the kernel
knows it (Landlock since 5.13, its signals since 6.12; seccomp on x86-64 and ARM64). Elsewhere the
limits that the parent watches are all there is.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from pathlib import Path

MOST_DATA = 4 << 30
"""Bytes of writable memory, beyond which the kernel gives none. What is really used is watched by
the parent at a lower limit: threads reserve more than they touch."""

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38  # linux/prctl.h
_SECCOMP_MODE_FILTER = 2  # linux/seccomp.h
_KILL, _EPERM, _ENOSYS, _ALLOW = 0x80000000, 0x00050001, 0x00050026, 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
_NUMBER_AT, _MACHINE_AT, _FLAGS_AT = 0, 4, 16  # struct seccomp_data; flags: the first argument
_X32 = 0x40000000
"""Numbers from here on are the same calls by another name."""

_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
_DENIED = {
    "x86_64": (
        *(41, 42, 49, 50, 44, 46),  # socket, connect, bind, listen, sendto, sendmsg
        *(101, 62, 310, 311, 298, 323),  # ptrace, kill, process_vm_*, perf_event_open, userfaultfd
        *(90, 91, 268, 92, 93, 94, 260),  # chmod and chown, of every kind
        *(165, 272, 321),  # mount, unshare, bpf
    ),
    "aarch64": (
        *(198, 203, 200, 201, 206, 211),
        *(117, 129, 270, 271, 241, 282),
        *(53, 52, 55, 54),
        *(40, 97, 280),
    ),
}
_DENIED_ALIKE = (424, 425, 434, 438, 452)
"""pidfd_send_signal, io_uring_setup, pidfd_open, pidfd_getfd, fchmodat2."""
_PROGRAMS = {"x86_64": (59, 322, 57, 58), "aarch64": (221, 281)}  # execve, execveat, fork, vfork
_CLONE, _CLONE3 = {"x86_64": 56, "aarch64": 220}, 435
_CLONE_THREAD = 0x10000

_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446  # the same number on every machine
_LANDLOCK_VERSION = 1
_FILES = 0b1111111110010  # linux/landlock.h: write, remove and make, of every kind
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_TCP = 0b11  # bind, connect
_OTHERS = 0b11  # abstract sockets and signals of processes outside


def confine(*, programs: bool = False) -> None:
    """Call it before anything starts a second thread (numpy does); there is no way back.

    `programs`: other programs may be run and files written, for want of a library that does both
    in memory.
    """
    if sys.platform != "linux":
        return
    import resource

    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise RuntimeError("another thread would keep what this one gives up")
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_DATA, MOST_DATA))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if not programs:
        _landlock(libc)
    _seccomp(libc, programs)


def _landlock(libc: ctypes.CDLL) -> None:
    known = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)
    if known < 1:
        return  # not in this kernel, or switched off
    files = _FILES | (_REFER if known >= 2 else 0) | (_TRUNCATE if known >= 3 else 0)
    rules = struct.pack("=QQQ", files, _TCP if known >= 4 else 0, _OTHERS if known >= 6 else 0)
    ruleset = libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset >= 0:
        libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
        os.close(ruleset)


def _seccomp(libc: ctypes.CDLL, programs: bool) -> None:
    machine = platform.machine()
    if machine not in _MACHINES or sys.maxsize < 1 << 32:
        return
    lines = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, _MACHINES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _EPERM),
    ]
    for number in (*_DENIED[machine], *_DENIED_ALIKE):
        lines += _failing(number, _EPERM)
    if not programs:
        for number in _PROGRAMS[machine]:
            lines += _failing(number, _EPERM)
        lines += _failing(_CLONE3, _ENOSYS)  # its flags cannot be seen; clone is then used instead
        lines += [
            (_EQUAL, 0, 3, _CLONE[machine]),
            (_LOAD, 0, 0, _FLAGS_AT),
            (_ANY_OF, 1, 0, _CLONE_THREAD),
            (_RETURN, 0, 0, _EPERM),
        ]
    lines.append((_RETURN, 0, 0, _ALLOW))
    filter_ = b"".join(struct.pack("=HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(filter_)
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(held))
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0)


def _failing(number: int, error: int) -> list[tuple[int, int, int, int]]:
    """Of a `struct sock_filter` program: this call fails so."""
    return [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, error)]
