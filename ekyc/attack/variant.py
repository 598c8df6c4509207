"""A variant of a clip, and how it is played as if it were a camera."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from ekyc.attack.footage import Clip, Scene, Shot
from ekyc.camera.source import SourceInfo
from ekyc.values import Frame, Provenance


@dataclass(frozen=True)
class Variant(ABC):
    """One way to present a clip. `name` tells it from the others of its species."""

    name: str

    @property
    def needs_other(self) -> bool:
        """True when it takes another person's clip."""
        return False

    @property
    def claims_other(self) -> bool:
        """True when it comes with a document of the other person."""
        return False

    @abstractmethod
    def shots(self, scene: Scene) -> Iterator[Shot]:
        """What the camera is shown: times that grow, pictures of the clip's size."""

    def provenance(self, scene: Scene) -> Provenance:
        """What the source says it is: as the clip does."""
        return scene.clip.provenance

    def source(self, scene: Scene) -> Playing:
        """The variant as a `FrameSource`."""
        return Playing(self.shots(scene), scene.clip.info, self.provenance(scene))


@dataclass(frozen=True)
class AsItIs(Variant):
    """The clip, unchanged: the bona fide presentation."""

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """As the clip has them."""
        return ((frame.t_s, frame.rgb) for frame in scene.clip.frames())


@dataclass(frozen=True)
class Found(Variant):
    """A video of an attack that somebody made, as it is, in place of the clip."""

    video: Clip

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """As the video has them."""
        return ((frame.t_s, frame.rgb) for frame in self.video.frames())

    def source(self, scene: Scene) -> Playing:
        """With the video's own size and rate."""
        return Playing(self.shots(scene), self.video.info, self.video.provenance)


class Playing:
    """A `FrameSource` of shots."""

    def __init__(self, shots: Iterator[Shot], info: SourceInfo, provenance: Provenance) -> None:
        self._shots, self._info, self._provenance = shots, info, provenance
        self._index, self._t_s = 0, float("-inf")

    @property
    def provenance(self) -> Provenance:
        """Given at the start."""
        return self._provenance

    @property
    def info(self) -> SourceInfo:
        """Given at the start."""
        return self._info

    def read(self) -> Frame | None:
        """The next shot; None at the end. Raises ValueError when time does not grow."""
        shot = next(self._shots, None)
        if shot is None:
            return None
        t_s, rgb = shot
        if t_s <= self._t_s:
            raise ValueError(f"a shot at {t_s} s follows one at {self._t_s} s")
        frame = Frame(rgb, t_s, self._index)
        self._t_s, self._index = t_s, self._index + 1
        return frame

    def prompt(self, wanted: str) -> None:
        """Footage does not listen."""

    def close(self) -> None:
        """Let go of the clip; `read` gives None from then on."""
        if isinstance(self._shots, Generator):
            self._shots.close()
        self._shots = iter(())
