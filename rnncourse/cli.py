"""The command ``rnncourse``. Only the standard library is needed to get as far as a helpful sentence."""

from __future__ import annotations

import argparse
import difflib
import gc
import os
import re
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from rnncourse.commands import learning, making, teaching
from rnncourse.commands.saying import say
from rnncourse.errors import BAD_INPUT, ENVIRONMENT, INTERRUPTED, READER_GONE, CourseError

OLDEST_PYTHON = (3, 11)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what the user can mend is one sentence on standard error."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        wanted, there = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, sys.version_info[:3]))
        return _complain(f"Python {wanted} or newer is needed, this is {there}.", ENVIRONMENT)
    signal.signal(signal.SIGTERM, _interrupt)
    given = parser().parse_args(arguments)
    try:
        code = given.run(given) or 0
        sys.stdout.flush()  # here, where it is known what to do when nobody reads on
        return code
    except CourseError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        for again in (signal.SIGINT, signal.SIGTERM):
            signal.signal(again, _end)
        return _complain(
            "Interrupted. What was complete is kept; run the same command to go on.", INTERRUPTED
        )
    except BrokenPipeError:
        # As `rnncourse check rnn | head` ends: nothing is wrong, and nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        return _complain(
            f"The package {name!r} is missing: run `make setup`, or `python -m pip install -r requirements.txt` "
            "in the environment that you use.",
            ENVIRONMENT,
        )


class _Parser(argparse.ArgumentParser):
    """One that guesses which command was meant."""

    commands: tuple[str, ...] = ()

    def error(self, message: str) -> NoReturn:
        """A command that there is not gets a guess; everything else is said as ever."""
        found = re.search(r"COMMAND: invalid choice: '([^']*)'", message)
        if not found:
            super().error(message)
        near = difflib.get_close_matches(found[1], self.commands, 1)
        guess = f": did you mean `rnncourse {near[0]}`?" if near else "."
        self.exit(
            BAD_INPUT, f"rnncourse: There is no command {found[1]!r}{guess} `rnncourse --help` lists all.\n"
        )


def parser() -> argparse.ArgumentParser:
    """All commands and their arguments; the help lists them by who needs them."""
    top = _Parser(
        prog="rnncourse",
        usage="rnncourse [-h] COMMAND ...",
        epilog="`rnncourse COMMAND --help` says what a command takes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = top.add_subparsers(
        required=True, metavar="COMMAND", parser_class=argparse.ArgumentParser, help=argparse.SUPPRESS
    )
    lines = ["The course: read it, solve it, grade it."]

    def command(name: str, run, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, description=words, allow_abbrev=False)
        made.set_defaults(run=run)
        lines.append(f"  {name:<13}{words}")
        return made

    for group in (learning, teaching, making):
        lines += ["", f"{group.TITLE}:"]
        group.add(command)
    top.description = "\n".join(lines)
    top.commands = tuple(commands.choices)
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
