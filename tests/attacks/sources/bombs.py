"""Bombs of processes, threads, descriptors, files and sparse sizes."""

from build import Attack


def _cell(source: str) -> dict[str, str]:
    return {"rnn-forward": source.strip("\n")}


ATTACKS = [
    Attack(
        "bombs-fork",
        "Every process makes another, and catches what stops it.",
        right="forward",
        adds=_cell(
            """
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
"""
        ),
        status="timeout",
    ),
    Attack(
        "bombs-fork-sleeping",
        "A thousand children that sleep and use no CPU time.",
        right="forward",
        adds=_cell(
            """
import os
import time

for _ in range(1000):
    try:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    except OSError:
        break
"""
        ),
        flags=(("process-left", None),),
    ),
    Attack(
        "bombs-threads",
        "Ten thousand threads that wait.",
        right="forward",
        adds=_cell(
            """
import threading

threading.stack_size(65536)
try:
    for _ in range(10_000):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
except RuntimeError:
    pass
"""
        ),
    ),
    Attack(
        "bombs-descriptors",
        "Opens descriptors until none is left, so that nothing more can be opened in its process.",
        right="forward",
        adds=_cell(
            """
import os

try:
    while True:
        os.open("/dev/null", os.O_RDONLY)
except OSError:
    pass
"""
        ),
    ),
    Attack(
        "bombs-files",
        "Fifty thousand empty files, and folders a thousand deep, for whoever cleans up.",
        right="forward",
        adds=_cell(
            """
import os

try:
    for number in range(50_000):
        os.close(os.open(f"/tmp/rnncourse-attack-{number}", os.O_CREAT | os.O_WRONLY))
except OSError:
    pass
try:
    os.makedirs("/tmp/rnncourse-attack-deep", exist_ok=True)
    os.chdir("/tmp/rnncourse-attack-deep")
    for _ in range(1000):
        os.mkdir("d")
        os.chdir("d")
except OSError:
    pass
"""
        ),
    ),
    Attack(
        "bombs-sparse-file",
        "A file that says it is a petabyte large, and a pipe that nobody reads.",
        right="forward",
        adds=_cell(
            """
import os

for place in ("/tmp", "/dev/shm", "."):
    try:
        with open(f"{place}/rnncourse-attack-sparse", "wb") as file:
            file.truncate(1 << 50)
    except OSError:
        pass
    try:
        os.mkfifo(f"{place}/rnncourse-attack-pipe")
    except OSError:
        pass
"""
        ),
    ),
]
