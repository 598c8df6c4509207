"""What comes in through a camera that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ekyc.attack.footage import Scene, Shot
from ekyc.attack.variant import AsItIs, Variant
from ekyc.values import Provenance


@dataclass(frozen=True)
class Injected(Variant):
    """What `fed` shows, from a virtual camera.

    Its driver's name gives it away; with `disguised` it carries a webcam's, and passes for LIVE.
    """

    fed: Variant = field(default=AsItIs("as_it_is"))
    disguised: bool = False

    @property
    def needs_other(self) -> bool:
        """As what is fed."""
        return self.fed.needs_other

    @property
    def claims_other(self) -> bool:
        """As what is fed."""
        return self.fed.claims_other

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """As what is fed has them."""
        return self.fed.shots(scene)

    def provenance(self, scene: Scene) -> Provenance:
        """As the kiosk would take it to be."""
        return Provenance.LIVE if self.disguised else Provenance.VIRTUAL
