"""`ekyc pin`: set the PIN that opens the teller's strip."""

from __future__ import annotations

import argparse
import getpass
import sys

from ekyc.errors import SubjectError
from ekyc.messages import Catalogue, Message
from ekyc.pin import check_pin, pin_file, save_pin


def configure(parser: argparse.ArgumentParser) -> None:
    """No arguments: what is on a command line is seen by others and kept in histories."""


def run(args: argparse.Namespace) -> int:
    """Ask twice and keep it. A pipe gives it on two lines."""
    words = Catalogue(args.language)
    pin = _ask(words.text(Message("command.pin_new")))
    check_pin(pin)
    if _ask(words.text(Message("command.pin_again"))) != pin:
        raise SubjectError("input.pins_differ")
    save_pin(pin, pin_file())
    print(words.text(Message("command.pin_kept")))
    return 0


def _ask(prompt: str) -> str:
    if sys.stdin.isatty():
        try:
            return getpass.getpass(f"{prompt} ")
        except EOFError:
            return ""
    return sys.stdin.readline().rstrip("\r\n")
