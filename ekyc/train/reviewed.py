"""Pictures that reviewers have sorted, as a manifest: a kiosk's own errors to fit on.

`live/NAME.jpg` and `spoof/SPECIES/NAME.jpg`. What stands before the first underscore of a name is
the session, so that no person is in two parts of a split.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ekyc.errors import SubjectError
from ekyc.evaluate.detection import UNKNOWN
from ekyc.evaluate.match import PICTURES
from ekyc.train.entry import Entry

LABELS = ("live", "spoof")


def entries(folder: Path) -> Iterator[Entry]:
    """Every picture of both. Raises SubjectError where there is none."""
    found = False
    for label in LABELS:
        for path in sorted((folder / label).rglob("*")):
            if path.suffix.lower() in PICTURES and path.is_file():
                found = True
                inside = path.relative_to(folder / label)
                species = inside.parts[0] if len(inside.parts) > 1 else UNKNOWN
                yield Entry(
                    path.relative_to(folder).as_posix(),
                    label,
                    "" if label == "live" else species,
                    path.stem.partition("_")[0],
                    "reviewed",
                )
    if not found:
        raise SubjectError("input.no_reviewed", folder=str(folder))
