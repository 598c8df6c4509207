from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from models import Models, Store, WeightsError, import_weights
from models.tensors import read, to_bytes

from .make_weights import SDIST_DATA, WHEEL_DATA, make, wheel

WHEEL = "kiosk_a-1.0-py3-none-any.whl"
SDIST = "kiosk_b-2.0.tar.gz"


@pytest.fixture
def small(tmp_path: Path) -> Store:
    """Three entries of a few bytes, two of them missing."""
    kept, _ = make(tmp_path)
    return Store(kept, tmp_path / "prepared")


def refusal(store: Store, path: Path) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        import_weights(store, path)
    assert store.imported("inception_resnet_v1") is None
    return caught.value


def test_packages_and_prepared_files_are_known_by_their_bytes(small: Store, tmp_path: Path) -> None:
    renamed = tmp_path / "download(1)"
    shutil.copy(tmp_path / "index" / SDIST, renamed)
    assert import_weights(small, renamed) == ["b"]
    assert import_weights(small, tmp_path / "index" / WHEEL) == ["a"]
    assert small.path("a").read_bytes() == WHEEL_DATA
    assert small.path("b").read_bytes() == SDIST_DATA


def test_a_folder_brings_what_it_has(small: Store, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    (folder / "photos").mkdir(parents=True)
    (folder / "notes.txt").write_text("not weights")
    (folder / "a").write_bytes(WHEEL_DATA)
    shutil.copy(tmp_path / "index" / SDIST, folder)
    assert sorted(import_weights(small, folder)) == ["a", "b"]
    assert set(small.states().values()) == {"ready"}


def test_a_zip_brings_what_it_has(small: Store, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.zip"
    with zipfile.ZipFile(bundle, "w") as file:
        file.writestr("prepared/a.dat", WHEEL_DATA)
        file.writestr("../../b.dat", SDIST_DATA)
    assert sorted(import_weights(small, bundle)) == ["a", "b"]
    assert {p.name for p in small.folder().iterdir()} == {"a.dat", "b.dat"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHEEL_DATA[:-1],
        wheel()[:-30],
        wheel().replace(b"weights out", b"weights 0ut", 1),
    ],
    ids=["empty", "cut short", "zip without its end", "zip with a wrong sum"],
)
def test_what_is_not_known_is_refused(small: Store, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    assert refusal(small, file).problem == "not_ours"
    assert small.states()["a"] == "missing"


def test_a_file_that_is_not_there_is_told(small: Store, tmp_path: Path) -> None:
    assert refusal(small, tmp_path / "nothing").problem == "not_ours"


@pytest.fixture
def real(store: Store, tmp_path: Path) -> Store:
    """The product's own manifest, with prepared files that a test may import over."""
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    for name, entry in store.entries.items():
        if entry.source is not None:
            (prepared / entry.file).symlink_to(store.original(name))
    return Store(prepared=prepared)


def checkpoint_file(torch: ModuleType, module: object, path: Path) -> Path:
    torch.save(module.state_dict(), path)  # type: ignore[attr-defined]
    return path


def test_a_users_checkpoint_takes_the_encoders_place_and_goes_again(
    real: Store,
    facenet_pytorch: ModuleType,
    need: Callable[[str], ModuleType],
    tmp_path: Path,
) -> None:
    torch = need("torch")
    torch.manual_seed(1)
    module = facenet_pytorch.InceptionResnetV1(classify=True, num_classes=7).eval()
    path = checkpoint_file(torch, module, tmp_path / "our people 2026.pt")
    assert import_weights(real, path) == ["inception_resnet_v1"]

    models = Models.load(Store(prepared=real.folder()), threads=2)
    chosen = real.choose("inception_resnet_v1")
    assert models.encoder.identity.name == "our people 2026"
    assert models.encoder.identity.sha256 == chosen.sha256
    assert models.versions()["inception_resnet_v1_sha256"] == chosen.sha256
    assert models.versions()["encoder"] == "our people 2026"

    crops = np.random.default_rng(0).integers(0, 256, (2, 160, 160, 3), "u1")
    module.classify = False
    with torch.no_grad():
        want = module((torch.from_numpy(crops).permute(0, 3, 1, 2).float() - 127.5) / 128)
    np.testing.assert_allclose(models.encoder.embed(crops), want.numpy(), atol=1e-5)

    elsewhere = tmp_path / "carried.safetensors"
    shutil.copy(chosen.path, elsewhere)
    manifests_own = real.original("inception_resnet_v1").resolve()
    assert import_weights(real, manifests_own) == ["inception_resnet_v1"]
    assert real.choose("inception_resnet_v1").imported_as is None
    assert not chosen.path.exists()
    assert import_weights(real, elsewhere) == ["inception_resnet_v1"]
    assert real.choose("inception_resnet_v1").sha256 == chosen.sha256


def test_a_checkpoint_with_code_in_it_is_refused_and_not_run(
    real: Store, need: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    torch = need("torch")
    flag = tmp_path / "ran"

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (flag,)

    torch.save({"conv2d_1a.conv.weight": Trap()}, tmp_path / "trap.pt")
    assert refusal(real, tmp_path / "trap.pt").problem == "not_ours"
    assert not flag.exists()


def test_a_checkpoint_of_something_else_is_refused(
    real: Store, facenet_pytorch: ModuleType, need: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    torch = need("torch")
    other = checkpoint_file(torch, facenet_pytorch.MTCNN().onet, tmp_path / "onet.pt")
    assert refusal(real, other).problem == "not_ours"
    broken = facenet_pytorch.InceptionResnetV1(pretrained=None)
    broken.conv2d_1a.conv.weight.data[0] = float("nan")
    nan = checkpoint_file(torch, broken, tmp_path / "nan.pt")
    assert refusal(real, nan).detail == "values that are not finite"
    nan.write_bytes(nan.read_bytes()[:-100])
    assert refusal(real, nan).problem == "not_ours"


def test_without_torch_it_is_said_what_to_do(
    real: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.pt").write_bytes(b"x")

    def absent(name: str) -> ModuleType:
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    monkeypatch.setattr("models.imports.importlib.import_module", absent)
    assert refusal(real, tmp_path / "mine.pt").problem == "needs_torch"


def test_arrays_of_another_network_are_refused(real: Store, tmp_path: Path) -> None:
    arrays = dict(read(real.original("inception_resnet_v1")))
    arrays["conv2d_1a.weight"] = arrays["conv2d_1a.weight"][:, :1]
    path = tmp_path / "grey.safetensors"
    path.write_bytes(to_bytes(arrays))
    assert refusal(real, path).problem == "not_ours"
    path.write_bytes(b"\x02" + bytes(7) + b"{}")
    assert refusal(real, path).problem == "not_ours"
