"""How the programs under ``benchmarks/`` begin and end: their two options, one thread, the time, the verdict."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def parser(about: str, claim: str = "a claim does not hold") -> argparse.ArgumentParser:
    """A parser with ``--json FILE`` and ``--check``; ``about`` is the program's docstring, of which a line is shown."""
    made = argparse.ArgumentParser(description=about.splitlines()[0])
    made.add_argument("--json", type=Path, metavar="FILE", help="store the results here")
    made.add_argument("--check", action="store_true", help=f"exit 1 where {claim}")
    return made


@contextmanager
def training() -> Iterator[None]:
    """One thread, so that sums come in one order, and no denormal numbers, which are slow; says how long it took."""
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    began = time.perf_counter()
    yield
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)


def verdict(short: Sequence[str]) -> int:
    """Say what falls short, a line each; the exit code, 1 where anything does."""
    for line in short:
        print("falls short:", line)
    return 1 if short else 0
