"""What a face expresses."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.values import Floats, Rgb
from models import (
    EXPRESSIONS,
    NETWORK_EXPRESSIONS,
    ExpressionFusion,
    MiniXception,
    expression_crop,
)


@dataclass(frozen=True)
class ExpressionReader:
    """Reads one face of a picture. Without `fusion`, the network alone decides: less surely, but
    its licence does not exclude commercial use."""

    network: MiniXception
    fusion: ExpressionFusion | None

    def measure(self, rgb: Rgb, landmarks: Floats) -> dict[str, float]:
        """Probabilities, 1 together: neutral, happiness, surprise and other.

        `landmarks` float32[68, 2] px of the face in `rgb` uint8[H, W, 3].
        """
        seen = self.network.predict(expression_crop(rgb, landmarks)[None])[0]
        if self.fusion is not None:
            fused = self.fusion.predict(landmarks, seen)
            return {name: float(p) for name, p in zip(EXPRESSIONS, fused, strict=True)}
        known = dict(zip(NETWORK_EXPRESSIONS, seen, strict=True))
        alone = {name: float(known[name]) for name in EXPRESSIONS[:-1]}
        return {**alone, EXPRESSIONS[-1]: max(1 - sum(alone.values()), 0.0)}
