"""What the tests of the red-team kit share: a bona fide journey, and the bench it passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ekyc.attack.footage import Clip, Moments, Scene
from ekyc.attack.species import KIT, Species
from ekyc.attack.trial import Bench
from ekyc.attack.variant import AsItIs, Variant
from ekyc.camera.source import FrameSource, SourceInfo
from ekyc.document.specimen import SpecimenFields, render
from ekyc.face.observer import landmarks_of
from ekyc.kiosk import Kiosk, detector
from ekyc.policy import load_policy
from ekyc.session.drive import drive_recording
from ekyc.values import Frame, Provenance, Rgb
from models import Models
from tests.ekyc.attack.conftest import Film

VARIANTS: dict[str, tuple[Species, Variant]] = {
    f"{species.name}/{variant.name}": (species, variant)
    for species in KIT.values()
    for variant in species.variants
}


class Filmed:
    """A `FrameSource` that keeps what is read from another."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self.frames: list[Frame] = []

    @property
    def provenance(self) -> Provenance:
        return self._source.provenance

    @property
    def info(self) -> SourceInfo:
        return self._source.info

    def read(self) -> Frame | None:
        frame = self._source.read()
        if frame is not None:
            self.frames.append(frame)
        return frame

    def prompt(self, wanted: str) -> None:
        self._source.prompt(wanted)

    def close(self) -> None:
        self._source.close()

    def clip(self) -> Clip:
        return Clip.of(lambda: Film(self.frames, self.info.fps))


def bench(networks: Models, portrait: Rgb, plan: tuple[str, ...]) -> Bench:
    """A kiosk that has read a specimen card with this portrait."""
    kiosk = Kiosk.load(load_policy("demo"), networks)
    card = render(portrait, detector(networks), SpecimenFields.until(date.today()))
    return Bench(kiosk, kiosk.read(card.front), plan)


def filmed(bench: Bench, source: FrameSource, more_s: float) -> Clip:
    """The journey of whoever obeys what is asked, and `more_s` of what comes then."""
    film = Filmed(source)
    session = bench.kiosk.session(film, bench.plan, attended=False)
    drive_recording(session, film, bench.document, bench.kiosk.read)
    for _ in range(round(more_s * film.info.fps)):
        film.read()
    return film.clip()


def scene_of(bench: Bench, clip: Clip, other: Clip | None = None) -> Scene:
    """With the moments of the clip as it is, which must pass."""
    models = bench.kiosk.models
    points = landmarks_of(models, bench.kiosk.policy.landmarks)
    scene = Scene(clip, Moments(()), detector(models), other, landmarks=points)
    honest = bench.run(AsItIs("as_it_is"), scene)
    assert honest.approved, [(check.name, check.reason) for check in honest.failed]
    return replace(scene, moments=honest.moments)
