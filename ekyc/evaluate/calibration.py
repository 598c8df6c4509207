"""The calibration file of the face match: thresholds, what they cost, and on what that was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ekyc.errors import SubjectError
from ekyc.evaluate.intervals import Interval
from ekyc.evaluate.match import MatchResult, Point
from ekyc.evaluate.rates import ACCEPTED
from ekyc.face.embedding import Encoder, shares
from ekyc.toml import toml_string

HEAD = """\
# Least similarity at each false match rate. Written by
# `ekyc evaluate match --all-pairs --calibrate`.
# `picture`: two pictures. `card`: one of them printed on a card and photographed (simulated).
# Intervals: 95 %, people drawn anew 1,000 times.
"""


def calibration_text(
    weights: Mapping[Encoder, str], pictures: MatchResult, cards: MatchResult, name: str
) -> str:
    """The file. `weights` are the encoders' hashes, `name` is what the data is called.

    Raises SubjectError when the data cannot show one of the false match rates.
    """
    lines = [
        HEAD + f"measured_on = {toml_string(name)}",
        f'measured_at = "{date.today().isoformat()}"',
        "",
    ]
    for encoder, sha256 in weights.items():
        lines += [
            f"[encoder.{encoder}]",
            f'sha256 = "{sha256}"',
            f"share = {shares(weights)[encoder]}",
            "",
        ]
    for condition, result in (("picture", pictures), ("card", cards)):
        lines += _condition(condition, result)
    return "\n".join(lines)


def _condition(condition: str, result: MatchResult) -> Iterator[str]:
    genuine, impostor = result.genuine, result.impostor
    yield f"[{condition}]"
    yield f"n_genuine = {len(genuine)}"
    yield f"n_impostor = {len(impostor)}"
    yield f"n_no_face = {result.no_face}"
    yield ""
    for fmr, point in result.points.items():
        if point is None:
            failed = int((impostor.scores == ACCEPTED).sum())
            raise SubjectError(
                "input.too_few_impostors", fmr=fmr, pairs=len(impostor), failed=failed
            )
        yield from _point(f'[{condition}.at_fmr."{fmr}"]', point)


def _point(title: str, point: Point) -> Iterator[str]:
    yield title
    yield f"threshold = {point.threshold:.6f}"
    yield f"threshold_interval_95 = {_interval(point.spread.threshold)}"
    yield f"fmr_interval_95 = {_interval(point.spread.fmr)}"
    yield f"fnmr = {point.fnmr:.6f}"
    yield f"fnmr_interval_95 = {_interval(point.spread.fnmr)}"
    yield f"n_missed = {point.missed}"
    yield ""


def _interval(interval: Interval) -> str:
    return "[]" if interval is None else f"[{interval[0]:.6g}, {interval[1]:.6g}]"
