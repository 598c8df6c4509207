"""`ekyc evaluate WHAT`: error rates on labelled data."""

from __future__ import annotations

import argparse

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

RUN = {
    "match": evaluate_match.run,
    "capture": evaluate_capture.run,
    "document": evaluate_document.run,
    "pad": evaluate_detection.run,
    "deepfake": evaluate_detection.run,
    "document-genuine": evaluate_genuine.run,
    "morph": evaluate_morph.run,
    "portraits": evaluate_portraits.run,
    "retouched": evaluate_retouched.run,
    "liveness": evaluate_liveness.run,
    "journey": evaluate_journey.run,
    "bias": evaluate_bias.run,
    "expression": evaluate_expression.run,
    "quality": evaluate_quality.run,
    "signals": evaluate_signals.run,
    "screen-light": evaluate_screen_light.run,
    "zones": evaluate_zones.run,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    evaluate_match.configure(kinds.add_parser("match", help="are two faces told apart?"))
    evaluate_capture.configure(
        kinds.add_parser("capture", help="is the card found before a camera?")
    )
    evaluate_detection.configure(
        kinds.add_parser("pad", help="are presentation attacks told from living people?")
    )
    evaluate_detection.configure(
        kinds.add_parser("deepfake", help="are deepfakes told from real faces?")
    )
    evaluate_document.configure(kinds.add_parser("document", help="are documents read exactly?"))
    evaluate_liveness.configure(
        kinds.add_parser("liveness", help="are blinks and movements found in clips?")
    )
    evaluate_expression.configure(
        kinds.add_parser("expression", help="are smiles and surprise told from the rest?")
    )
    evaluate_genuine.configure(
        kinds.add_parser("document-genuine", help="are copies told from documents?")
    )
    evaluate_morph.configure(
        kinds.add_parser("morph", help="are portraits of two people in one accepted for both?")
    )
    evaluate_portraits.configure(
        kinds.add_parser("portraits", help="are portrait, ghost and live face told apart?")
    )
    evaluate_retouched.configure(
        kinds.add_parser("retouched", help="are zones with a rewritten value told?")
    )
    evaluate_signals.configure(
        kinds.add_parser("signals", help="what do faces over time tell of attacks?")
    )
    evaluate_quality.configure(kinds.add_parser("quality", help="is what the gate passes matched?"))
    evaluate_journey.configure(
        kinds.add_parser("journey", help="are honest people let in, and attacks not?")
    )
    evaluate_bias.configure(
        kinds.add_parser("bias", help="do errors hang on skin, light, glasses or size?")
    )
    evaluate_screen_light.configure(
        kinds.add_parser("screen-light", help="is the screen's light told on faces, and no other?")
    )
    evaluate_zones.configure(
        kinds.add_parser("zones", help="are zones as surely right as they are said to be?")
    )


def run(args: argparse.Namespace) -> int:
    """As chosen."""
    return RUN[args.what](args)
