"""The command ``rnncourse``. Only the standard library is needed to get as far as a helpful sentence."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence

from rnncourse.commands import learning, making, teaching
from rnncourse.commands.saying import say
from rnncourse.errors import ENVIRONMENT, FAULT, INTERRUPTED, CourseError

OLDEST_PYTHON = (3, 11)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what the user can mend is one sentence on standard error."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        wanted, there = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, sys.version_info[:3]))
        return _complain(f"Python {wanted} or newer is needed, this is {there}.", ENVIRONMENT)
    signal.signal(signal.SIGTERM, _interrupt)
    given = parser().parse_args(arguments)
    try:
        return given.run(given) or 0
    except CourseError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, _end)
        return _complain(
            "Interrupted. What was complete is kept; run the same command to go on.", INTERRUPTED
        )
    except BrokenPipeError:
        return _complain("The reader of the output went away.", FAULT)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        return _complain(
            f"The package {name!r} is missing: run `make setup`, or `python -m pip install -r requirements.txt` "
            "in the environment that you use.",
            ENVIRONMENT,
        )


def parser() -> argparse.ArgumentParser:
    """All commands and their arguments."""
    top = argparse.ArgumentParser(
        prog="rnncourse", description="The course: read it, solve it, grade it.", allow_abbrev=False
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    for group in (making, learning, teaching):
        group.add(command)
    return top


def _end(signum: int, frame: object) -> None:
    """Told again to stop while what is left is put away: at once, and still as an interruption."""
    os._exit(INTERRUPTED)


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def _complain(sentence: str, code: int) -> int:
    say(f"rnncourse: {sentence}")
    return code


def run() -> None:
    """``main`` as a process of its own, which ends without a last look for garbage: that would take half a second."""
    code = main()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
