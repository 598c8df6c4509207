"""`ekyc bench`: how fast every stage is, beside facenet-pytorch, and what the kiosk costs."""

from __future__ import annotations

import argparse
import itertools
import json
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import psutil

from ekyc.bench.documents import document_stages
from ekyc.bench.stages import film, installed_peer, stages
from ekyc.bench.timing import Timing, measure
from ekyc.cli.parts import add_json, print_json
from ekyc.demo import demo_portrait
from ekyc.errors import EkycError
from ekyc.kiosk import load_models
from gui.display import require_display

CHILD_S = 300.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--seconds", type=float, default=3.0, help="for each stage and its peer (default 3)"
    )
    parser.add_argument(
        "--stages-only", action="store_true", help="without the start, the window and its costs"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """One core, one thread: times on several depend on what else the machine does."""
    whole = {} if args.stages_only else _whole()
    process = psutil.Process()
    if hasattr(process, "cpu_affinity"):  # not on every system
        process.cpu_affinity(process.cpu_affinity()[:1])
    models = load_models(threads=1)
    portrait, peer = demo_portrait(), installed_peer()
    timed = itertools.chain(stages(models, film(portrait), peer), document_stages(models, portrait))
    timings = [measure(stage, args.seconds) for stage in timed]
    result = {
        "machine": _machine(),
        "peer": None if peer is None else "facenet-pytorch 2.5.3 in torch, one thread",
        "stages": [timing.as_json() for timing in timings],
        **whole,
    }
    if args.json:
        print_json(result)
    else:
        print("\n".join(_table(timings, result)))
    return 0


def _whole() -> dict[str, Any]:
    """Start and costs, each measured by a process of its own: not from the frozen program."""
    if getattr(sys, "frozen", False):
        return {}
    found = {"start": _child("ekyc.bench.start")}
    try:
        require_display()
    except EkycError:
        return found
    return {**found, "kiosk": _child("gui.load"), "handlers": _child("gui.stall")}


def _child(module: str) -> Any:
    told = subprocess.run(
        [sys.executable, "-m", module], capture_output=True, text=True, timeout=CHILD_S, check=True
    )
    return json.loads(told.stdout)


def _machine() -> str:
    return f"{platform.machine()}, {psutil.cpu_count()} cores, load {psutil.getloadavg()[0]:.1f}"


def _table(timings: Iterable[Timing], result: dict[str, Any]) -> Iterator[str]:
    """For people."""
    yield f"{result['machine']}; one core, one thread; medians of processor ms"
    yield f"peer: {result['peer'] or 'none (the extra `models` is not installed)'}"
    yield f"{'':52} {'ours':>8} {'p90':>8} {'peer':>8} {'ratio':>6}  aim"
    for one in timings:
        peer = "" if one.peer_ms is None else f"{one.peer_ms:.2f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.1f}"
        aims = [f"<= {one.aim_ms:g} ms"] if one.aim_ms else []
        aims += [f">= {one.aim_ratio:g} x"] if one.aim_ratio else []
        figures = f"{one.ours_ms:8.2f} {one.p90_ms:8.2f} {peer:>8} {ratio:>6}"
        yield f"{one.stage:52} {figures}  {', '.join(aims)}"
    for name in ("start", "kiosk", "handlers"):
        if name in result:
            yield f"{name}: {json.dumps(result[name])}"
