"""`ekyc policy`: what a profile or a bank's own file asks for, and whether it can be used."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from ekyc.cli import OK, sentence
from ekyc.cli.parts import add_json, print_json
from ekyc.messages import Catalogue, Message
from ekyc.policy import load_policy, policy_of_this_kiosk, profiles


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="show|check")
    known = ", ".join(profiles())
    for name, text in (
        ("show", "print every value that holds, and their hash"),
        ("check", "say whether it can be used"),
    ):
        action = actions.add_parser(name, help=text, description=sentence(text))
        action.add_argument(
            "policy", nargs="?", help=f"{known}, or a TOML file (default: this kiosk's)"
        )
        add_json(action)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 2 for a file that cannot be used."""
    policy = load_policy(args.policy or policy_of_this_kiosk())
    values = asdict(policy)
    name = values.pop("name")
    if args.json:
        print_json({"name": name, "sha256": policy.sha256, "values": values})
    elif args.action == "show":
        print(f"# {name}, sha256 {policy.sha256}")
        for key, value in values.items():
            print(f"{key} = {_as_toml(value)}")
    else:
        good = Message("policy.good", {"name": name, "sha256": policy.sha256})
        print(Catalogue(args.language).text(good))
    return OK


def _as_toml(value: Any) -> str:
    """JSON writes strings, numbers, lists, true and false as TOML does."""
    return json.dumps(value)
