"""Errors say whose fault it is and what to do next.

`SubjectError`: the person (or whoever gave the input) can mend it. `KioskFault`: staff are called.
Anything else that is raised is a bug and reaches the fault page with an id that is also in the log.
"""

from __future__ import annotations

from ekyc.messages import Message, Param


class EkycError(Exception):
    """An error with a sentence for the person in front of it."""

    def __init__(self, message_id: str, **params: Param) -> None:
        self.message = Message(message_id, params)
        super().__init__(message_id)


class SubjectError(EkycError):
    """Mended by the person: come closer, turn the card, give another file."""


class KioskFault(EkycError):
    """Mended by staff: no camera, weights corrupt, disk full."""
