from __future__ import annotations

import os
from pathlib import Path

import pytest

from models import Models, Store, WeightsError
from models.imported import Imported, write_imported
from models.manifest import WEIGHTS
from tests.conftest import absent

from .make_weights import SDIST_DATA, WHEEL_DATA, digest, make


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv("EKYC_WEIGHTS", raising=False)
    kept, _ = make(tmp_path)
    prepared = tmp_path / "prepared"
    prepared.mkdir()
    (prepared / "a.dat").write_bytes(WHEEL_DATA)
    (prepared / "b.dat").write_bytes(SDIST_DATA)
    return Store(kept, prepared)


def problem(store: Store, name: str) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        store.path(name)
    return caught.value


def test_whole_files_are_given_out(store: Store) -> None:
    assert store.path("a").read_bytes() == WHEEL_DATA
    assert store.choose("a").sha256 == digest(WHEEL_DATA)
    assert set(store.states().values()) == {"ready"}


def test_a_missing_file_is_named(store: Store) -> None:
    path = store.path("a")
    path.unlink()
    error = problem(store, "a")
    assert (error.name, error.file, error.problem) == ("a", path, "missing")
    assert str(path) in str(error)
    assert store.states() == {"kept": "ready", "a": "missing", "b": "ready"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data + b"\0",
        lambda data: data[:500] + bytes([data[500] ^ 1]) + data[501:],
    ],
    ids=["truncated", "empty", "longer", "one bit"],
)
@pytest.mark.parametrize("name", ["a", "kept"])
def test_a_damaged_file_is_never_given_out(store: Store, name: str, damage) -> None:  # type: ignore[no-untyped-def]
    path = store.path(name)
    data = path.read_bytes().ljust(600)
    path.write_bytes(damage(data))
    error = problem(store, name)
    assert (error.file, error.problem) == (path, "corrupt")


def test_damage_after_the_first_check_is_seen(store: Store) -> None:
    path = store.path("a")
    before = path.stat()
    path.write_bytes(WHEEL_DATA[:-1] + b"!")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    assert problem(store, "a").problem == "corrupt"


def test_a_file_is_read_once_while_it_stays_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path("a")
    monkeypatch.setattr("models.store.file_sha256", lambda path: pytest.fail("read again"))
    store.path("a")


def test_a_name_outside_the_manifest_is_a_bug(store: Store) -> None:
    with pytest.raises(KeyError):
        store.path("other")


def test_both_folders_are_looked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EKYC_WEIGHTS", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    kept, _ = make(tmp_path)
    own = tmp_path / "home/ekyc-kiosk/weights"
    for folder, name, data in [(kept / "prepared", "a", WHEEL_DATA), (own, "b", SDIST_DATA)]:
        folder.mkdir(parents=True)
        (folder / f"{name}.dat").write_bytes(data)
    (kept / "prepared/b.dat").write_bytes(b"damaged")
    store = Store(kept)
    assert store.path("a").parent == kept / "prepared"
    assert store.path("b").parent == own
    monkeypatch.setenv("EKYC_WEIGHTS", str(own))
    assert Store(kept).states() == {"kept": "ready", "a": "missing", "b": "ready"}


def test_an_installation_that_cannot_be_written_to_gets_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EKYC_WEIGHTS", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    kept, _ = make(tmp_path)
    assert Store(kept).folder() == kept / "prepared"
    monkeypatch.setattr("os.access", lambda path, mode: not str(path).startswith(str(kept)))
    assert Store(kept).folder() == tmp_path / "home/ekyc-kiosk/weights"


def test_an_import_takes_the_place_and_is_checked_too(store: Store) -> None:
    mine = store.folder() / "mine.dat"
    mine.write_bytes(b"mine")
    write_imported(store.folder(), {"a": Imported("my own", "mine.dat", digest(b"mine"), "0")})
    chosen = store.choose("a")
    assert (chosen.path, chosen.imported_as) == (mine, "my own")
    assert store.original("a").read_bytes() == WHEEL_DATA
    mine.write_bytes(b"mine?")
    assert problem(store, "a").file == mine  # and not silently the manifest's own
    mine.unlink()
    assert problem(store, "a").problem == "missing"


@pytest.mark.parametrize("text", ["[a", "[a]\nname = 1", "a = 3", "\udcff"])
def test_a_damaged_record_of_imports_is_named(store: Store, text: str) -> None:
    record = store.folder() / "imported.toml"
    record.write_bytes(text.encode(errors="surrogateescape"))
    error = problem(store, "a")
    assert (error.file, error.problem) == (record, "corrupt")


@pytest.mark.parametrize("name", ["mtcnn_pnet.onnx", "inception_resnet_v1.safetensors"])
def test_no_network_is_loaded_from_a_damaged_file(name: str, tmp_path: Path) -> None:
    real = Store()
    kept, prepared = tmp_path / "weights", tmp_path / "prepared"
    for folder in (kept, prepared):
        folder.mkdir()
    (kept / "manifest.toml").write_bytes((WEIGHTS / "manifest.toml").read_bytes())
    for entry in real.entries.values():
        folder = kept if entry.source is None else prepared
        try:
            (folder / entry.file).symlink_to(real.original(entry.name))
        except WeightsError as error:
            absent(f"{error}; run: ekyc weights prepare")
    damaged = next(path for path in (kept / name, prepared / name) if path.is_symlink())
    data = bytearray(damaged.read_bytes())
    damaged.unlink()
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    with pytest.raises(WeightsError) as caught:
        Models.load(Store(kept, prepared))
    assert (caught.value.file, caught.value.problem) == (damaged, "corrupt")
