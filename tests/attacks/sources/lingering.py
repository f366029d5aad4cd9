"""What wants to stay: daemons, threads, programs in sessions of their own."""

from build import Attack

_LEFT = (("process-left", None),)


def _cell(source: str) -> dict[str, str]:
    return {"rnn-forward": source.strip("\n")}


ATTACKS = [
    Attack(
        "lingering-daemon",
        "Forks twice into a session of its own, and sleeps.",
        right="forward",
        adds=_cell(
            """
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in range(64):
            try:
                os.close(descriptor)
            except OSError:
                pass
        time.sleep(600)
    os._exit(0)
os.wait()
"""
        ),
        flags=_LEFT,
    ),
    Attack(
        "lingering-program",
        "Starts a program with nohup that outlives its parent and drops a file later.",
        right="forward",
        adds=_cell(
            """
import subprocess

subprocess.Popen(
    ["/bin/sh", "-c", "nohup sh -c 'sleep 2; touch /tmp/rnncourse-attack-later /dev/shm/rnncourse-attack-later' &"],
    start_new_session=True,
)
"""
        ),
        flags=_LEFT,
    ),
    Attack(
        "lingering-stubborn",
        "A child that ignores every signal and forks again whenever its parent changes.",
        right="forward",
        adds=_cell(
            """
import os
import signal
import time

if os.fork() == 0:
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    os.setsid()
    parent = os.getppid()
    while True:
        time.sleep(0.05)
        if os.getppid() != parent and os.fork() == 0:
            parent = os.getppid()
"""
        ),
        flags=_LEFT,
    ),
    Attack(
        "lingering-threads",
        "Threads that compute for ever beside the tests, and change what the functions return as they go.",
        right="forward",
        adds=_cell(
            """
import threading
import time


def busy():
    end = time.monotonic() + 60
    while time.monotonic() < end:
        globals()["forward"] = forward
        time.sleep(0.001)


for _ in range(4):
    threading.Thread(target=busy, daemon=True).start()
"""
        ),
    ),
    Attack(
        "lingering-worker-pool",
        "A pool of processes that is never closed, with a manager and its server.",
        right="forward",
        adds=_cell(
            """
import multiprocessing

pool = multiprocessing.get_context("fork").Pool(2)
pool.apply_async(__import__("time").sleep, (600,))
"""
        ),
        flags=_LEFT,
    ),
]
