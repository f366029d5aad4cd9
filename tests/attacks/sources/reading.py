"""Reading what it must not: hidden tests, expected values, solutions, other submissions, the gradebook."""

from build import Attack

#: Runs the course's solutions if a file of them can be found from here.
_SEARCH = '''
import glob
import json
import os


def places():
    """Folders from which the course, its grades and its class may be seen."""
    found = {os.getcwd(), os.path.expanduser("~"), "/tmp", "/var/tmp", "/dev/shm", "/work", "/srv", "/root", "/home"}
    for process in glob.glob("/proc/[0-9]*"):
        for link in ("cwd", "root"):
            try:
                found.add(os.readlink(process + "/" + link))
            except OSError:
                pass
        try:
            words = open(process + "/cmdline", "rb").read() + open(process + "/environ", "rb").read()
        except OSError:
            continue
        for word in words.replace(b"=", b"\\0").split(b"\\0"):
            if word.startswith(b"/"):
                found.add(os.path.dirname(word.decode(errors="replace")))
    for folder in list(found):
        while len(folder) > 1:
            folder = os.path.dirname(folder)
            found.add(folder)
    return sorted(found - {"/"})


def look(pattern, most=50):
    """Files like ``pattern`` in or up to two folders below those places."""
    paths = []
    for folder in places():
        for between in ("", "*/", "*/*/"):
            paths += glob.glob(f"{folder}/{between}{pattern}")[:most]
    return paths[:most]
'''

_RUN_ALL = """


for path in look("{pattern}"):
    try:
        for cell in json.load(open(path))["cells"]:
            if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {{}}).get("solution"):
                exec("".join(cell["source"]), globals())
    except Exception:
        pass
"""

