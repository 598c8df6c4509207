"""CelebA-Spoof's own lists as a manifest: for who has the data, which is not for commercial use.

Zhang et al., "CelebA-Spoof: Large-Scale Face Anti-Spoofing Dataset with Rich Annotations" (ECCV
2020): `metas/intra_test/*_label.json` gives each picture's path 44 numbers; after 40 attributes of
the face come the type of the attack, the light, the environment, and whether it is an attack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ekyc.errors import SubjectError
from ekyc.train.entry import Entry

LISTS = ("train_label.json", "test_label.json")
FOLDER = Path("metas", "intra_test")
TYPE, IS_ATTACK, COUNT = 40, 43, 44
SPECIES = (
    "", "print", "print", "print", "cut_print", "cut_print", "cut_print", "laptop", "tablet",
    "phone", "mask",
)  # fmt: skip
"""By type: live; photo, poster, A4 sheet; paper masks of a face, an upper body, a region; PC, pad,
phone; mask in three dimensions."""


def entries(folder: Path) -> Iterator[Entry]:
    """Every picture of both lists that is there. Raises SubjectError for lists that cannot be used,
    and where there is no picture at all."""
    found = 0
    for name in LISTS:
        path = folder / FOLDER / name
        for file, numbers in _list(path).items():
            if not _is_usable(file, numbers):
                raise SubjectError("input.list_broken", file=path.name, picture=file)
            if (folder / file).is_file():
                found += 1
                label = "spoof" if numbers[IS_ATTACK] else "live"
                species = SPECIES[numbers[TYPE]]
                yield Entry(file, label, species, Path(file).parts[-3], name.split("_")[0])
    if not found:
        raise SubjectError("input.folder_has_no_pictures", folder=str(folder))


def _list(path: Path) -> dict[str, list[int]]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SubjectError("input.file_unreadable", file=str(path)) from error
    except ValueError as error:
        raise SubjectError("input.list_broken", file=path.name, picture="-") from error
    if not isinstance(table, dict):
        raise SubjectError("input.list_broken", file=path.name, picture="-")
    return table


def _is_usable(file: str, numbers: object) -> bool:
    """Data/train/SUBJECT/live/NAME, inside the folder, and numbers that agree with each other."""
    parts = Path(file).parts
    if len(parts) < 3 or ".." in parts or Path(file).is_absolute():
        return False
    if not isinstance(numbers, list) or len(numbers) != COUNT:
        return False
    kind, attack = numbers[TYPE], numbers[IS_ATTACK]
    known = isinstance(kind, int) and 0 <= kind < len(SPECIES) and attack in (0, 1)
    return known and bool(kind) == bool(attack)
