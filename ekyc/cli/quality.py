"""`ekyc quality FILE|DIR`: can these pictures of a face be compared, and if not, why not?"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ekyc.camera.pictures import SUFFIXES
from ekyc.cli.parts import add_json, files_under, print_json, progress
from ekyc.errors import SubjectError
from ekyc.face.components import UNITS
from ekyc.face.observer import FaceObserver
from ekyc.face.quality import PICTURE_LIMITS, Report, gate
from ekyc.kiosk import models_under
from ekyc.messages import Catalogue
from ekyc.outside.files import Outside
from ekyc.policy import load_policy, policy_of_this_kiosk
from ekyc.values import Frame, Rgb, Status

OK, BAD_INPUT, REFUSED = 0, 2, 3
_LIMITS = {limit.component: limit for limit in PICTURE_LIMITS}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("path", metavar="FILE|DIR", type=Path, help="a picture, or a folder")
    parser.epilog = (
        "With --json a FILE gives one object, a DIR a list of them, by name, of every picture in "
        "it and in its folders: file, quality_pass, reasons, components (value, unit, least, "
        "most, ok). Exit codes: 0 every picture passes, 3 one does not, 2 one cannot be read."
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """An unreadable picture in a folder is told among the others; a single one is bad input."""
    catalogue = Catalogue(args.language)
    if not args.path.is_dir():
        with Outside() as outside:
            rgb = outside.picture(args.path)
        report = _gate()(rgb)
        if args.json:
            print_json(_json(args.path.name, report, catalogue))
        else:
            _print(args.path.name, report, catalogue)
            _print_components(report)
        return OK if report.quality_pass else REFUSED
    reports, unreadable = _folder(args.path)
    if args.json:
        print_json([_json(name, report, catalogue) for name, report in reports.items()])
    else:
        for name, report in reports.items():
            _print(name, report, catalogue)
    if unreadable:
        return BAD_INPUT
    return OK if all(report.quality_pass for report in reports.values()) else REFUSED


def _folder(root: Path) -> tuple[dict[str, Report], int]:
    """A report of each picture under `root`, and how many of them could not be read."""
    paths = files_under(root, SUFFIXES)
    judge, show = _gate(), progress("pictures")
    reports, unreadable = {}, 0
    with Outside() as outside:
        for done, path in enumerate(paths, 1):
            try:
                report = judge(outside.picture(path))
            except SubjectError as error:
                report = Report({}, (error.message,))
                unreadable += 1
            reports[path.relative_to(root).as_posix()] = report
            show(done, len(paths))
    return reports, unreadable


def _gate() -> Callable[[Rgb], Report]:
    """The gate of this kiosk's policy."""
    policy = load_policy(policy_of_this_kiosk())
    models = models_under(policy)
    return lambda rgb: gate(FaceObserver(models, policy.landmarks).observe(Frame(rgb, 0.0, 0)))


def _json(name: str, report: Report, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "file": name,
        "quality_pass": report.quality_pass,
        "reasons": [catalogue.text(reason) for reason in report.reasons],
        "components": {
            component: {
                "value": round(value, 4),
                "unit": UNITS[component],
                **_limit_json(component, value),
            }
            for component, value in report.components.items()
        },
    }


def _limit_json(component: str, value: float) -> dict[str, Any]:
    """Nothing for a component that is told and not judged."""
    limit = _LIMITS.get(component)
    if limit is None:
        return {}
    least, most = (end if math.isfinite(end) else None for end in (limit.least, limit.most))
    return {"least": least, "most": most, "ok": limit.holds(value)}


def _print(name: str, report: Report, catalogue: Catalogue) -> None:
    status = Status.PASS if report.quality_pass else Status.FAIL
    said = "; ".join(catalogue.text(reason) for reason in report.reasons)
    print(f"{name:32} {status.value:5} {said}".rstrip())


def _print_components(report: Report) -> None:
    for component, value in report.components.items():
        known = _limit_json(component, value)
        limits = " ".join(
            f"{k} {known[k]:g}" for k in ("least", "most") if known.get(k) is not None
        )
        mark = {True: "ok", False: "--"}[known["ok"]] if known else ""
        print(f"  {component:27} {value:8.2f}  {UNITS[component]:26} {mark:3} {limits}".rstrip())
