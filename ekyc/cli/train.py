"""`ekyc train`: fit again what is learnt here, from data or from what is made as it goes."""

from __future__ import annotations

import argparse

from ekyc.cli import train_attack, train_expression, train_mrz_lines


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    expression = kinds.add_parser("expression", help="the layer of expression_fusion.safetensors")
    train_expression.configure(expression)
    expression.set_defaults(train=train_expression.run)
    pad = kinds.add_parser("pad", help="the detector of presentation attacks")
    train_attack.configure(pad)
    pad.set_defaults(train=train_attack.run)
    deepfake = kinds.add_parser("deepfake", help="the detector of deepfakes")
    train_attack.configure(deepfake)
    deepfake.set_defaults(train=train_attack.run)
    lines = kinds.add_parser("mrz_lines", help="the recogniser of machine-readable lines")
    train_mrz_lines.configure(lines)
    lines.set_defaults(train=train_mrz_lines.run)


def run(args: argparse.Namespace) -> int:
    """Run the training that was asked for."""
    code: int = args.train(args)
    return code
