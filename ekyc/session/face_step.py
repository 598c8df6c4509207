"""The face page: the ring fills while the face is good, and the picture is taken by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from ekyc.face.observer import Observer
from ekyc.face.quality import guidance
from ekyc.hint import Hint, Tone
from ekyc.liveness.continuity import Continuity
from ekyc.liveness.measures import Rest
from ekyc.messages import Message
from ekyc.values import FaceObservation, Floats, Frame

HOLD_S = 1.2
"""A good face is watched this long."""
EMBED_EVERY_S = 0.25
MAX_STEP_S = 0.35
"""Frames further apart than this do not fill the ring."""


@dataclass(frozen=True, eq=False)
class FaceCapture:
    """Who stood there (float32[D] each), how this person looks at rest, and the
    observer's number of the face."""

    embeddings: tuple[Floats, ...]
    rest: Rest
    track: int


@dataclass
class FaceStep:
    """Feeds on frames until the ring is full; then `capture` is there."""

    observer: Observer
    continuity: Continuity = field(default_factory=Continuity)
    ring: float = 0.0
    hint: Hint | None = None
    seen: FaceObservation | None = None
    capture: FaceCapture | None = None
    _asked: Hint | None = None
    _good_s: float = 0.0
    _last_s: float | None = None
    _embedded_s: float = float("-inf")
    _track: int | None = None
    _embeddings: list[Floats] = field(default_factory=list)
    _seen: list[FaceObservation] = field(default_factory=list)

    def feed(self, frame: Frame) -> None:
        """Take the next frame."""
        self.seen = seen = self.observer.observe(frame)
        if self.continuity.step(frame) is not None:
            self._begin(None)  # a card that is taken away breaks the picture too: from here on
            self.continuity = self.continuity.anew()
        self.hint = self._asked = guidance(seen, self._asked)
        last_s, self._last_s = self._last_s, frame.t_s
        if seen is None or self.hint is not None or self.capture is not None:
            self._last_s = None
            return
        if seen.track_id != self._track:
            self._begin(seen.track_id)
        self.hint = Hint(Message("hint.good_keep_still"), Tone.DONE, "check_circle")
        if last_s is not None:
            self._good_s += min(frame.t_s - last_s, MAX_STEP_S)
        self._seen.append(seen)
        if frame.t_s - self._embedded_s >= EMBED_EVERY_S:
            self._embedded_s = frame.t_s
            self._embeddings.append(self.observer.embed(frame.rgb, seen.face))
        self.ring = min(self._good_s / HOLD_S, 1.0)
        if self.ring >= 1.0:
            self.capture = FaceCapture(tuple(self._embeddings), Rest.of(self._seen), seen.track_id)

    def _begin(self, track_id: int | None) -> None:
        """Another face: nothing of the one before counts."""
        self._track, self._good_s, self._embedded_s = track_id, 0.0, float("-inf")
        self._embeddings, self._seen, self.ring = [], [], 0.0
