"""What a worker may be given to do; it imports next to nothing, so that a worker that starts again is quick."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def hang_once(path: str) -> str:
    """What a worker is given that hangs the first time."""
    if not Path(path).exists():
        Path(path).touch()
        time.sleep(600)
    return "done"


def die(word: str) -> str:
    """What a worker is given that it dies of."""
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return word
