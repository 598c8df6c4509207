"""A recording that comes in through a camera that is none."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.attack.footage import Scene
from ekyc.attack.variant import AsItIs
from ekyc.values import Provenance


@dataclass(frozen=True)
class Injected(AsItIs):
    """The clip, as it is, from a virtual camera.

    Its driver's name gives it away; with `disguised` it carries a webcam's, and passes for LIVE.
    """

    disguised: bool = False

    def provenance(self, scene: Scene) -> Provenance:
        """As the kiosk would take it to be."""
        return Provenance.LIVE if self.disguised else Provenance.VIRTUAL
