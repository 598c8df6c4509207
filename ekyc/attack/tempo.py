"""Footage whose time was tampered with: held, repeated, slowed, hastened, turned round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ekyc.attack.edit import Edited, Part
from ekyc.attack.footage import LEAVE_S, Moments, Scene, Shot, with_noise
from ekyc.attack.variant import Variant
from ekyc.values import Rgb


@dataclass(frozen=True)
class Freeze(Edited):
    """The picture stands still for `seconds` while the first movement is awaited, then goes on.

    Models a feed that is paused until the operator has found the next piece.
    """

    seconds: float = 1.5

    def parts(self, moments: Moments) -> list[Part]:
        """One pause, before the movement's onset."""
        at_s = moments.movements[0].begin_s
        return [Part(end_s=at_s), Part(at_s, still_s=self.seconds), Part(at_s)]


@dataclass(frozen=True)
class NoisyFreeze(Variant):
    """A `Freeze` with fresh sensor noise of `sigma` grey levels, so that no two pictures agree."""

    sigma: float = 2.0

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """Noise lies on the frozen pictures only: the rest of the clip has its own."""
        rng = scene.rng(self.name)
        before: Rgb | None = None
        for t_s, rgb in Freeze(self.name).shots(scene):
            frozen, before = before is not None and np.array_equal(rgb, before), rgb
            yield t_s, with_noise(rgb, rng, self.sigma) if frozen else rgb


@dataclass(frozen=True)
class StillFace(Edited):
    """The face page sees one still picture; the moving clip begins with the first movement.

    Models a photo of the owner, for the match, before the pieces with movements.
    """

    def parts(self, moments: Moments) -> list[Part]:
        """The picture of the face page's end, held for its length."""
        face_s = moments.face_s
        return [Part(face_s, still_s=face_s + LEAVE_S), Part(face_s)]


@dataclass(frozen=True)
class Repeat(Variant):
    """Every picture is shown `times` times at the clip's own rate: a slow recording, fed fast."""

    times: int = 3

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """The times of all frames, the pictures of some."""
        held = None
        for frame in scene.clip.frames():
            held = frame.rgb if held is None or frame.index % self.times == 0 else held
            yield frame.t_s, held


@dataclass(frozen=True)
class Loop(Edited):
    """`seconds` of the waiting before the first movement are played `times` times.

    Models idle footage in a loop until the operator is ready. `there_and_back` hides the cut: every
    other time it is played backwards.
    """

    seconds: float = 1.0
    times: int = 4
    there_and_back: bool = False

    def parts(self, moments: Moments) -> list[Part]:
        """The repeats end at the movement's onset, from where the clip goes on."""
        to_s = moments.movements[0].begin_s
        from_s = max(to_s - self.seconds, 0.0)
        turns = [
            Part(from_s, to_s, backwards=self.there_and_back and i % 2 == 1)
            for i in range(1, self.times)
        ]
        return [Part(end_s=to_s), *turns, Part(to_s)]


@dataclass(frozen=True)
class Speed(Edited):
    """The clip is played `factor` times as fast, at most at its own rate of frames.

    Models footage that is stretched or squeezed to fit the deadlines.
    """

    factor: float = 2.0

    def parts(self, moments: Moments) -> list[Part]:
        """All of it."""
        return [Part(speed=self.factor)]


@dataclass(frozen=True)
class Backwards(Edited):
    """All that was needed of the clip, played from its end to its begin."""

    def parts(self, moments: Moments) -> list[Part]:
        """One part."""
        return [Part(end_s=moments.end_s + LEAVE_S, backwards=True)]


@dataclass(frozen=True)
class BackwardsMovements(Edited):
    """Each movement alone is played backwards, where it stands.

    Models footage of a movement's way back that serves as its way there.
    """

    def parts(self, moments: Moments) -> list[Part]:
        """Two cuts a movement, both at rest as far as its neighbours allow."""
        parts, from_s = [], 0.0
        for movement in moments.movements:
            start_s = max(movement.begin_s, from_s)
            end_s = movement.left_s + LEAVE_S
            parts += [Part(from_s, start_s), Part(start_s, end_s, backwards=True)]
            from_s = end_s
        return [*parts, Part(from_s)]
