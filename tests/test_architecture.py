"""Arrows point down only: gui -> ekyc -> models -> weights, and main.py alone knows all floors."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TORCH_FAMILY = {"torch", "torchvision", "facenet_pytorch"}

# What a floor may import of the project; the longest fitting folder rules.
FLOORS = {
    "gui": {"gui", "ekyc"},
    "ekyc": {"ekyc", "models"},
    "models": {"models"},
}
FORBIDDEN = {
    "gui": TORCH_FAMILY,
    "ekyc": TORCH_FAMILY | {"PyQt5"},
    "models": TORCH_FAMILY | {"PyQt5"},
    "models/training": {"PyQt5"},
    "main.py": TORCH_FAMILY | {"PyQt5"},
}
PROJECT = {"gui", "ekyc", "models", "main", "tests"}


def imported(tree: ast.Module, package: str) -> Iterator[str]:
    """Absolute dotted names of all that a module of `package` imports, at any depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(parents) if node.level else ""
            yield f"{base}.{node.module or ''}".strip(".")


def broken_rules(path: str, source: str) -> list[str]:
    """What the module at `path` (relative to the repository) imports against the rules."""
    folder = path.rpartition("/")[0]
    names = {name.split(".")[0] for name in imported(ast.parse(source), folder.replace("/", "."))}
    rule = max((key for key in FORBIDDEN if f"{path}/".startswith(f"{key}/")), key=len)
    forbidden = names & FORBIDDEN[rule]
    floor = path.split("/")[0]
    if floor in FLOORS:
        forbidden |= (names & PROJECT) - FLOORS[floor]
    return [f"{path} imports {name}" for name in sorted(forbidden)]


def modules() -> list[Path]:
    """Every module of the product."""
    folders = (path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    return [*folders, *ROOT.glob("main.py")]


def test_arrows_point_down() -> None:
    found = modules()
    assert {path.relative_to(ROOT).parts[0] for path in found} >= set(FLOORS)
    broken = [
        rule
        for path in found
        for rule in broken_rules(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert not broken


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("models/area.py", "from ekyc.values import Frame"),
        ("models/area.py", "def f():\n    import torch.nn"),
        ("models/training/mtcnn.py", "import gui"),
        ("ekyc/cli/run.py", "from gui.window import Window"),
        ("ekyc/cli/run.py", "from ...gui import window"),
        ("ekyc/session/session.py", "from PyQt5.QtCore import QObject"),
        ("gui/window.py", "import main"),
        ("gui/window.py", "from models import store"),
        ("main.py", "import torch"),
    ],
)
def test_a_wrong_arrow_is_seen(path: str, source: str) -> None:
    assert broken_rules(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("gui/window.py", "from ekyc.values import Frame\nfrom PyQt5 import QtCore"),
        ("ekyc/face/observer.py", "from models import MTCNN\nfrom .tracker import Tracker"),
        ("models/training/mtcnn.py", "import torch\nfrom models.mtcnn import MTCNN"),
        ("main.py", "import gui, ekyc, models"),
    ],
)
def test_a_right_arrow_passes(path: str, source: str) -> None:
    assert not broken_rules(path, source)


def names_of(floor: str, leave_out: str = "") -> list[str]:
    """Dotted names of a floor's modules."""
    paths = sorted((ROOT / floor).rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    names = [name.removesuffix(".__init__") for name in names]
    return [name for name in names if not leave_out or not name.startswith(leave_out)]


@pytest.mark.parametrize(
    ("floor", "leave_out", "unwanted"),
    [("models", "models.training", "torch"), ("ekyc", "", "torch"), ("ekyc", "", "PyQt5")],
)
def test_a_floor_loads_without(floor: str, leave_out: str, unwanted: str) -> None:
    """Loads every module of a floor in a fresh interpreter, also what others import for it."""
    script = (
        f"import importlib, sys\n"
        f"for name in {names_of(floor, leave_out)}: importlib.import_module(name)\n"
        f"sys.exit({unwanted!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"loading {floor} loads {unwanted}\n{done.stderr}"
