from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.face.enhance import enhanced
from ekyc.face.observer import FaceObserver, find_main_face
from ekyc.values import Frame, Rgb
from models import Models


@pytest.fixture(scope="module")
def man(ekyc_data: Path) -> Rgb:
    return read_picture(ekyc_data / "journeys" / "webcam_man" / "portrait.jpg")


def pale(rgb: Rgb) -> Rgb:
    return np.asarray(150 + rgb * 0.1, np.uint8)


def grainy(rgb: Rgb, sigma: float) -> Rgb:
    noise = np.random.default_rng(2).normal(0, sigma, rgb.shape)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def test_an_ordinary_picture_is_left_as_it_is(man: Rgb) -> None:
    assert enhanced(man) is man
    assert enhanced(grainy(man, 4)).std() == pytest.approx(grainy(man, 4).std())


def test_grain_is_smoothed(man: Rgb) -> None:
    noisy = grainy(man, 40)
    before, after = (np.abs(one.astype(float) - man).mean() for one in (noisy, enhanced(noisy)))
    assert after < 0.5 * before


def test_a_pale_face_is_found_and_known(man: Rgb, networks: Models) -> None:
    assert find_main_face(networks, pale(man)) is None
    observer = FaceObserver(networks)
    seen = observer.observe(Frame(pale(man), 0.0, 0))
    good = FaceObserver(networks).observe(Frame(man, 0.0, 0))
    assert seen is not None
    assert good is not None
    assert float(observer.embed(pale(man), seen.face) @ observer.embed(man, good.face)) > 0.8
    assert seen.quality["dynamic_range"] < 0.8 * good.quality["dynamic_range"]  # of what came in


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 500, 3), (500, 3, 3), (0, 0, 3)])
@pytest.mark.parametrize("level", [0, 7, 255])
def test_any_picture_keeps_its_shape(shape: tuple[int, int, int], level: int) -> None:
    out = enhanced(np.full(shape, level, np.uint8))
    assert out.shape == shape
    assert out.dtype == np.uint8
