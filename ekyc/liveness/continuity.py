"""Is this one unbroken stretch of a living camera's pictures?

A sensor never gives the same picture twice: pictures that stand still, or come back, were stored. A
room does not become another one between two frames: there two recordings were put together. Nor is
there a hole in which that could be done. Frames are compared as grey thumbnails of 64 x 48 cells;
of all but the newest only hashes are kept. Error rates of the limits: docs/measured.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b

import cv2
import numpy as np

from ekyc.liveness.dwell import MAX_GAP_S
from ekyc.messages import Message
from ekyc.values import Check, Floats, Frame, Status

SIZE = (64, 48)

FROZEN_S = 0.5
"""A picture in which not one cell changes for so long. Recorders do repeat single frames."""

REPEATED = 3
REPEATED_AFTER_S = 0.4
"""So many pictures that were there before, and not just before."""

LEAST_CORRELATION = 0.5
"""Of two thumbnails in a row."""

LEAST_CORRELATION_APART = 0.3
"""Of two that are further apart than `MAX_GAP_S`: meanwhile a head may have moved far."""

MOST_GAP_S = 1.0
"""Without any picture: long enough for another recording to be put in."""


class Break(Enum):
    """How the pictures were broken."""

    FROZEN = "reason.picture_frozen"
    REPEATED = "reason.picture_repeated"
    CUT = "reason.picture_cut"
    MISSING = "reason.picture_missing"


@dataclass
class Continuity:
    """Watches every frame of one attempt. `broken` is the first break, and stays."""

    broken: Break | None = None
    _watched_s: float = 0.0
    _last_s: float | None = None
    _last: Floats | None = None
    _picture: bytes = b""
    _since_s: float = 0.0
    _first_seen_s: dict[bytes, float] = field(default_factory=dict)
    _repeats: int = 0

    def step(self, frame: Frame) -> Break | None:
        """Take the next frame; the break that it shows, if any."""
        grey = cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2GRAY)
        thumbnail = cv2.resize(grey, SIZE, interpolation=cv2.INTER_AREA)
        found = self._stored(frame.t_s, blake2b(thumbnail.tobytes(), digest_size=16).digest())
        cells = _centred(thumbnail)
        gap_s = 0.0 if self._last_s is None else frame.t_s - self._last_s
        if found is None and self._last is not None and gap_s > 0:
            found = _joined(gap_s, float((cells * self._last).sum()))
        self._last_s, self._last = frame.t_s, cells
        self._watched_s += gap_s
        self.broken = self.broken or found
        return found

    def anew(self) -> Continuity:
        """For the next attempt of the same person: unbroken, but no picture of this one may come
        back."""
        return Continuity(_first_seen_s=self._first_seen_s)

    def check(self) -> Check:
        """`continuity`: did the pictures run without a break?"""
        if self.broken is not None:
            return Check("continuity", Status.FAIL, Message(self.broken.value))
        if self._watched_s <= 0:
            return Check("continuity", Status.NOT_ASSESSED, Message("reason.not_reached"))
        seconds = {"seconds": f"{self._watched_s:.1f}"}
        return Check("continuity", Status.PASS, Message("reason.unbroken", seconds))

    def _stored(self, t_s: float, picture: bytes) -> Break | None:
        if picture == self._picture:
            return Break.FROZEN if t_s - self._since_s >= FROZEN_S else None
        self._picture, self._since_s = picture, t_s
        first_s = self._first_seen_s.setdefault(picture, t_s)
        self._repeats += t_s - first_s >= REPEATED_AFTER_S
        return Break.REPEATED if self._repeats >= REPEATED else None


def _joined(gap_s: float, correlation: float) -> Break | None:
    """What two pictures in a row show, so far apart and so much alike."""
    if gap_s > MOST_GAP_S:
        return Break.MISSING
    least = LEAST_CORRELATION if gap_s <= MAX_GAP_S else LEAST_CORRELATION_APART
    return Break.CUT if correlation < least else None


def _centred(thumbnail: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Floats:
    """Without its mean and with length 1: exposure does not matter. Flat grey becomes all alike."""
    cells = thumbnail.astype(np.float32)
    cells -= cells.mean()
    length = float(np.linalg.norm(cells))
    flat: Floats = np.full_like(cells, cells.size**-0.5)
    centred: Floats = cells / np.float32(length) if length > 1e-3 else flat
    return centred
