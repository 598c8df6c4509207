"""The calibration file of a detector of attacks: from sources that it never saw.

What is measured are the networks that were each fitted without the source they judge; what it is
written for is the one that was fitted on all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Seen
from ekyc.policy_rules import APCERS, BPCERS
from ekyc.toml import toml_string

Doubles = NDArray[np.float64]

HEAD = """\
# Probabilities of an attack: below which each share of attacks lies, and from which on each share
# of bona fide pictures does. Written by `ekyc evaluate {what} --config --calibrate`: every picture
# was judged by a network that was fitted without its source. Those without a face are left out.
"""
_STEPS = 50


def calibration_text(seen: Sequence[Seen], sha256: str, what: str, name: str) -> str:
    """The file. `name` is what the data is called.

    Raises SubjectError when one of the classes is missing, or too small for one of the rates.
    """
    found = [one for one in seen if one.attack is not None]
    logits = np.array([_logit(one.attack or 0.0) for one in found])
    attacks = np.array([not one.labelled.is_bona_fide for one in found])
    if min(attacks.sum(), (~attacks).sum()) * float(BPCERS[0]) < 1:
        raise SubjectError("input.too_few_to_calibrate", n=int(1 / float(BPCERS[0])))
    slope, offset = platt(logits, attacks)
    scores = 1 / (1 + np.exp(-(slope * logits + offset)))
    people = {one.labelled.subject or one.labelled.file for one in found}
    sources = {one.labelled.source for one in found}
    lines = [
        HEAD.format(what=what) + f"measured_on = {toml_string(name)}",
        f'measured_at = "{date.today().isoformat()}"',
        f'sha256 = "{sha256}"',
        f"n_bona_fide = {int((~attacks).sum())}",
        f"n_attack = {int(attacks.sum())}",
        f"n_no_face = {len(seen) - len(found)}",
        f"n_subjects = {len(people)}",
        f"n_sources = {len(sources)}",
        f"slope = {slope:.6f}",
        f"offset = {offset:.6f}",
        "",
        *_thresholds(scores[~attacks], scores[attacks]),
    ]
    return "\n".join(lines)


def platt(logits: Doubles, attacks: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make probabilities of logits (Platt, 1999), both classes weighing
    alike, by Newton's method."""
    weights = np.where(attacks, 0.5 / attacks.sum(), 0.5 / (~attacks).sum())
    columns = np.stack([logits, np.ones_like(logits)], axis=1)
    found = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-columns @ found))
        slope = columns.T @ (weights * (p - attacks))
        bend = (columns * (weights * p * (1 - p))[:, None]).T @ columns
        found = found - np.linalg.solve(bend + 1e-9 * np.eye(2), slope)
    return float(found[0]), float(found[1])


def _thresholds(bona_fide: Doubles, attacks: Doubles) -> Iterator[str]:
    """A picture passes below the one and fails from the other on."""
    for rate in APCERS:
        threshold = float(np.quantile(attacks, float(rate), method="lower"))
        yield f'[at_apcer."{rate}"]'
        yield f"threshold = {threshold:.6f}"
        yield f"n_passed = {int((attacks < threshold).sum())}"
        yield f"bpcer = {float((bona_fide >= threshold).mean()):.6f}"
        yield ""
    for rate in BPCERS:
        threshold = float(np.quantile(bona_fide, 1 - float(rate), method="higher"))
        threshold = float(np.nextafter(threshold, 1))
        yield f'[at_bpcer."{rate}"]'
        yield f"threshold = {threshold:.6f}"
        yield f"n_refused = {int((bona_fide >= threshold).sum())}"
        yield f"apcer = {float((attacks < threshold).mean()):.6f}"
        yield ""


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))
