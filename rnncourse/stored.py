"""Results of long experiments, stored by the programs under ``benchmarks/`` with what made them."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
    return json.loads(path.read_text(encoding="utf-8"))


def made_by(command: str, **more: Any) -> dict[str, Any]:
    """What a program stores beside its rows: the command, the machine, the versions, and whatever else it tells."""
    import numpy
    import torch

    return {
        "command": command,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "torch": torch.__version__,
        },
        **more,
    }


def merge(path: Path, rows: list[dict[str, Any]], key: Sequence[str]) -> list[dict[str, Any]]:
    """``rows``, and before them those of the file, if there is one, that are not made anew: told by ``key``."""
    kept = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    return list({tuple(row[name] for name in key): row for row in (*kept, *rows)}.values())


def store(path: Path, found: dict[str, Any]) -> None:
    """Write results, ``made_by`` and ``rows`` among them, where ``load`` finds them.

    Raises ValueError for a number that is not finite.
    """
    text = json.dumps(found, indent=1, allow_nan=False, ensure_ascii=False)
    # A list of numbers stays on its line: a learning curve is one thing to look at, not fifty.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda match: " ".join(match[0].split()), text)
    path.write_text(text + "\n", encoding="utf-8")
