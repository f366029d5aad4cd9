"""Arguments written back, aliased, kept for later; what is lent used for more than it was lent for."""

from build import Attack

ATTACKS = [
    Attack(
        "arguments-written-back",
        "Makes its read-only arguments writable and overwrites them, so that what is expected from them changes.",
        right="forward",
        code={
            "step": """
def step(x_t, h_prev, W_xh, W_hh, b_h):
    for array in (x_t, h_prev, W_xh, W_hh, b_h):
        try:
            array.flags.writeable = True
        except ValueError:
            array = array.base if array.base is not None else array
        array[...] = 0
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "arguments-written-by-address",
        "Writes zeros into its arguments by their address; they are copies, and changes never come back.",
        right="forward",
        code={
            "step": """
import ctypes


def step(x_t, h_prev, W_xh, W_hh, b_h):
    for array in (x_t, h_prev, W_xh, W_hh, b_h):
        ctypes.memset(array.ctypes.data, 0, array.nbytes)
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "arguments-list-emptied",
        "Empties the list of chunks, so that nothing is left to be right about.",
        right="step",
        earns="stream-one-chunk",
        code={
            "stream": """
def stream(chunks, h_0, forward):
    first = chunks[0]
    chunks.clear()
    chunks.append(first[:, :1])
    return forward(chunks[0], h_0)
"""
        },
    ),
    Attack(
        "arguments-originals-by-frame",
        "Finds the originals of its arguments in the frames above and overwrites them there.",
        right="forward",
        code={
            "step": """
import sys


def step(x_t, h_prev, W_xh, W_hh, b_h):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            for array in value if isinstance(value, tuple) else (value,):
                if isinstance(array, np.ndarray) and array.dtype.kind == "f":
                    try:
                        array.flags.writeable = True
                        array[...] = 0
                    except ValueError:
                        pass
        frame = frame.f_back
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "arguments-kept-callback",
        "Keeps the reference that an earlier test lent and calls it in a later one: it was lent for one call, and "
        "who uses it again gets fresh boxes.",
        right="step",
        code={
            "forward": """
kept = []


def forward(X, h_0, step):
    kept.append(step)
    H, h_t = [], h_0
    for t in range(X.shape[1]):
        h_t = kept[0](X[:, t], h_t)
        H.append(h_t)
    return np.stack(H, axis=1), h_t
""",
        },
        earns="forward-values forward-another-cell",
        flags=(("protocol-violation", "rnn-forward-one-step"), ("protocol-violation", "rnn-forward-float32")),
    ),
    Attack(
        "arguments-callback-from-a-thread",
        "A thread calls what was lent after the call has returned, while other tests use the same channel.",
        right="step",
        code={
            "forward": """
import threading
import time


def forward(X, h_0, step):
    def later():
        for _ in range(200):
            time.sleep(0.002)
            try:
                step(X[:, 0], h_0)
            except BaseException:
                pass
    threading.Thread(target=later, daemon=True).start()
    return None
""",
        },
        racing=True,
    ),
    Attack(
        "arguments-callback-closure",
        "Takes the reference out of the closure of the function that it was lent, and has it do the exercise.",
        right="step",
        code={
            "padded": """
def forward_padded(X, lengths, h_0, step):
    inside = dict(zip(step.__code__.co_freevars, [cell.cell_contents for cell in step.__closure__]))
    return inside["reference"].forward(inside["params"], X, h_0, lengths)[:2]
""",
            "stream": """
def stream(chunks, h_0, forward):
    inside = dict(zip(forward.__code__.co_freevars, [cell.cell_contents for cell in forward.__closure__]))
    return inside["reference"].forward(inside["params"], np.concatenate(chunks, axis=1), h_0)[:2]
""",
        },
    ),
    Attack(
        "arguments-callback-globals",
        "Reaches the judge's globals and builtins through the lent function, to replace what judges.",
        right="step",
        code={
            "count": """
def count_parameters(d, h, q, T):
    return 0


def count_torch(d, h, q):
    return 0


def largest_hidden(budget, count):
    function = getattr(count, "__wrapped__", count)
    for name in ("checks", "_check"):
        function.__globals__["__builtins__"]["max"] = lambda *args, **options: 1e300
        function.__globals__[name] = None
    return -1
""",
        },
    ),
    Attack(
        "arguments-forged-for-callback",
        "Hands the lent reference an array subclass that writes down what it is multiplied with: its weights.",
        right="step",
        code={
            "forward": """
class Spy(np.ndarray):
    seen = []

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        Spy.seen += [value for value in inputs if type(value) is np.ndarray]
        return getattr(ufunc, method)(*[np.asarray(value) for value in inputs], **options)


def forward(X, h_0, step):
    step(X[:, 0].view(Spy), h_0.view(Spy))
    W = Spy.seen[0]
    return np.tanh(X @ W), h_0
""",
        },
    ),
    Attack(
        "arguments-callback-recursion",
        "Calls the lent function from within itself without end, by handing it itself as an argument.",
        right="step",
        code={
            "forward": """
def forward(X, h_0, step):
    def again(x, h):
        return step(again, step)
    return again(X, h_0), h_0
""",
        },
    ),
    Attack(
        "arguments-endless-callbacks",
        "Calls what it was lent for ever and catches every refusal.",
        right="step",
        code={
            "count": """
def count_parameters(d, h, q, T):
    return 0


def count_torch(d, h, q):
    return 0


def largest_hidden(budget, count):
    while True:
        try:
            count(1)
        except BaseException:
            pass
""",
        },
        status="timeout",
    ),
]
