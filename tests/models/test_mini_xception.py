"""mini-Xception against the package's own second file of the same network."""

from __future__ import annotations

import numpy as np
import pytest

from models import NETWORK_EXPRESSIONS, Models, expression_crop

# What fer 25.10.3's own emotion_model_quantized.tflite gives for `pattern(n)`, run with OpenVINO;
# its weights are 8 bits wide, hence the tolerance.
OF_THE_PACKAGE = (
    (0.198, 0.000, 0.009, 0.101, 0.026, 0.003, 0.663),
    (0.049, 0.000, 0.005, 0.124, 0.005, 0.002, 0.814),
    (0.034, 0.000, 0.004, 0.138, 0.014, 0.000, 0.809),
    (0.071, 0.000, 0.033, 0.027, 0.354, 0.002, 0.514),
)


def pattern(n: int) -> np.ndarray:
    y, x = np.mgrid[0:64, 0:64].astype(np.float32)
    waves = np.sin(x * (n + 1) / 11 + n) * np.cos(y * (n + 2) / 17)
    return (127.5 + 127 * waves).astype(np.float32)


def test_the_export_gives_the_package_s_own_probabilities(networks: Models) -> None:
    crops = np.stack([pattern(n) for n in range(4)])
    found = networks.expression.predict(crops)
    assert found == pytest.approx(np.array(OF_THE_PACKAGE), abs=0.02)
    assert found.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert len(NETWORK_EXPRESSIONS) == found.shape[1]


def face_at(centre: tuple[float, float], apart: float, tilt_deg: float) -> np.ndarray:
    """Landmarks float32[68, 2] whose outer eye corners are `apart` px from each other."""
    level = np.zeros((68, 2))
    for index, x in ((36, -0.5), (39, -0.2), (42, 0.2), (45, 0.5)):
        level[index] = (x, 0)
    level[33] = (0, 0.5)
    turn = np.radians(tilt_deg)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return (level * apart @ matrix.T + centre).astype(np.float32)


def test_the_crop_is_upright_and_of_one_size() -> None:
    y, x = np.mgrid[0:400, 0:400].astype(np.float64)

    def painted(centre: tuple[float, float], apart: float, tilt_deg: float) -> np.ndarray:
        turn = np.radians(tilt_deg)
        across = ((x - centre[0]) * np.cos(turn) + (y - centre[1]) * np.sin(turn)) / apart
        down = ((y - centre[1]) * np.cos(turn) - (x - centre[0]) * np.sin(turn)) / apart
        grey = 128 + 60 * np.sin(4 * across) + 60 * np.cos(5 * down)
        return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)

    straight, tilted = ((200.0, 150.0), 60.0, 0.0), ((180.0, 190.0), 110.0, 25.0)
    one = expression_crop(painted(*straight), face_at(*straight))
    other = expression_crop(painted(*tilted), face_at(*tilted))
    assert one.shape == (64, 64) and one.dtype == np.float32
    assert np.abs(one - other).max() < 12


@pytest.mark.parametrize("landmarks", [np.zeros((68, 2)), np.full((68, 2), 1e6)])
def test_no_place_for_a_face_is_no_error(landmarks: np.ndarray) -> None:
    crop = expression_crop(np.zeros((48, 64, 3), np.uint8), landmarks.astype(np.float32))
    assert crop.shape == (64, 64) and np.isfinite(crop).all()
