"""`ekyc train expression`: fit the layer that weighs network and points, and say how it does."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.camera.pictures import read_picture
from ekyc.cli.files import check_writable
from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.expression import WANTED, Labelled, rates, read_manifest
from ekyc.face.landmarks import landmark_engine
from ekyc.face.observer import find_main_face
from ekyc.kiosk import load_models
from ekyc.values import Rgb
from models import EXPRESSIONS, Models, expression_crop, tensors
from models.atomic import write_atomically
from models.expression_fusion import features, softmax
from models.training.expression_fusion import fit

ENGINES = ("dlib", "mesh")
"""Points of both are learnt from, so that either may be used."""
FOLDS = 5

Inputs = NDArray[np.float64]


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--manifest", type=Path, required=True, help="CSV with file, emotion")
    parser.add_argument("--root", type=Path, required=True, help="what files are relative to")
    parser.add_argument("--out", type=Path, required=True, help="the file of weights to write")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Write the weights; print their hash, and the error rates on people who were left out."""
    rows = read_manifest(args.manifest)
    check_writable(args.out)
    models, known, parts = load_models(), list[Labelled](), list[Inputs]()
    tell = progress("pictures")
    for done, row in enumerate(rows, 1):
        inputs = _inputs(models, read_picture(args.root / row.file))
        if inputs is not None:
            known.append(row)
            parts.append(inputs)
        tell(done, len(rows))
    if not known:
        raise SubjectError("input.no_picture_readable", folder=str(args.root))
    other = EXPRESSIONS[-1]
    names = [row.emotion if row.emotion in EXPRESSIONS else other for row in known]
    labels = np.array([EXPRESSIONS.index(name) for name in names])
    inputs = np.stack(parts)
    data = tensors.to_bytes(_fit(inputs, labels))
    write_atomically(args.out, data)
    result = {
        "n": len(rows),
        "n_no_face": len(rows) - len(known),
        "n_people": len({row.person for row in known}),
        "sha256": sha256(data).hexdigest(),
        "size": len(data),
        "on_people_left_out": _left_out(inputs, labels, [row.person for row in known]),
    }
    print_counts(result, args.json)
    return 0


def _inputs(models: Models, rgb: Rgb) -> Inputs | None:
    """float64[engines, 50] of the main face of a picture, None where an engine finds none."""
    face = find_main_face(models, rgb)
    if face is None:
        return None
    found = [landmark_engine(models, name).measure(rgb, face) for name in ENGINES]
    points = [one.landmarks for one in found if one is not None]
    if len(points) < len(ENGINES):
        return None
    seen = models.expression.predict(np.stack([expression_crop(rgb, p) for p in points]))
    return np.stack([features(p, s) for p, s in zip(points, seen, strict=True)]).astype(np.float64)


def _fit(inputs: Inputs, labels: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
    """From float64[N, engines, D]: every picture once by each engine."""
    flat = inputs.reshape(-1, inputs.shape[2])
    return fit(flat, np.repeat(labels, inputs.shape[1]), len(EXPRESSIONS))


def _left_out(
    inputs: Inputs, labels: NDArray[np.int64], people: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Each witness alone and both: fitted on four fifths of the people, judged on the others."""
    order = {person: place for place, person in enumerate(sorted(set(people)))}
    fold = np.array([order[person] % FOLDS for person in people])
    network = inputs.shape[2] - 7
    witnesses = {"points": slice(network), "network": slice(network, None), "both": slice(None)}
    result: dict[str, dict[str, Any]] = {}
    for witness, part in witnesses.items():
        shares = np.zeros((*inputs.shape[:2], len(EXPRESSIONS)))
        for out in range(FOLDS):
            arrays = _fit(inputs[fold != out][:, :, part], labels[fold != out])
            scores = inputs[fold == out][:, :, part] @ arrays["weight"] + arrays["bias"]
            shares[fold == out] = softmax(scores)
        for place, engine in enumerate(ENGINES):
            for wanted in WANTED:
                p = shares[:, place, EXPRESSIONS.index(wanted)]
                is_it = labels == EXPRESSIONS.index(wanted)
                result[f"{wanted}, {witness}, {engine}"] = rates(p[is_it], p[~is_it])
    return result
