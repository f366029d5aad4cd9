"""Results of long experiments, stored by the programs under ``benchmarks/`` with what made them."""

from __future__ import annotations

import json
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "benchmarks" / "results"


def load(name: str) -> dict:
    """The stored results of ``benchmarks/<name>.py``: ``made_by`` (command, machine, versions) and ``rows``.

    Raises FileNotFoundError, naming the command that makes them, where nothing is stored.
    """
    path = _FOLDER / f"{name}.json"
    if not path.exists():
        raise FileNotFoundError(
            f"no stored results for {name!r}; make them with "
            f"python benchmarks/{name}.py --json benchmarks/results/{name}.json"
        )
    return json.loads(path.read_text())
