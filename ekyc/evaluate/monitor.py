"""Do sessions look as they used to? Drift of the checks' scores, and errors that reviewers found.

Two windows of past sessions are held against each other: the last ones, and all before them. Scores
by the population stability index over the tenths of the earlier ones (Siddiqi, "Credit Risk
Scorecards", 2006: from 0.25 on the population is another) and by Kolmogorov and Smirnov's test;
shares by the test of two proportions. An index of few sessions is large by chance, so both must
speak, and the level is divided by the number of things compared (Bonferroni).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.errors import SubjectError
from ekyc.evaluate.rates import Scores, wilson
from ekyc.evaluate.table import read_table
from ekyc.messages import Message
from ekyc.values import Outcome, Status

ANOTHER_POPULATION = 0.25
LEVEL = 0.01
LEAST = 30
"""Scores of a check in either window, from which on they are compared."""
TENTHS = 10
TRUTHS = ("genuine", "attack")


@dataclass(frozen=True)
class Past:
    """What stays of a session, as `ekyc.session.record` writes it; `scores` and `failed` by check;
    `made_by` names the policy and the versions of everything that scored."""

    reference: str
    at: datetime
    outcome: str
    scores: Mapping[str, float]
    statuses: Mapping[str, Status]
    made_by: str


def read_records(folder: Path) -> list[Past]:
    """Those in which somebody agreed and it came to a decision, oldest first.

    Raises SubjectError: no folder, no such record in it, a file that is no record.
    """
    if not folder.is_dir():
        raise SubjectError("input.folder_missing", folder=str(folder))
    past = [one for path in sorted(folder.glob("*.json")) for one in _record(path)]
    if not past:
        raise SubjectError("input.no_records", folder=str(folder))
    return sorted(past, key=lambda one: (one.at, one.reference))


def _record(path: Path) -> Iterator[Past]:
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not known["consent"] or known["outcome"] not in DECIDED:
            return
        checks = known["checks"]
        yield Past(
            str(known["reference"]),
            datetime.fromisoformat(known["consent"]["at"]).astimezone(),
            known["outcome"],
            {one["name"]: float(one["score"]) for one in checks if one["score"] is not None},
            {one["name"]: Status(one["status"]) for one in checks},
            json.dumps([known["policy"]["sha256"], known["versions"]], sort_keys=True),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SubjectError("input.record_broken", file=path.name) from error


DECIDED = (Outcome.APPROVED.value, Outcome.REJECTED.value, Outcome.REVIEW.value)


def read_reviews(path: Path) -> dict[str, bool]:
    """By reference, whether the reviewer found an attack: a CSV with `reference` and `truth`
    (genuine or attack). Raises SubjectError as `read_table` does, and for another truth."""
    rows = read_table(path, ("reference", "truth"))
    for row in rows:
        if row["truth"] not in TRUTHS:
            raise SubjectError(
                "input.value_unknown",
                file=path.name, row=row.number, value=row["truth"], known=", ".join(TRUTHS),
            )  # fmt: skip
    return {row["reference"]: row["truth"] == TRUTHS[1] for row in rows}


@dataclass(frozen=True)
class Window:
    """Some sessions, and what reviewers said of some of them."""

    past: Sequence[Past]
    attacks: Mapping[str, bool]

    def scores(self, name: str) -> Scores:
        """Those of one check, where it has any."""
        return np.array([one.scores[name] for one in self.past if name in one.scores])

    def outcomes(self, outcome: Outcome) -> tuple[int, int]:
        """How many ended so, of how many."""
        return sum(one.outcome == outcome.value for one in self.past), len(self.past)

    def failures(self, name: str) -> tuple[int, int]:
        """In how many this check failed, of how many in which it came to a result."""
        ends = [one.statuses[name] for one in self.past if name in one.statuses]
        there = [end for end in ends if end is not Status.NOT_ASSESSED]
        return sum(end is Status.FAIL for end in there), len(there)

    def reviewed(self, attack: bool, outcome: Outcome) -> tuple[int, int]:
        """Of the sessions that reviewers found (no) attacks: how many ended so, of how many."""
        those = [one for one in self.past if self.attacks.get(one.reference) is attack]
        return sum(one.outcome == outcome.value for one in those), len(those)


def compared(then: Window, now: Window) -> dict[str, Any]:
    """Scores, shares and reviewed errors of both, and `alerts`: what has changed, as messages."""
    names = sorted({name for one in (*then.past, *now.past) for name in one.statuses})
    shares = {
        **{f"outcome {end.lower()}": _two(then, now, end) for end in DECIDED},
        **{f"failed {name}": _pair(then.failures(name), now.failures(name)) for name in names},
        "false accepts": _pair(
            then.reviewed(True, Outcome.APPROVED), now.reviewed(True, Outcome.APPROVED)
        ),
        "false rejects": _pair(
            then.reviewed(False, Outcome.REJECTED), now.reviewed(False, Outcome.REJECTED)
        ),
    }
    scores = {name: _moved(then.scores(name), now.scores(name)) for name in names}
    scores = {name: found for name, found in scores.items() if found["n_then"] or found["n_now"]}
    tested = [one["p"] for one in (*shares.values(), *scores.values()) if one["p"] is not None]
    level = LEVEL / max(len(tested), 1)
    alerts = [
        Message("monitor.scores_moved", {"check": name, "psi": round(one["psi"], 2)})
        for name, one in scores.items()
        if one["p"] is not None and one["p"] < level and one["psi"] >= ANOTHER_POPULATION
    ] + [
        Message(
            "monitor.share_changed",
            {
                "what": name,
                "then": f"{one['then']['k']}/{one['then']['n']}",
                "now": f"{one['now']['k']}/{one['now']['n']}",
            },
        )
        for name, one in shares.items()
        if one["p"] is not None and one["p"] < level
    ]
    return {
        "n_then": len(then.past),
        "n_now": len(now.past),
        "n_reviewed": sum(one.reference in now.attacks for one in (*then.past, *now.past)),
        "same_policy_and_versions": len({one.made_by for one in (*then.past, *now.past)}) == 1,
        "level": level,
        "scores": scores,
        "shares": shares,
        "alerts": alerts,
    }


def _two(then: Window, now: Window, end: str) -> dict[str, Any]:
    outcome = Outcome(end)
    return _pair(then.outcomes(outcome), now.outcomes(outcome))


def _pair(then: tuple[int, int], now: tuple[int, int]) -> dict[str, Any]:
    return {"then": _rate(*then), "now": _rate(*now), "p": proportions(then, now)}


def _rate(k: int, n: int) -> dict[str, Any]:
    return {"k": k, "n": n, "rate": k / n if n else None, "interval_95": list(wilson(k, n))}


def _moved(then: Scores, now: Scores) -> dict[str, Any]:
    counts = {"n_then": len(then), "n_now": len(now)}
    if min(len(then), len(now)) < LEAST:
        return {**counts, "psi": None, "ks": None, "p": None}
    distance, p = kolmogorov_smirnov(then, now)
    return {**counts, "psi": stability_index(then, now), "ks": distance, "p": p}


def stability_index(then: Scores, now: Scores) -> float:
    """Sum of (b - a) ln(b / a) over tenths of `then`; half a session is added to each tenth, so
    that an empty one has a logarithm."""
    edges = np.unique(np.quantile(then, np.linspace(0, 1, TENTHS + 1)[1:-1]))
    a, b = (
        (np.bincount(np.searchsorted(edges, one, side="right"), minlength=len(edges) + 1) + 0.5)
        / (len(one) + 0.5 * (len(edges) + 1))
        for one in (then, now)
    )
    return float(((b - a) * np.log(b / a)).sum())


def kolmogorov_smirnov(then: Scores, now: Scores) -> tuple[float, float]:
    """The greatest distance between both distributions, and how often chance gives it (asymptotic,
    with Stephens' correction for small samples, 1970)."""
    at = np.sort(np.concatenate([then, now]))
    a, b = (np.searchsorted(np.sort(one), at, side="right") / len(one) for one in (then, now))
    distance = float(np.abs(a - b).max())
    root = math.sqrt(len(then) * len(now) / (len(then) + len(now)))
    reach = (root + 0.12 + 0.11 / root) * distance
    if reach < 0.2:
        return distance, 1.0  # the series is 1 to the last digit there, and slow to say so
    k = np.arange(1, 101)
    tail = 2 * float(((-1.0) ** (k - 1) * np.exp(-2 * (k * reach) ** 2)).sum())
    return distance, min(max(tail, 0.0), 1.0)


def proportions(then: tuple[int, int], now: tuple[int, int]) -> float | None:
    """How often chance makes two shares (k of n) differ so, both ways; None under `LEAST`."""
    (k, n), (j, m) = then, now
    if min(n, m) < LEAST:
        return None
    pooled = (k + j) / (n + m)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return math.erfc(abs(k / n - j / m) / spread / math.sqrt(2)) if spread else 1.0
