"""The command line: one module a command, each with `configure(parser)` and `run(args)`.

Bad input of any kind ends in one sentence on stderr and the documented exit code, never a
traceback. Only the module of the command that was asked for is loaded: help comes at once.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from ekyc import __version__
from ekyc.errors import EkycError, KioskFault, SubjectError
from ekyc.hardening import harden
from ekyc.logs import keep_log
from ekyc.messages import Catalogue, languages
from ekyc.session.reference import new_fault_id

OK, FAULT, BAD_INPUT, REJECTED, REVIEW = 0, 1, 2, 3, 4
"""Exit codes. 0 is also APPROVED."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Command:
    """One command: its line of help and the module that has `configure` and `run`."""

    help: str
    module: str


COMMANDS: dict[str, Command] = {
    "verify": Command("check a document and a recorded face, and decide", "ekyc.cli.verify"),
    "document": Command("read a document from pictures of it", "ekyc.cli.document"),
    "match": Command("compare the faces of two pictures", "ekyc.cli.match"),
    "quality": Command("say whether pictures of a face can be compared", "ekyc.cli.quality"),
    "screen": Command("say whether pictures or videos show an attack", "ekyc.cli.screen"),
    "liveness": Command("say what each frame of a video shows of a face", "ekyc.cli.liveness"),
    "specimen": Command("draw a specimen card of Utopia around a portrait", "ekyc.cli.specimen"),
    "attack": Command(
        "try attacks made from a clip, and count what gets through", "ekyc.cli.attack"
    ),
    "evaluate": Command("measure error rates on labelled data", "ekyc.cli.evaluate"),
    "dataset": Command("write a manifest for data of others", "ekyc.cli.dataset"),
    "train": Command("fit what is learnt here", "ekyc.cli.train"),
    "monitor": Command("say whether sessions have changed", "ekyc.cli.monitor"),
    "policy": Command("show and check what a policy asks for", "ekyc.cli.policy"),
    "weights": Command("show, fetch or import the networks' weights", "ekyc.cli.weights"),
    "pin": Command("set the PIN that opens the checks for the teller", "ekyc.cli.pin"),
    "doctor": Command("say what this machine lacks and what to do", "ekyc.cli.doctor"),
}


def main(argv: Sequence[str], more: Mapping[str, Command], default: str) -> int:
    """Run a command line and return its exit code.

    `more` are the commands of the floors above; `default` is run when no command is given.
    """
    words = list(argv)
    return guarded(lambda: _run(words, {**COMMANDS, **more}, default), lambda: _language(words))


def _run(words: list[str], commands: Mapping[str, Command], default: str) -> int:
    harden()
    keep_log()
    parser = _parser(commands)
    if all(word.startswith("-") or word in languages() for word in words) and not (
        {"-h", "--help", "--version"} & set(words)
    ):
        words = [*words, default]
    chosen = next((word for word in words if word in commands), None)
    if chosen is not None:
        module = import_module(commands[chosen].module)
        module.configure(parser.commands.choices[chosen])
    args = parser.parse_args(words)
    if args.command is None:
        parser.print_help()
        return BAD_INPUT
    return int(module.run(args))


def _language(words: Sequence[str]) -> str:
    """What the words ask for, whatever else is wrong with them."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    _add_language(parser)
    try:
        return str(parser.parse_known_args(words)[0].language)
    except argparse.ArgumentError:
        return "en"


def guarded(work: Callable[[], int], language: Callable[[], str]) -> int:
    """Run `work`; turn what goes wrong into one sentence in `language` and an exit code."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except EkycError as error:
        code = BAD_INPUT if isinstance(error, SubjectError) else FAULT
        return _say(error, language(), code)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_output()
        return OK
    except ImportError as error:
        log.exception("not loaded")
        return _say(KioskFault("fault.not_loaded", detail=str(error)), language(), FAULT)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _drop_output()
            return _say(KioskFault("fault.no_space"), language(), FAULT)
        fault_id = new_fault_id(datetime.now())
        log.exception("%s", fault_id)
        return _say(KioskFault("fault.bug", fault_id=fault_id), language(), FAULT)


def _drop_output() -> None:
    """Nobody takes the rest: at its end Python would try once more, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(error: EkycError, language: str, code: int) -> int:
    print(Catalogue(language).text(error.message), file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """With the sub-parsers at hand, because each is filled only when its command is asked for."""

    commands: argparse._SubParsersAction[argparse.ArgumentParser]


def _parser(commands: Mapping[str, Command]) -> _Parser:
    parser = _Parser(
        prog="ekyc",
        description="eKYC Kiosk: a document and a face go in, an explained decision comes out.",
        epilog="Exit codes: 0 approved or done, 3 rejected, 4 review, 2 bad input, 1 fault. "
        "'ekyc COMMAND --help' tells more.",
    )
    parser.add_argument("--version", action="version", version=f"eKYC Kiosk {__version__}")
    _add_language(parser)
    parser.commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=argparse.ArgumentParser
    )
    for name, command in commands.items():
        parser.commands.add_parser(name, help=command.help, description=sentence(command.help))
    return parser


def sentence(help_: str) -> str:
    """A line of help as a description. Names in it keep their capitals."""
    return f"{help_[:1].upper()}{help_[1:]}."


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", choices=languages(), default="en", help="of the sentences (default: en)"
    )
