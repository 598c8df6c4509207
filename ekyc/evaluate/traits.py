"""What of a person or a room an error rate might hang on, measured where no label says it.

The individual typology angle (Chardon, Cretois and Hourseau, "Skin colour typology and suntanning
pathways", 1991) tells how light a skin is from CIELAB: arctan((L* - 50) / b*). Its classes (Del
Bino and Bernerd, 2013) hold for an instrument's own lamp on the skin. A picture in a room's light
tells the light and the camera as much as the skin: Howard et al., "Reliability and Validity of
Image-Based and Self-Reported Skin Phenotype Metrics" (2021). So nothing here says who a person is.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats, Rgb

SKIN, SCENE, SIZE, GLASSES = "skin_ita_deg", "scene_lightness", "inter_eye_px", "bridge_edge"

SKIN_CLASSES = {
    "dark": -30.0,
    "brown": 10.0,
    "tan": 28.0,
    "intermediate": 41.0,
    "light": 55.0,
    "very light": np.inf,
}
"""By the angle, in degrees, up to which each goes."""
GLASSES_CLASSES = {"bare": 2.2, "unclear": 4.0, "glasses": np.inf}
"""By the bridge's edge: chosen on 237 pictures looked at, judged on others (docs/measured.md)."""

_EYES_PX = 64
"""Between the eyes, in the upright face that is looked at."""
_PATCH = 0.12
"""Half a cheek patch's side, by the distance between the eyes."""
_BRIDGE = (0.15, -0.15, 0.2)
"""Half its width, and from where above to where below the eyes it is looked at."""
_AROUND = 1.6
"""By the face's box: what lies farther out is the room, hair left out."""
_LEAST_SCENE = 0.2
"""Of the picture: with less around the face, nothing is said of the room."""


def traits(rgb: Rgb, box_xyxy: Floats, keypoints: Floats) -> dict[str, float]:
    """Of the face with that box float32[4] and those points float32[5, 2] px (eyes, nose, corners
    of the mouth) in a picture uint8[H, W, 3]: its skin's angle in degrees, how light the room is
    (L* 0..100; absent where the picture shows too little of it), its size, and the edge that a
    bridge of glasses makes between the eyes (grey levels)."""
    scene = _scene_lightness(rgb, box_xyxy)
    upright, points = _upright(rgb, keypoints)
    return {
        SKIN: _skin_ita_deg(upright, points),
        SIZE: float(np.linalg.norm(keypoints[1] - keypoints[0])),
        GLASSES: _bridge_edge(upright),
        **({} if scene is None else {SCENE: scene}),
    }


def _lab(rgb: Rgb) -> NDArray[np.float32]:
    """CIELAB of sRGB under D65."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _upright(rgb: Rgb, keypoints: Floats) -> tuple[Rgb, Floats]:
    """The face turned and scaled: eyes level and `_EYES_PX` apart; and its points there."""
    across = keypoints[1] - keypoints[0]
    middle = keypoints[:2].mean(axis=0)
    turn = cv2.getRotationMatrix2D(
        (float(middle[0]), float(middle[1])),
        float(np.degrees(np.arctan2(across[1], across[0]))),
        _EYES_PX / max(float(np.linalg.norm(across)), 1.0),
    )
    turn[:, 2] += (_EYES_PX, _EYES_PX / 2) - middle
    size = (2 * _EYES_PX, 2 * _EYES_PX)
    face = cv2.warpAffine(rgb, turn, size, borderMode=cv2.BORDER_REPLICATE)
    points = keypoints @ turn[:, :2].T + turn[:, 2]
    return np.asarray(face, np.uint8), np.asarray(points, np.float32)


def _skin_ita_deg(upright: Rgb, points: Floats) -> float:
    """The angle of the median colour of two cheek patches, each half way between an eye and the
    corner of the mouth below it: clear of beard, brows and mostly of the nose's shadow."""
    half = round(_PATCH * _EYES_PX)
    patches = []
    for eye, corner in ((0, 3), (1, 4)):
        x, y = np.round((points[eye] + points[corner]) / 2).astype(int)
        x, y = (int(np.clip(v, half, 2 * _EYES_PX - half)) for v in (x, y))
        patches.append(_lab(upright[y - half : y + half, x - half : x + half]).reshape(-1, 3))
    lightness, _, b = np.median(np.concatenate(patches), axis=0)
    return float(np.degrees(np.arctan2(lightness - 50, max(float(b), 1e-3))))


def _bridge_edge(upright: Rgb) -> float:
    """How sharply the brightness bends down the bridge of the nose, in grey levels.

    After Jiang et al., "Towards Detection of Glasses in Facial Images" (2000): bare skin between
    the eyes has no thin line across it, a bridge is one. Not divided by the face's brightness: that
    would find glasses on dark skin.
    """
    grey = cv2.cvtColor(upright, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), np.float32)
    half, above, below = (round(part * _EYES_PX) for part in _BRIDGE)
    level = _EYES_PX // 2
    bridge = grey[level + above : level + below, _EYES_PX - half : _EYES_PX + half]
    return float(np.abs(np.diff(bridge, 2, axis=0)).max(axis=0).mean())


def _scene_lightness(rgb: Rgb, box_xyxy: Floats) -> float | None:
    """The mean L* of what lies well outside the face."""
    middle, half = (box_xyxy[:2] + box_xyxy[2:]) / 2, (box_xyxy[2:] - box_xyxy[:2]) / 2
    left, top = np.round(middle - _AROUND * half).astype(int).clip(0)
    right, bottom = np.round(middle + _AROUND * half).astype(int).clip(0)
    outside = np.ones(rgb.shape[:2], bool)
    outside[top:bottom, left:right] = False
    return float(_lab(rgb)[..., 0][outside].mean()) if outside.mean() >= _LEAST_SCENE else None
