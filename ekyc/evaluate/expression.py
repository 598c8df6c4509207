"""Smiles and surprise: how many that were acted are missed, and how much else is taken for them.

Pictures are judged as they are, sequences that start at rest as a movement is: against the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.rates import ACCEPTED, REFUSED, Scores, auc, eer, wilson
from ekyc.evaluate.table import Row, read_table
from ekyc.face.rest import against_rest
from ekyc.liveness.challenges import SHOWN
from ekyc.values import Rgb

WANTED = ("happiness", "surprise")
"""What movements ask for."""
ALSO_CALLED = {"happy": "happiness"}

Progress = Callable[[int, int], None]
Express = Callable[[Rgb], dict[str, float] | None]


@dataclass(frozen=True)
class Labelled:
    """A picture, what it expresses, and whose face it is; `number` of its `sequence`, where it is
    of one."""

    file: str
    emotion: str
    person: str
    sequence: str = ""
    number: int = 0


@dataclass(frozen=True)
class Read:
    """What was read of a picture: None where there is no face, or no picture (`damaged`)."""

    truth: Labelled
    expression: dict[str, float] | None
    damaged: bool = False


def read_manifest(path: Path) -> list[Labelled]:
    """Rows with `file` and `emotion`; or `identity_or_label`: an emotion, then `|subject=..`,
    `|seq=..` and `|frame=2/10` where known. Without a subject the folder is the person.

    Raises SubjectError when the table cannot be read, with the number of a row without a label.
    """
    rows = read_table(path, ("file",), ("emotion", "identity_or_label"))
    return [_labelled(row, path) for row in rows]


def _labelled(row: Row, path: Path) -> Labelled:
    emotion, *rest = (row["emotion"] or row["identity_or_label"]).split("|")
    tags = dict(part.partition("=")[::2] for part in rest)
    number = tags.get("frame", "0").partition("/")[0]
    if not emotion or not number.isdigit():
        raise SubjectError("input.row_broken", file=path.name, row=row.number)
    person = tags.get("subject") or str(Path(row["file"]).parent)
    emotion = ALSO_CALLED.get(emotion, emotion)
    return Labelled(row["file"], emotion, person, tags.get("seq", ""), int(number))


def read_all(
    express: Express, rows: Sequence[Labelled], root: Path, progress: Progress
) -> list[Read]:
    """Read every picture. Raises SubjectError when not one can be opened."""
    found = []
    for done, row in enumerate(rows, 1):
        try:
            found.append(Read(row, express(read_picture(root / row.file))))
        except SubjectError:
            found.append(Read(row, None, damaged=True))
        progress(done, len(rows))
    if all(one.damaged for one in found):
        raise SubjectError("input.no_picture_readable", folder=str(root))
    return found


def summary(found: Sequence[Read]) -> dict[str, Any]:
    """Counts and rates by what was wanted, at the movements' own threshold."""
    pictures = [one for one in found if not one.truth.sequence]
    return {
        "n": len(found),
        "n_no_face": sum(one.expression is None and not one.damaged for one in found),
        "n_unreadable": sum(one.damaged for one in found),
        "threshold": SHOWN,
        **{
            wanted: {"pictures": of_pictures(pictures, wanted), "sequences": _run(found, wanted)}
            for wanted in WANTED
        },
    }


def of_pictures(pictures: Sequence[Read], wanted: str) -> dict[str, Any]:
    """Pictures labelled `wanted` against all the others. One without a face is an error."""
    return rates(
        np.array([_score(p, wanted, REFUSED) for p in pictures if p.truth.emotion == wanted]),
        np.array([_score(p, wanted, ACCEPTED) for p in pictures if p.truth.emotion != wanted]),
    )


def rates(genuine: Scores, others: Scores) -> dict[str, Any]:
    """Of the scores of both: `missed` of `n`, `accepted` of `n_others`; null where one lacks."""
    missed, accepted = int((genuine < SHOWN).sum()), int((others >= SHOWN).sum())
    both = len(genuine) > 0 and len(others) > 0
    return {
        "n": len(genuine),
        "missed": missed,
        "missed_interval_95": wilson(missed, len(genuine)),
        "n_others": len(others),
        "accepted": accepted,
        "accepted_interval_95": wilson(accepted, len(others)),
        "auc": auc(genuine, others) if both else None,
        "eer": eer(genuine, others) if both else None,
    }


def _run(found: Sequence[Read], wanted: str) -> dict[str, Any]:
    """Sequences: the peak of a wanted one must count, no picture of another may."""
    sequences: dict[str, list[Read]] = defaultdict(list)
    for one in found:
        if one.truth.sequence:
            sequences[one.truth.sequence].append(one)
    genuine, others = [], []
    for sequence in sequences.values():
        first, *rest = sorted(sequence, key=lambda one: one.truth.number)
        at_rest = _score(first, wanted, 0.0)
        if first.truth.emotion == wanted:
            genuine.append(against_rest(_score(rest[-1] if rest else first, wanted, 0.0), at_rest))
        else:
            shown = [against_rest(_score(one, wanted, 1.0), at_rest) for one in rest]
            others.append(max(shown, default=0.0))
    return rates(np.array(genuine), np.array(others))


def _score(one: Read, wanted: str, unread: float) -> float:
    return unread if one.expression is None else one.expression[wanted]
