"""Weights brought in by hand: what `prepare` would have fetched, or the user's own encoder."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812

import numpy as np
from numpy.typing import NDArray

from models import inception_graph, tensors
from models.atomic import write_atomically
from models.imported import Imported, read_imported, write_imported
from models.preparation import convert, faults_named, take_out, write_entry
from models.store import Store, WeightsError, file_sha256

ENCODER = "inception_resnet_v1"
CHECKPOINTS = {".pt", ".pth"}
LARGEST_MEMBER = 1 << 30
"""Bytes: ten times the largest file of weights; more in a bundle is left unread."""


def import_weights(store: Store, path: Path) -> list[str]:
    """Bring in what `path` holds and return the names of the entries that it was for.

    It may be a file of the manifest (as used, or as it is in its package, or the package itself), a
    folder or zip of such files, or another InceptionResnetV1: a facenet-pytorch checkpoint (.pt;
    needs the extra `models`) or the .safetensors that was made of one. Files are known by their
    hash, whatever they are called. Raises WeightsError.
    """
    with faults_named(path.name, path):
        if path.is_dir():
            names = [name for file in sorted(path.iterdir()) for name in _known_file(store, file)]
        else:
            names = _known_file(store, path)
        if not names and zipfile.is_zipfile(path) and path.suffix not in CHECKPOINTS:
            names = [name for data in _members(path) for name in _known(store, data)]
        if not names and path.suffix in CHECKPOINTS:
            names = [_encoder(store, path, _checkpoint_arrays(path))]
        if not names and path.suffix == ".safetensors":
            names = [_encoder(store, path, _own_arrays(path))]
    if not names:
        raise WeightsError(path.name, path, "not_ours")
    return list(dict.fromkeys(names))


def _known_file(store: Store, path: Path) -> list[str]:
    """Take a file that the manifest knows by its hash; only then is it read into memory."""
    if not path.is_file():
        return []
    digest = file_sha256(path)
    names = []
    for entry in store.entries.values():
        source = entry.source
        if source is not None and digest == source.archive.sha256:
            data = take_out(source.archive, path, source.member)
        elif source is not None and digest in (entry.sha256, source.member_sha256):
            data = path.read_bytes()
        else:
            continue
        names += _known(store, data)
    return names


def _known(store: Store, data: bytes) -> list[str]:
    """Take bytes that are an entry's file, or the member that it is made from."""
    digest = sha256(data).hexdigest()
    names = []
    for entry in store.entries.values():
        if entry.source is None:
            continue
        if digest == entry.sha256:
            write_entry(entry, store.folder(), data)
        elif digest == entry.source.member_sha256:
            write_entry(entry, store.folder(), convert(entry, entry.source, data))
        else:
            continue
        names.append(entry.name)
        _forget_import(store, entry.name)
    return names


def _members(path: Path) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as bundle:
            for member in bundle.infolist():
                if member.file_size <= LARGEST_MEMBER:
                    yield bundle.read(member)
    except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise WeightsError(path.name, path, "not_ours", str(error)) from error


def _checkpoint_arrays(path: Path) -> Mapping[str, NDArray[np.float32]]:
    try:
        checkpoint = importlib.import_module("models.training.checkpoint")
    except ModuleNotFoundError as error:
        raise WeightsError(ENCODER, path, "needs_torch", str(error)) from error
    try:
        arrays: Mapping[str, NDArray[np.float32]] = checkpoint.arrays_of(path)
    except ValueError as error:
        raise WeightsError(ENCODER, path, "not_ours", str(error)) from error
    return arrays


def _own_arrays(path: Path) -> Mapping[str, NDArray[np.float32]]:
    try:
        return tensors.read(path)
    except ValueError as error:
        raise WeightsError(ENCODER, path, "not_ours", str(error)) from error


def _encoder(store: Store, path: Path, arrays: Mapping[str, NDArray[np.float32]]) -> str:
    """Put an encoder in the place of the manifest's, once it is known to fit."""
    try:
        inception_graph.build(arrays)
    except ValueError as error:
        raise WeightsError(ENCODER, path, "not_ours", str(error)) from error
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise WeightsError(ENCODER, path, "not_ours", "values that are not finite")
    data = tensors.to_bytes(arrays)
    digest = sha256(data).hexdigest()
    folder = store.folder()
    folder.mkdir(parents=True, exist_ok=True)
    record = Imported(path.stem, f"encoder-{digest[:12]}.safetensors", digest, file_sha256(path))
    write_atomically(folder / record.file, data)
    write_imported(folder, {**read_imported(folder), ENCODER: record})
    return ENCODER


def _forget_import(store: Store, name: str) -> None:
    """The manifest's own file was asked for: it is used again."""
    while (imported := store.imported(name)) is not None:
        folder, record = imported
        write_imported(folder, {k: v for k, v in read_imported(folder).items() if k != name})
        (folder / record.file).unlink(missing_ok=True)
