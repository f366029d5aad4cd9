"""Ends that come too early, or never: exits, kills, loops that catch everything, crashes of the interpreter."""

from build import Attack

_STEP = "\n\n\ndef step(x_t, h_prev, W_xh, W_hh, b_h):\n    "


def _step(before: str, line: str) -> dict[str, str]:
    return {"step": (before.strip("\n") + _STEP + line.replace("\n", "\n    ")).lstrip("\n") + "\n"}


ATTACKS = [
    Attack(
        "endings-exit",
        "os._exit(0) in the middle of a test: a process that ends well has not passed anything.",
        right="forward",
        code=_step("import os", "os._exit(0)"),
        status="crashed",
    ),
    Attack(
        "endings-exit-in-a-cell",
        "Ends the process in a cell of its own; what came before counts, what comes after runs in a fresh one.",
        right="step forward",
        adds={"rnn-forward": "import os\nos._exit(0)"},
        status="crashed",
    ),
    Attack(
        "endings-killed",
        "Kills itself, everything that it may, and its parent.",
        right="forward",
        code=_step(
            "import os\nimport signal",
            "for who in (-1, 0, os.getppid(), 1, os.getpid()):\n"
            "    try:\n        os.kill(who, signal.SIGKILL)\n    except OSError:\n        pass",
        ),
        status="crashed",
    ),
    Attack(
        "endings-parent-stopped",
        "Stops its parent and the first process of its world, and goes on; nobody waits for them without end.",
        right="forward",
        adds={
            "rnn-forward": """
import os
import signal

for who in (os.getppid(), 1):
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGHUP):
        try:
            if who > 0:
                os.kill(who, number)
        except OSError:
            pass
"""
        },
    ),
    Attack(
        "endings-stopped-itself",
        "Stops itself: no CPU time passes, and no answer comes; wall time is the backstop.",
        right="forward",
        adds={"rnn-forward": "import os\nimport signal\nos.kill(os.getpid(), signal.SIGSTOP)"},
        status="timeout",
    ),
    Attack(
        "endings-asleep",
        "Sleeps for a day and catches everything.",
        right="forward",
        adds={
            "rnn-forward": """
import time

while True:
    try:
        time.sleep(86_400)
    except BaseException:
        pass
"""
        },
        status="timeout",
    ),
    Attack(
        "endings-loop-catching-everything",
        "An endless loop that catches every exception and ignores every signal that can be ignored.",
        right="forward",
        adds={
            "rnn-forward": """
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
        },
        status="timeout",
    ),
    Attack(
        "endings-loop-in-c",
        "A loop inside one call of a C function, which no signal handler of Python's interrupts.",
        right="forward",
        adds={
            "rnn-forward": "import itertools\nimport collections\ncollections.deque(itertools.count(), maxlen=0)"
        },
        status="timeout",
    ),
    Attack(
        "endings-loop-in-the-last-test",
        "Answers right until the last exercise, whose function never comes back; what passed before counts.",
        right="step forward readout torch stream padded",
        code={
            "count": """
def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q


def count_torch(d, h, q):
    while True:
        pass


def largest_hidden(budget, count):
    return -1
"""
        },
        earns="count-ours count-ours-fresh",
        status="timeout",
    ),
    Attack(
        "endings-limits-lifted",
        "Lifts its own limits of time and memory, and asks for real-time priority, before it loops.",
        right="forward",
        adds={
            "rnn-forward": """
import os
import resource

for limit in range(16):
    try:
        resource.setrlimit(limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
for attempt in (lambda: os.nice(-20), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))):
    try:
        attempt()
    except OSError:
        pass
while True:
    pass
"""
        },
        status="timeout",
    ),
    Attack(
        "endings-crash",
        "Reads address zero, as a faulty C extension would.",
        right="forward",
        code=_step("import ctypes", "return ctypes.string_at(0)"),
        status="crashed",
    ),
    Attack(
        "endings-abort",
        "os.abort, with a handler that would hang on SIGABRT.",
        right="forward",
        code=_step("import os", "os.abort()"),
        status="crashed",
    ),
    Attack(
        "endings-stack-overflow",
        "Recursion without a limit, until the C stack is used up.",
        right="forward",
        code=_step(
            "import sys\n\nsys.setrecursionlimit(10**9)",
            "ring = []\nfor _ in range(3_000_000):\n    ring = [ring]\nreturn repr(ring)",
        ),
        status="crashed",
    ),
    Attack(
        "endings-other-program",
        "Becomes another program, which prints and ends well.",
        right="forward",
        code=_step(
            "import os\nimport sys",
            "os.execv(sys.executable, [sys.executable, '-c', 'print(\"passed\")'])",
        ),
        status="crashed",
    ),
    Attack(
        "endings-exit-hooks",
        "Hooks for the interpreter's end that print verdicts and never return.",
        right="forward",
        adds={
            "rnn-setup": """
import atexit
import threading
import time


@atexit.register
def never():
    print('{"event": "done"}')
    while True:
        time.sleep(1)


threading.Thread(target=lambda: time.sleep(3600), daemon=False).start()
"""
        },
    ),
    Attack(
        "endings-kernel-told-to-leave",
        "exit, quit and the shell's own ways of leaving, in cells of its own.",
        right="step forward",
        adds={
            "rnn-setup": "exit()",
            "rnn-step": "from IPython import get_ipython\nget_ipython().ask_exit()\nraise SystemExit(0)",
        },
    ),
]
