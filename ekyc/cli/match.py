"""`ekyc match A B`: are the main faces of two pictures one person?"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from ekyc.cli.parts import add_json, check_json, print_json
from ekyc.errors import SubjectError
from ekyc.face.embedding import embed_face, weights_of
from ekyc.face.match import Calibration, Matcher
from ekyc.face.observer import find_main_face
from ekyc.kiosk import models_under
from ekyc.messages import Catalogue, Message
from ekyc.outside.files import Outside
from ekyc.policy import load_policy, policy_of_this_kiosk
from ekyc.values import Floats, Rgb, Status
from models import Models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("a", metavar="A", type=Path, help="a picture")
    parser.add_argument("b", metavar="B", type=Path, help="another picture")
    parser.add_argument("--policy", help="whose match_fmr counts (default: this kiosk's)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 whether they match or not: comparing worked."""
    policy = load_policy(args.policy or policy_of_this_kiosk())
    with Outside() as outside:
        pictures = [outside.picture(args.a), outside.picture(args.b)]
    models = models_under(policy)
    calibration = Calibration.load(weights_of(models))
    calibration.require(policy.match_fmr)
    matcher = Matcher(calibration, policy)
    a, b = (
        _embed(models, rgb, path)
        for rgb, path in zip(pictures, (args.a, args.b), strict=True)
    )  # fmt: skip
    check = matcher.compare(a, b)
    is_match = check.status is Status.PASS
    score, threshold, fmr = f"{check.score:.3f}", f"{check.threshold:.3f}", policy.match_fmr
    said = Message(
        "match.same" if is_match else "match.different",
        {"score": score, "threshold": threshold, "fmr": fmr},
    )
    check = replace(check, reason=said)  # neither picture is known to be of a document
    catalogue = Catalogue(args.language)
    if args.json:
        known = check_json(check, catalogue)
        known |= {"same": is_match, "similarity": float(a @ b), "fmr": fmr}
        known["similarity_score"] = round(matcher.similarity(a, b), 2)
        print_json(known)
    else:
        print(catalogue.text(said))
    return 0


def _embed(models: Models, rgb: Rgb, path: Path) -> Floats:
    face = find_main_face(models, rgb)
    if face is None:
        raise SubjectError("input.no_face", file=path.name)
    return embed_face(models, rgb, face)
