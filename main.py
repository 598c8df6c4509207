"""Wires everything: the command line of ekyc, and those that open a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ekyc.cli import Command
from ekyc.cli import main as run_command_line
from ekyc.outside import worker

COMMANDS = {
    "run": Command("open the kiosk's window (this is what no command at all does)", "gui.run"),
    "demo": Command("play a whole journey with the simulated customer", "gui.demo"),
    "bench": Command("say how fast every stage is, and what the kiosk costs", "gui.bench"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name) and return its exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words[:1] == [worker.HIDDEN]:
        return worker.main(words[1:])
    return run_command_line(words, COMMANDS, default="run")


if __name__ == "__main__":
    sys.exit(main())
