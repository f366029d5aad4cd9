"""``python -m rnncourse.book [ROOT]``: build the book. ``… --serve [PORT]``: serve the one that is built."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rnncourse.book.build import build
from rnncourse.book.serve import PORT, serve
from rnncourse.errors import INTERRUPTED, CourseError


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rnncourse.book", description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path.cwd(), help="the root of the course")
    parser.add_argument(
        "--serve", nargs="?", type=int, const=PORT, metavar="PORT", help="serve instead of build"
    )
    arguments = parser.parse_args()
    try:
        if arguments.serve is not None:
            serve(arguments.root, arguments.serve)
        else:
            print(build(arguments.root))
    except CourseError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
