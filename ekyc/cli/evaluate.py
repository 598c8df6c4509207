"""`ekyc evaluate WHAT`: error rates on labelled data."""

from __future__ import annotations

import argparse
from types import ModuleType

from ekyc.cli import (
    evaluate_bias,
    evaluate_capture,
    evaluate_detection,
    evaluate_document,
    evaluate_expression,
    evaluate_genuine,
    evaluate_journey,
    evaluate_liveness,
    evaluate_match,
    evaluate_morph,
    evaluate_portraits,
    evaluate_quality,
    evaluate_retouched,
    evaluate_screen_light,
    evaluate_signals,
    evaluate_zones,
)

KINDS: dict[str, tuple[ModuleType, str]] = {
    "match": (evaluate_match, "are two faces told apart?"),
    "capture": (evaluate_capture, "is the card found before a camera?"),
    "pad": (evaluate_detection, "are presentation attacks told from living people?"),
    "deepfake": (evaluate_detection, "are deepfakes told from real faces?"),
    "document": (evaluate_document, "are documents read exactly?"),
    "liveness": (evaluate_liveness, "are blinks and movements found in clips?"),
    "expression": (evaluate_expression, "are smiles and surprise told from the rest?"),
    "document-genuine": (evaluate_genuine, "are copies told from documents?"),
    "morph": (evaluate_morph, "are portraits of two people in one accepted for both?"),
    "portraits": (evaluate_portraits, "are portrait, ghost and live face told apart?"),
    "retouched": (evaluate_retouched, "are zones with a rewritten value told?"),
    "signals": (evaluate_signals, "what do faces over time tell of attacks?"),
    "quality": (evaluate_quality, "is what the gate passes matched?"),
    "journey": (evaluate_journey, "are honest people let in, and attacks not?"),
    "bias": (evaluate_bias, "do errors hang on skin, light, glasses or size?"),
    "screen-light": (evaluate_screen_light, "is the screen's light told on faces, and no other?"),
    "zones": (evaluate_zones, "are zones as surely right as they are said to be?"),
}
"""The module of each, with `configure` and `run`, and its line of help."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    for name, (module, told) in KINDS.items():
        module.configure(kinds.add_parser(name, help=told))


def run(args: argparse.Namespace) -> int:
    """As chosen."""
    return int(KINDS[args.what][0].run(args))
