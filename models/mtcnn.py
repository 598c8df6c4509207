"""MTCNN: faces and their five points, by three networks that look ever closer.

Zhang et al., "Joint Face Detection and Alignment using Multi-task Cascaded Convolutional Networks"
(2016), with the weights, thresholds and roundings of facenet-pytorch 2.5.3, whose boxes, scores and
points this reproduces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.area import AreaSampler, Floats
from models.boxes import clip_to_pixels, largest_first, shift, square, suppress
from models.pyramid import SIDE, PyramidNetwork, places, scales
from models.runtime import Network
from models.untracked import ov

THRESHOLDS = (0.6, 0.7, 0.7)
"""Least score to leave P-, R- and O-net (facenet-pytorch's defaults)."""
THREADS = 1
"""Networks this small gain nothing from a second thread, and wait for it when cores are busy."""
BATCH = 512
"""Candidates at once, so that a crowd does not fill the memory."""


@dataclass(frozen=True, eq=False)
class Detections:
    """N faces, largest first (as facenet-pytorch orders them).

    `boxes_xyxy` float32[N, 4] px of the picture, not clipped to it; `scores` float32[N] 0..1;
    `points` float32[N, 5, 2] px: the subject's right eye, left eye, nose tip, right and left mouth
    corner.
    """

    boxes_xyxy: Floats
    scores: Floats
    points: Floats

    def __len__(self) -> int:
        return len(self.scores)


NO_FACES = Detections(
    np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, 5, 2), np.float32)
)


class Mtcnn:
    """The detector. Safe to call from several threads.

    Input: `rgb` uint8[H, W, 3], red first, upright, any size. The networks themselves take
    float32[N, H, W, 3] of 0..255 and normalise inside.
    """

    def __init__(self, pnet: ov.Model, rnet: ov.Model, onet: ov.Model) -> None:
        self._pnet = PyramidNetwork(pnet, THREADS)
        self._rnet = Network(rnet, THREADS)
        self._onet = Network(onet, THREADS)

    def detect(self, rgb: NDArray[np.uint8], min_face_px: float = 40) -> Detections:
        """Every face at least about `min_face_px` wide, largest first.

        Raises ValueError if `rgb` is not uint8[H, W, 3] or `min_face_px` is not above 0.
        """
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
            raise ValueError(f"rgb must be uint8[H, W, 3], not {rgb.dtype}{list(rgb.shape)}")
        if not min_face_px > 0:
            raise ValueError("min_face_px must be above 0")
        if rgb.size == 0:
            return NO_FACES
        picture = AreaSampler(rgb)
        boxes = self._propose(picture, min_face_px)
        boxes = self._refine(picture, boxes)
        return self._finish(picture, boxes)

    def _propose(self, picture: AreaSampler, min_face_px: float) -> Floats:
        """Squares float32[N, 4] that P-net takes for faces, over a pyramid of scales."""
        height, width = picture.height, picture.width
        steps = scales(height, width, min_face_px)
        if not steps:
            return NO_FACES.boxes_xyxy
        levels = [picture.whole(int(height * s + 1), int(width * s + 1)) for s in steps]
        offsets, scores = self._pnet(levels)
        passed = np.flatnonzero(scores >= np.float32(THRESHOLDS[0]))
        level, corner = places(levels, passed)
        step = np.array(steps, np.float32)[level, None]
        top_left = corner[:, ::-1].astype(np.float32)
        boxes = np.floor(np.concatenate([top_left + 1, top_left + SIDE], axis=1) / step)
        scores, offsets = scores[passed], offsets[:, passed].T
        keep = suppress(boxes, scores, 0.5, group=level)
        keep = keep[suppress(boxes[keep], scores[keep], 0.7)]
        boxes = boxes[keep]
        sides = boxes[:, 2:] - boxes[:, :2]
        return square(boxes + offsets[keep] * np.tile(sides, 2))

    def _refine(self, picture: AreaSampler, boxes: Floats) -> Floats:
        """The squares that R-net keeps, moved to where it sees the face."""
        boxes, pixels = clip_to_pixels(boxes, picture.width, picture.height)
        if not len(boxes):
            return boxes
        offsets, scores = _in_batches(self._rnet, picture, pixels, 24)
        passed = scores > np.float32(THRESHOLDS[1])
        boxes, scores, offsets = boxes[passed], scores[passed], offsets[passed]
        keep = suppress(boxes, scores, 0.7)
        return square(shift(boxes[keep], offsets[keep]))

    def _finish(self, picture: AreaSampler, boxes: Floats) -> Detections:
        """What O-net keeps, with its points."""
        boxes, pixels = clip_to_pixels(boxes, picture.width, picture.height)
        if not len(boxes):
            return NO_FACES
        offsets, scores, points = _in_batches(self._onet, picture, pixels, 48)
        passed = scores > np.float32(THRESHOLDS[2])
        boxes, scores, offsets = boxes[passed], scores[passed], offsets[passed]
        fractions = points[passed].reshape(-1, 2, 5).transpose(0, 2, 1)
        sides = boxes[:, 2:] - boxes[:, :2] + 1
        points = sides[:, None] * fractions + boxes[:, None, :2] - 1
        boxes = shift(boxes, offsets)
        keep = suppress(boxes, scores, 0.7, of_smaller=True)
        keep = keep[largest_first(boxes[keep])]
        return Detections(boxes[keep], scores[keep], points[keep])


def _in_batches(
    network: Network, picture: AreaSampler, pixels: NDArray[np.int64], side: int
) -> list[Floats]:
    parts = [
        network(picture.crops(pixels[at : at + BATCH], side)) for at in range(0, len(pixels), BATCH)
    ]
    return [np.concatenate(part) for part in zip(*parts, strict=True)]
