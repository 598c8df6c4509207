"""What a face expresses, as probabilities."""

from __future__ import annotations

from ekyc.values import Floats, Rgb
from models import EXPRESSIONS, Models, expression_crop


def measure(models: Models, rgb: Rgb, landmarks: Floats) -> dict[str, float]:
    """Probabilities by label, 1 together, of the face with `landmarks` float32[68, 2] px."""
    crop = expression_crop(rgb, landmarks)
    probabilities = models.expression.predict(crop[None])[0]
    return {name: float(p) for name, p in zip(EXPRESSIONS, probabilities, strict=True)}
