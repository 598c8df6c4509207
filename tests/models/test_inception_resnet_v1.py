from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from models import Identity, InceptionResnetV1, Models, Store, facenet_crop
from models import inception_weights as weights
from models.tensors import read

from .conftest import Rgb


@pytest.fixture(scope="session")
def crops(models: Models, photos: list[Rgb]) -> Rgb:
    found = [(p, models.mtcnn.detect(p)) for p in photos[::2]]
    return np.stack([facenet_crop(p, d.boxes_xyxy[0]) for p, d in found if len(d)])


def test_embeddings_are_those_of_facenet_pytorchs_module(
    models: Models,
    store: Store,
    facenet_pytorch: ModuleType,
    need: Callable[[str], ModuleType],
    crops: Rgb,
) -> None:
    torch = need("torch")
    arrays = read(store.original("inception_resnet_v1"))
    module = need("models.training.checkpoint").module_of(arrays)
    batch = (torch.from_numpy(crops).permute(0, 3, 1, 2).float() - 127.5) / 128
    with torch.no_grad():
        want = module(batch).numpy()
    got = models.encoder.embed(crops)
    assert len(got) >= 12
    np.testing.assert_allclose(got, want, atol=1e-5)


def test_every_embedding_has_length_one_and_does_not_depend_on_its_neighbours(
    models: Models, crops: Rgb
) -> None:
    together = models.encoder.embed(crops[:5])
    assert together.shape == (5, 512)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([models.encoder.embed(crop[None]) for crop in crops[:5]])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert models.encoder.embed(crops[:0]).shape == (0, 512)


def test_what_is_no_crop_is_refused(models: Models) -> None:
    for wrong in (np.zeros((160, 160, 3), np.uint8), np.zeros((1, 160, 160, 3), np.float32)):
        with pytest.raises(ValueError, match="crops must be"):
            models.encoder.embed(wrong)


def test_weights_that_do_not_fit_are_refused(store: Store) -> None:
    arrays = read(store.original("inception_resnet_v1"))
    identity = Identity("test", "0")
    without = {name: array for name, array in arrays.items() if name != "conv2d_3b.bias"}
    narrow = {**arrays, "last_linear.weight": arrays["last_linear.weight"][:100]}
    short = {**narrow, "last_linear.bias": arrays["last_linear.bias"][:100]}
    for wrong in ({}, without, narrow, short):
        with pytest.raises(ValueError, match="not the weights of InceptionResnetV1"):
            InceptionResnetV1(wrong, identity)


@pytest.mark.parametrize(
    "box",
    [
        (20.7, 30.2, 120.9, 140.1),
        (-15.5, -3.2, 80.0, 90.0),
        (150.0, 100.0, 900.0, 900.0),
        (60.0, 60.0, 61.2, 250.0),
    ],
)
def test_the_crop_is_what_extract_face_takes(
    facenet_pytorch: ModuleType, photos: list[Rgb], box: tuple[float, ...]
) -> None:
    photo, corners = photos[0], np.array(box, np.float32)
    want = facenet_pytorch.extract_face(photo, corners, image_size=160, margin=32)
    got = facenet_crop(photo, corners)
    np.testing.assert_array_equal(got, want.permute(1, 2, 0).numpy())


def test_a_box_beside_the_picture_is_refused(photos: list[Rgb]) -> None:
    for box in [(-50, 10, -5, 60), (5000, 10, 5100, 90), (10, 10, 10, 90), (90, 90, 10, 10)]:
        with pytest.raises(ValueError, match="nothing of the box"):
            facenet_crop(photos[0], np.array(box, np.float32))


def test_normalisation_is_folded_without_changing_the_network(
    facenet_pytorch: ModuleType, need: Callable[[str], ModuleType], crops: Rgb
) -> None:
    torch = need("torch")
    torch.manual_seed(3)
    module = facenet_pytorch.InceptionResnetV1(pretrained=None).eval()
    for layer in module.modules():
        if isinstance(layer, (torch.nn.BatchNorm2d, torch.nn.BatchNorm1d)):
            layer.running_mean.normal_(0, 0.2)
            layer.running_var.uniform_(0.5, 2)
            layer.weight.data.uniform_(0.5, 2)
            layer.bias.data.normal_(0, 0.2)
    state = {name: tensor.numpy() for name, tensor in module.state_dict().items()}
    ours = InceptionResnetV1(weights.from_state_dict(state), Identity("random", "0"))
    with torch.no_grad():
        want = module((torch.from_numpy(crops[:3]).permute(0, 3, 1, 2).float() - 127.5) / 128)
    np.testing.assert_allclose(ours.embed(crops[:3]), want.numpy(), atol=1e-5)


def test_a_state_without_a_layer_is_named() -> None:
    with pytest.raises(ValueError, match="the checkpoint lacks"):
        weights.from_state_dict({})
    with pytest.raises(ValueError, match="the graph lacks"):
        weights.from_frozen_graph(b"")