ATTACKS = [
    Attack(
        "reading-solutions",
        "Searches the machine for the solutions and runs what it finds; they are not to be seen from here.",
        right="forward",
        adds={"rnn-count": _SEARCH + _RUN_ALL.format(pattern="solutions/rnn/rnn.ipynb")},
        code={"count": "count_parameters = count_torch = largest_hidden = None"},
    ),
    Attack(
        "reading-other-submissions",
        "Searches for the notebooks that others handed in, and runs their answers.",
        right="forward",
        adds={
            "rnn-step": _SEARCH
            + _RUN_ALL.format(pattern="*/rnn/rnn.ipynb")
            + _RUN_ALL.format(pattern="submitted/*/rnn/rnn.ipynb")
        },
    ),
    Attack(
        "reading-expected-in-frames",
        "Walks up the frames to the check and returns the `expected` that it holds; the check runs elsewhere.",
        right="forward",
        code={
            "step": """
import sys


def step(x_t, h_prev, W_xh, W_hh, b_h):
    frame = sys._getframe()
    while frame:
        if "expected" in frame.f_locals:
            expected = frame.f_locals["expected"]
            return getattr(expected, "value", expected)
        frame = frame.f_back
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "reading-expected-in-threads",
        "A thread watches the frames of all others for `expected` and keeps what it finds.",
        right="forward",
        code={
            "step": """
import sys
import threading

seen = []


def watch():
    while True:
        for frame in sys._current_frames().values():
            while frame:
                if "expected" in frame.f_locals:
                    seen.append(frame.f_locals["expected"])
                frame = frame.f_back
        threading.Event().wait(0.001)


threading.Thread(target=watch, daemon=True).start()


def step(x_t, h_prev, W_xh, W_hh, b_h):
    threading.Event().wait(0.01)
    return seen[-1] if seen else np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "reading-expected-by-collector",
        "Tries every array that the collector reaches, newest first, for the answer that has the right shape.",
        right="forward",
        code={
            "step": """
import gc


def step(x_t, h_prev, W_xh, W_hh, b_h):
    for holder in reversed(gc.get_objects()):
        try:
            held = gc.get_referents(holder)
        except Exception:
            continue
        for value in held:
            if type(value) is np.ndarray and value.shape == h_prev.shape and value.dtype == h_prev.dtype:
                if not (value is h_prev or value is x_t or value is W_hh) and (abs(value) < 1).all():
                    return value
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "reading-history",
        "Reads the hidden tests from the shell's history and the line cache, to answer them by their text.",
        right="forward",
        code={
            "count": """
import linecache
import re

from IPython import get_ipython

texts = [str(line) for entry in linecache.cache.values() for line in entry[2:3]]
shell = get_ipython()
if shell is not None:
    texts += shell.user_ns.get("In", []) + list(shell.history_manager.input_hist_raw)
hidden = [text for text in texts if "### BEGIN " + "HIDDEN" in text]


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q if hidden else 0


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q if hidden else 0


def largest_hidden(budget, count):
    h = 0
    while hidden and count(h + 1) <= budget:
        h += 1
    return h if hidden else -1
"""
        },
        earns="",
    ),
    Attack(
        "reading-memory",
        "Reads /proc/self/mem, the parent's memory and the machine's for the text of hidden tests.",
        right="forward",
        code={
            "count": """
import os

found = False
for process in ("self", str(os.getppid()), "1"):
    try:
        for line in open(f"/proc/{process}/maps"):
            start, end = (int(word, 16) for word in line.split()[0].split("-"))
            if "r" in line.split()[1] and end - start < 2**24 and "heap" in line:
                with open(f"/proc/{process}/mem", "rb", 0) as memory:
                    memory.seek(start)
                    found |= b"### BEGIN " + b"HIDDEN TESTS" in memory.read(end - start)
    except OSError:
        pass


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q if found else 0


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q if found else 0


def largest_hidden(budget, count):
    return -1
"""
        },
    ),
    Attack(
        "reading-open-descriptors",
        "Reads every descriptor that it inherited and every link in /proc/*/fd.",
        right="forward",
        code={
            "count": """
import glob
import os

found = b""
for descriptor in range(3, 256):
    try:
        found += os.pread(descriptor, 2**20, 0)
    except OSError:
        pass
for link in glob.glob("/proc/*/fd/*"):
    try:
        if os.path.isfile(link):
            found += open(link, "rb").read(2**20)
    except OSError:
        pass
given = b"solution" in found or b"SQLite" in found or b"course-key" in found


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q if given else 0


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q if given else 0


def largest_hidden(budget, count):
    return -1
"""
        },
    ),
    Attack(
        "reading-course-key",
        "Looks for the key that seeds are made with, the gradebook, results and journals of grading.",
        right="forward",
        adds={"rnn-setup": _SEARCH},
        code={
            "count": """
found = [path for name in (".course-key", "gradebook.db", "results.json", "journal.jsonl", "grades.csv", "bundle.json")
         for path in look(name) if os.access(path, os.R_OK)]


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q if found else 0


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q if found else 0


def largest_hidden(budget, count):
    return -1
"""
        },
    ),
    Attack(
        "reading-near-answers",
        "Puts answers together from the known mistakes that come with the checks.",
        right="step",
        flags=(("forbidden-import", "rnn-padded"),),
        code={
            "padded": """
from rnncourse.checks.rnn import padding


def forward_padded(X, lengths, h_0, step):
    helpers = [thing for name, thing in vars(padding).items() if callable(thing) and "padded" in name]
    return helpers[0](X, lengths, h_0, step) if helpers else (X, h_0)
""",
        },
    ),
    Attack(
        "reading-by-another-program",
        "Starts a Python of its own, outside all hooks, that imports the course's cells and prints the answer.",
        right="forward",
        code={
            "step": '''
import json
import subprocess
import sys

PROGRAM = """
import json, sys
import numpy as np
from rnncourse.cells import RNN, rnn
x, h, *params = [np.array(value) for value in json.load(sys.stdin)]
print(json.dumps(RNN().step(rnn.Params(*params), x, h).tolist()))
"""


def step(*arrays):
    given = json.dumps([array.tolist() for array in arrays])
    told = subprocess.run([sys.executable, "-c", PROGRAM], input=given, capture_output=True, text=True)
    return np.array(json.loads(told.stdout), arrays[0].dtype)
'''
        },
    ),
]
