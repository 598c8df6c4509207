from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.face.embedding import LENGTHS, SHARES, embed_face, joined, only, shares, weights_of
from ekyc.face.observer import find_main_face
from models import Models


def parts(seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    vectors = {name: random.normal(size=n).astype(np.float32) for name, n in LENGTHS.items()}
    return {name: one / np.linalg.norm(one) for name, one in vectors.items()}


def test_the_product_is_the_weighted_similarity_of_both() -> None:
    a, b = parts(1), parts(2)
    want = sum(SHARES[name] * float(a[name] @ b[name]) for name in SHARES)
    one, other = joined(a), joined(b)  # type: ignore[arg-type]
    assert float(one @ other) == pytest.approx(want, abs=1e-6)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-6)
    assert sum(SHARES.values()) == pytest.approx(1)


def test_each_part_comes_out_as_it_went_in() -> None:
    own = parts(3)
    both = np.stack([joined(own)] * 2)  # type: ignore[arg-type]
    for name in SHARES:
        np.testing.assert_allclose(only(both, name), np.stack([own[name]] * 2), atol=1e-6)


def test_a_face_has_both_networks_in_it(networks: Models, ekyc_data: Path) -> None:
    rgb = read_picture(ekyc_data / "journeys" / "webcam_man" / "portrait.jpg")
    face = find_main_face(networks, rgb)
    assert face is not None
    embedding = embed_face(networks, rgb, face)
    assert embedding.dtype == np.float32
    for name in SHARES:
        assert np.linalg.norm(only(embedding, name)) == pytest.approx(1, abs=1e-5)
    mirrored = np.ascontiguousarray(rgb[:, ::-1])
    turned = find_main_face(networks, mirrored)
    assert turned is not None
    again = embed_face(networks, mirrored, turned)
    assert float(only(embedding, "sface") @ only(again, "sface")) > 0.97


def test_the_weights_are_named_as_in_the_shares(networks: Models) -> None:
    assert list(weights_of(networks)) == list(SHARES)


def test_one_network_alone_is_the_whole_vector() -> None:
    own = parts(4)["sface"]
    np.testing.assert_allclose(joined({"sface": own}), own, atol=1e-7)
    assert shares(["sface"]) == {"sface": 1.0}
    assert shares(list(SHARES)) == SHARES
