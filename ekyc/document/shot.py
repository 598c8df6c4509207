"""A picture of a document as it is read: of a size that can be read, print the right way round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import cv2
import numpy as np

from ekyc.document.reading import Page
from ekyc.errors import SubjectError
from ekyc.memory import fleeting
from ekyc.values import Rgb

MOST_PIXELS = 12_000_000
"""A phone's picture; an A4 page has as many at 350 dpi. More cost seconds and show no more."""
_LEAST_SIDE_PX = 24
_LONGEST = 20.0
"""Long side by short one: the two lines of a passport alone, cut tight, are 12 times as long."""


@dataclass(frozen=True, eq=False)
class Shot:
    """`rgb` uint8[H, W, 3]; `scale` 0..1: how much smaller it was made; `mirrored`: left and right
    were exchanged."""

    rgb: Rgb
    scale: float = 1.0
    mirrored: bool = False

    @classmethod
    def of(cls, rgb: Rgb) -> Shot:
        """Of a picture, uint8[H, W, 3], that came in.

        Raises `SubjectError` for what is too small or too narrow to show a document.
        """
        height, width = rgb.shape[:2]
        short, long = sorted((height, width))
        if short < _LEAST_SIDE_PX or long > _LONGEST * short:
            raise SubjectError("document.not_found")
        scale = sqrt(MOST_PIXELS / (width * height))
        if scale >= 1:
            return cls(rgb)
        shape = round(height * scale), round(width * scale), 3
        small = fleeting(shape, np.uint8)
        cv2.resize(rgb, (shape[1], shape[0]), dst=small, interpolation=cv2.INTER_AREA)
        return cls(small, scale)

    def exchanged(self) -> Shot:
        """The same with left and right exchanged."""
        return replace(
            self, rgb=np.ascontiguousarray(self.rgb[:, ::-1]), mirrored=not self.mirrored
        )

    def as_it_came(self, page: Page) -> Page:
        """A page that was found in this, with its corners in the picture that came in."""
        corners = page.quad_xy.copy()
        if self.mirrored:
            corners[:, 0] = self.rgb.shape[1] - corners[:, 0]
        quad = (corners / self.scale).astype(np.float32)
        return replace(page, quad_xy=quad, mirrored=self.mirrored)
