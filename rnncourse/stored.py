"""Results of long experiments, stored by the programs under ``benchmarks/`` with what made them."""

from __future__ import annotations

import json
import os
import platform
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
    return json.loads(path.read_text())


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
