"""Every picture in one format: what a detector still tells then is not the format of its source."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from ekyc.passive.still import StillFace
from ekyc.values import Rgb

FACE_PX, BRIGHTNESS, QUALITY = 112.0, 118.0, 80
"""The size of every face, the mean grey level of every picture, and the quality of its JPEG."""


def equalised(rgb: Rgb, face: StillFace) -> tuple[Rgb, StillFace]:
    """A picture uint8[H, W, 3] and its face in that format."""
    scale = FACE_PX / face.size_px
    height, width = (max(1, round(side * scale)) for side in rgb.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    light = cv2.resize(rgb, (width, height), interpolation=how).astype(np.float32)
    light *= BRIGHTNESS / max(float(light.mean()), 1.0)
    bgr = np.clip(light[..., ::-1], 0, 255).astype(np.uint8)
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    moved = replace(
        face,
        box_xyxy=face.box_xyxy * np.float32(scale),
        keypoints=face.keypoints * np.float32(scale),
        size_px=FACE_PX,
    )
    return np.ascontiguousarray(decoded[..., ::-1]), moved
