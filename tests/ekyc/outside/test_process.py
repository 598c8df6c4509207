"""Workers that die, hang, eat or lie: each costs one sentence, and the next file is read."""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from ekyc.errors import KioskFault, SubjectError
from ekyc.outside.files import Outside
from ekyc.outside.process import Limits

linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and confinement of Linux")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "grey.png"
    Image.new("RGB", (40, 30), (90, 90, 90)).save(path)
    return path


@pytest.fixture
def outside() -> Iterator[Outside]:
    with Outside(limits=Limits(seconds=10)) as made:
        yield made


def written(answer: bytes, then: str = "time.sleep(60)") -> list[str]:
    """A worker that takes any request and answers so."""
    script = (
        "import os, sys, time\n"
        "os.read(0, 1)\n"
        f"os.write(1, {answer!r})\n"
        f"{then}\n"
    )  # fmt: skip
    return [sys.executable, "-I", "-c", script]


def framed(value: object, arrays: object = (), body: bytes = b"") -> bytes:
    text = json.dumps({"arrays": arrays, "value": value}).encode()
    return struct.pack(">I", len(text)) + text + body


def reason(picture: Path, command: list[str], **limits: float) -> str:
    settings = Limits(**{"seconds": 5.0, **limits})  # type: ignore[arg-type]
    with Outside(command=command, limits=settings) as outside:
        with pytest.raises(SubjectError) as caught:
            outside.picture(picture)
        assert outside.pid is None
    assert caught.value.message.params == {"name": "grey.png"}
    return caught.value.message.id


class Trap:
    """What pickle would run."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch trapped",)


LIES = {
    "no frame": b"\0\0\0\x05hello",
    "endless JSON": b"\xff\xff\xff\xff" + b"[" * 100,
    "nested JSON": struct.pack(">I", 90_000) + b"[" * 90_000,
    "a pickle": pickle.dumps(Trap()),
    "a pickle in a frame": struct.pack(">I", len(pickle.dumps(Trap()))) + pickle.dumps(Trap()),
    "no number": framed({"done": float("nan")}),
    "too many bytes": framed({"done": 0}, [["uint8", [1 << 28, 4, 3]]]),
    "negative": framed({"done": 0}, [["uint8", [-1, 4, 3]]]),
    "objects": framed({"done": 0}, [["object", [1]]], b"12345678"),
    "another array": framed({"done": 0}, [["float32", [1, 1, 3]]], bytes(12)),
    "no array": framed({"done": 7}),
    "another shape": framed({"done": 0}, [["uint8", [2, 2]]], bytes(4)),
    "nothing": framed({"done": 0}, [["uint8", [0, 0, 3]]]),
    "no answer": framed({}),
    "another sort": framed([1, 2]),
    "staff called": framed({"kiosk": {"id": "weights.corrupt", "params": {"file": "x"}}}),
    "a sentence of its own": framed({"subject": {"id": "Pay at evil.example", "params": {}}}),
    "a wrong parameter": framed({"subject": {"id": "a.b", "params": {"message_id": "x"}}}),
    "no message": framed({"subject": "hello"}),
    "a bug": framed({"bug": "ValueError; \x1b[2J somewhere.py:1"}),
}


@pytest.mark.parametrize("lie", LIES)
def test_whatever_is_answered_is_one_sentence(picture: Path, lie: str) -> None:
    assert reason(picture, written(LIES[lie])) == "outside.stopped"
    assert not Path("trapped").exists()


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ("os._exit(0)", "outside.stopped"),
        ("os.abort()", "outside.stopped"),
        ("os.kill(os.getpid(), 11)", "outside.stopped"),
        ("os.kill(os.getpid(), 9)", "outside.too_much_memory"),
        ("os.close(1); time.sleep(60)", "outside.stopped"),
    ],
)
@linux
def test_a_death_is_one_sentence(picture: Path, then: str, sentence: str) -> None:
    assert reason(picture, written(b"", then)) == sentence
    assert reason(picture, written(b"\0\0", then)) == sentence  # in the middle of an answer


@pytest.mark.parametrize("answer", [b"", b"\0", framed({"done": 0}, [["uint8", [9, 9, 3]]], b"1")])
def test_who_hangs_is_ended(picture: Path, answer: bytes) -> None:
    assert reason(picture, written(answer), seconds=0.4) == "outside.too_long"


def test_who_never_listens_is_ended(tmp_path: Path) -> None:
    large = tmp_path / "grey.png"
    large.write_bytes(bytes(1 << 20))  # more than a pipe holds
    command = [sys.executable, "-I", "-c", "import time; time.sleep(60)"]
    assert reason(large, command, seconds=0.4) == "outside.too_long"


def test_who_eats_memory_is_ended(picture: Path) -> None:
    eats = "held = []\nwhile True: held.append(b'x' * (1 << 24))"
    assert reason(picture, written(b"", eats), memory=200 << 20) == "outside.too_much_memory"


def test_one_that_does_not_start_while_loading_is_for_staff(picture: Path) -> None:
    laid = framed({"done": 1})
    command = written(laid, "while b'load' not in os.read(0, 1 << 16): pass\nos._exit(1)")
    with Outside(command=command) as outside, pytest.raises(KioskFault) as caught:
        outside.document(picture)
    assert caught.value.message.id == "outside.not_started"


def test_a_program_that_is_not_there_is_for_staff(picture: Path) -> None:
    with pytest.raises(KioskFault) as caught:
        Outside(command=["/nowhere/python"])
    assert caught.value.message.id == "outside.not_started"


@linux
def test_after_any_death_the_next_file_is_read(outside: Outside, picture: Path) -> None:
    def killed_while_at_work() -> None:
        outside.picture(picture)
        assert outside.pid is not None
        os.kill(outside.pid, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (outside.pid, signal.SIGKILL)).start()

    for _ in range(2):
        killed_while_at_work()
        with pytest.raises(SubjectError):
            outside.picture(picture)
        assert (outside.picture(picture) == 90).all()


@linux
def test_a_worker_stays_for_the_next_file_and_goes_at_the_end(
    outside: Outside, picture: Path
) -> None:
    outside.picture(picture)
    pid = outside.pid
    outside.picture(picture)
    assert outside.pid == pid
    outside.close()
    assert pid is not None and not psutil.pid_exists(pid)


@linux
def test_it_goes_when_the_kiosk_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from ekyc.outside.files import Outside\n"
        "print(Outside().pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as kiosk:
        assert kiosk.stdout is not None
        worker = psutil.Process(int(kiosk.stdout.readline()))
        kiosk.kill()
    psutil.wait_procs([worker], timeout=30)
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


def test_what_lies_in_the_folder_is_not_imported(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("numpy", "json", "PIL", "ekyc"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w')")
    monkeypatch.chdir(tmp_path)
    with Outside() as outside:
        assert outside.picture(picture).shape == (30, 40, 3)
    assert not (tmp_path / "imported").exists()


@linux
def test_a_confined_process_reaches_nothing(tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.write_text("x")
    script = f"""
