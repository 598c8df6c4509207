from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from models import Models, Store, facenet_crop

from .conftest import Rgb


def test_versions_name_every_file_the_runtime_and_the_precision(
    models: Models, store: Store
) -> None:
    versions = models.versions()
    for name in set(models.weights_sha256) - {"inception_resnet_v1"}:
        assert versions[f"{name}_sha256"] == store.entries[name].sha256
    identity = models.encoder.identity
    assert versions["inception_resnet_v1_sha256"] == identity.sha256
    assert (versions["encoder"], identity.name) == ("20180408-102900", "20180408-102900")
    assert versions["sface_sha256"] == models.sface.identity.sha256 == store.entries["sface"].sha256
    assert versions["second_encoder"] == "sface_2021dec"
    assert versions["precision"] == "f32"
    assert versions["openvino"]


def test_the_same_person_is_nearer_than_another(models: Models, photos: list[Rgb]) -> None:
    """The portrait and the frames show one man (`photos` ends with them); LFW shows others."""
    faces = [(p, models.mtcnn.detect(p)) for p in [*photos[:6], *photos[-9:]]]
    crops = np.stack([facenet_crop(p, d.boxes_xyxy[0]) for p, d in faces])
    similarity = models.encoder.embed(crops) @ models.encoder.embed(crops[6:7])[0]
    assert similarity[7:].min() > similarity[:6].max()


def test_one_set_of_networks_serves_several_threads(models: Models, photos: list[Rgb]) -> None:
    photo = photos[0]

    def everything(_: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        box = models.mtcnn.detect(photo).boxes_xyxy[0]
        crop = facenet_crop(photo, box)[None]
        return box, models.encoder.embed(crop), models.landmarks.predict(photo, box)

    everything(0)
    want = everything(0)
    with ThreadPoolExecutor(3) as pool:
        for got in pool.map(everything, range(9)):
            for one, other in zip(got, want, strict=True):
                np.testing.assert_allclose(one, other, atol=1e-5)
