"""Footage cut and joined: what was filmed at other times, or of somebody else, is put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.attack.edit import Edited, Part
from ekyc.attack.footage import LEAVE_S, ONSET_S, Moments, Scene, Shot, fitted
from ekyc.attack.variant import Variant


@dataclass(frozen=True)
class CutInto(Edited):
    """The way into the first movement is cut out: the face jumps from rest into the movement.

    Models stills or short pieces that show the end of a movement only. `lead_s` of it stay before
    it counts as reached.
    """

    lead_s: float = 0.15

    def parts(self, moments: Moments) -> list[Part]:
        """One cut."""
        movement = moments.movements[0]
        return [Part(end_s=movement.begin_s), Part(movement.reached_s - self.lead_s)]


@dataclass(frozen=True)
class CutWaiting(Edited):
    """The waiting before every movement is cut out.

    Models an attacker who has each movement ready on file and joins it to the picture of a waiting
    face as soon as it is asked for.
    """

    def parts(self, moments: Moments) -> list[Part]:
        """One cut for each movement that takes longer to come than its onset."""
        parts, from_s = [], 0.0
        for movement in moments.movements:
            leave_s, enter_s = movement.asked_s + 0.4, movement.begin_s
            if enter_s > leave_s:
                parts.append(Part(from_s, leave_s))
                from_s = enter_s
        return [*parts, Part(from_s)]


@dataclass(frozen=True)
class Insert(Edited):
    """`seconds` of the other person's clip are put into the first movement, which then goes on.

    Models a feed that is switched for a moment; a short one falls between two comparisons of the
    face.
    """

    seconds: float = 1.0

    @property
    def needs_other(self) -> bool:
        """It does."""
        return True

    def parts(self, moments: Moments) -> list[Part]:
        """Two cuts, at the movement's onset."""
        at_s = moments.movements[0].begin_s
        return [Part(end_s=at_s), Part(end_s=self.seconds, other=True), Part(at_s)]


@dataclass(frozen=True)
class SwapAfterFace(Edited):
    """The other person takes the place once the face was matched, and does what is asked.

    Models a helper whose document it is, and who leaves.
    """

    @property
    def needs_other(self) -> bool:
        """It does."""
        return True

    def parts(self, moments: Moments) -> list[Part]:
        """One cut."""
        return [Part(end_s=moments.face_s + LEAVE_S), Part(other=True)]


@dataclass(frozen=True)
class Dissolve(Variant):
    """As `SwapAfterFace`, with the cut hidden: one clip fades into the other within `seconds`."""

    seconds: float = 1.0

    @property
    def needs_other(self) -> bool:
        """It does."""
        return True

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """Both clips run while the one fades; it ends with the other person's."""
        begin_s = scene.moments.face_s + LEAVE_S
        second = scene.others().frames()
        for frame in scene.clip.frames():
            if frame.t_s < begin_s:
                yield frame.t_s, frame.rgb
                continue
            after = next(second, None)
            if after is None:
                return
            part = min((frame.t_s - begin_s) / self.seconds, 1.0)
            theirs = fitted(after.rgb, scene.size)
            mixed = cv2.addWeighted(frame.rgb, 1 - part, theirs, part, 0.0)
            yield frame.t_s, np.asarray(mixed, np.uint8)


@dataclass(frozen=True)
class SwapForOne(Edited):
    """The other person stands there for the second movement alone (the first, if there is one).

    Models a movement that the owner of the document was never filmed doing.
    """

    @property
    def needs_other(self) -> bool:
        """It does."""
        return True

    def parts(self, moments: Moments) -> list[Part]:
        """Two cuts."""
        movement = moments.movements[min(1, len(moments.movements) - 1)]
        seconds = movement.left_s - movement.asked_s
        return [
            Part(end_s=movement.asked_s + LEAVE_S),
            Part(end_s=seconds, other=True),
            Part(movement.left_s),
        ]


@dataclass(frozen=True)
class Impostor(Edited):
    """The other person's clip from the begin, with this document: a borrowed card."""

    @property
    def needs_other(self) -> bool:
        """It does."""
        return True

    def parts(self, moments: Moments) -> list[Part]:
        """The other clip."""
        return [Part(other=True)]


@dataclass(frozen=True)
class Reorder(Edited):
    """The right movements, the first two of them in the wrong order, each alone.

    Models a recording that was made for another plan, or before it was known.
    """

    def parts(self, moments: Moments) -> list[Part]:
        """The face page, then a piece for each movement."""
        pieces, from_s = [], moments.face_s + LEAVE_S
        face = Part(end_s=from_s)
        for movement in moments.movements:
            start_s = max(movement.begin_s - ONSET_S, from_s)
            from_s = movement.left_s + LEAVE_S
            pieces.append(Part(start_s, from_s))
        return [face, *reversed(pieces[:2]), *pieces[2:]]