import ctypes, os, socket, subprocess, sys
sys.path[:] = {sys.path!r}
from ekyc.outside.confine import confine
confine()
def tried(name, act):
    try:
        act()
        print(name)
    except (OSError, MemoryError):
        pass
tried("tcp", socket.socket)
tried("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
tried("local socket", lambda: socket.socket(socket.AF_UNIX))
tried("program", lambda: subprocess.run(["true"]))
tried("process", os.fork)
tried("signal", lambda: os.kill(os.getppid(), 0))
tried("write", lambda: open({str(tmp_path / "new")!r}, "w"))
tried("change", lambda: open({str(held)!r}, "a"))
tried("truncate", lambda: os.truncate({str(held)!r}, 0))
tried("remove", lambda: os.unlink({str(held)!r}))
tried("folder", lambda: os.mkdir({str(tmp_path / "folder")!r}))
tried("mode", lambda: os.chmod({str(held)!r}, 0o777))
tried("memory", lambda: bytearray(5 << 30))
tried("reading", lambda: open({str(held)!r}).read())
import numpy, threading
thread = threading.Thread(target=lambda: tried("socket of a thread", socket.socket))
thread.start()
thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split("\n")[:-1] == ["reading"], done.stderr
    assert held.read_text() == "x"


@linux
def test_confining_beside_another_thread_is_refused() -> None:
    script = (
        f"import sys, threading, time\nsys.path[:] = {sys.path!r}\n"
        "from ekyc.outside.confine import confine\n"
        "threading.Thread(target=time.sleep, args=(1,)).start()\n"
        "confine()\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
    assert "RuntimeError" in done.stderr


def test_a_picture_too_large_for_the_memory_is_told(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (7000, 7000), "white").save(file, "PNG", compress_level=1)
    path = tmp_path / "white.png"
    path.write_bytes(file.getvalue())
    little = Limits(seconds=60, memory=150 << 20)
    with Outside(limits=little) as outside, pytest.raises(SubjectError) as caught:
        outside.picture(path)
    assert caught.value.message.id == "outside.too_much_memory"


def test_the_way_through_the_worker_changes_no_pixel(outside: Outside, tmp_path: Path) -> None:
    rgb = np.random.default_rng(3).integers(256, size=(61, 47, 3), dtype=np.uint8)
    Image.fromarray(rgb).save(tmp_path / "noise.png")
    assert np.array_equal(outside.picture(tmp_path / "noise.png"), rgb)


def test_one_that_has_grown_is_replaced_before_the_next_document(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Outside(reads_documents=True) as outside:
        for most, kept in ((1.0, True), (0.0, False), (1.0, True)):
            monkeypatch.setattr("ekyc.outside.process._GROWN", most)
            with pytest.raises(SubjectError) as caught:
                outside.document(picture)
            assert caught.value.message.id == "document.too_bright"
            assert (outside.pid is not None) is kept
