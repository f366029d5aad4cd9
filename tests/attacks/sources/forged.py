"""Results that lie about themselves: forged equality, array subclasses, huge, recursive or odd values."""

from build import Attack

_STEP = "def step(x_t, h_prev, W_xh, W_hh, b_h):\n    return {result}"


def _step(setup: str, result: str) -> dict[str, str]:
    return {"step": setup.strip("\n") + "\n\n\n" + _STEP.format(result=result)}


def _count(setup: str, result: str) -> dict[str, str]:
    functions = ("count_parameters(d, h, q, T)", "count_torch(d, h, q)", "largest_hidden(budget, count)")
    return {
        "count": setup.strip("\n")
        + "".join(f"\n\n\ndef {function}:\n    return {result}" for function in functions)
    }


ATTACKS = [
    Attack(
        "forged-equal-number",
        "A float that equals everything; only its value crosses, and that is wrong.",
        right="forward",
        code=_count(
            """
class Always(float):
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __hash__ = float.__hash__
    __sub__ = __rsub__ = lambda self, other: 0.0
    __abs__ = lambda self: 0.0
""",
            "Always(0)",
        ),
    ),
    Attack(
        "forged-equal-array",
        "An array subclass whose every operation gives zeros; what crosses is a plain array, or nothing.",
        right="forward",
        code=_step(
            """
class Always(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if ufunc in (np.equal, np.less_equal, np.isfinite):
            return np.ones(self.shape, bool)
        return np.zeros(self.shape)

    def __array_function__(self, function, types, args, options):
        return True

    def astype(self, *args, **options):
        return self
""",
            "np.zeros_like(h_prev).view(Always)",
        ),
    ),
    Attack(
        "forged-array-protocol",
        "An object that turns into another array each time it is asked; it is no array, and does not cross.",
        right="forward",
        code=_step(
            """
class Chameleon:
    __class__ = np.ndarray
    __array_priority__ = 1e9

    def __init__(self, like):
        self.shape, self.dtype, self.ndim = like.shape, like.dtype, like.ndim

    def __array__(self, *args, **options):
        return np.zeros(self.shape, self.dtype)

    def __getattr__(self, name):
        return lambda *args, **options: self

    def __sub__(self, other):
        return np.zeros(self.shape)

    __rsub__ = __eq__ = __le__ = __sub__
""",
            "Chameleon(h_prev)",
        ),
    ),
    Attack(
        "forged-lying-shape",
        "An array subclass that says another shape, type and size than it has; the bytes are counted.",
        right="forward",
        code=_step(
            """
class Liar(np.ndarray):
    shape = property(lambda self: (10**9, 10**9))
    dtype = property(lambda self: np.dtype("f8"))
    nbytes = property(lambda self: -1)
    size = property(lambda self: -1)

    def tobytes(self, *args):
        return b""
""",
            "np.ndarray.__new__(Liar, (3,))",
        ),
    ),
    Attack(
        "forged-huge-view",
        "A view of one number as 2**50 numbers; what is too large to cross is refused before it is copied.",
        right="forward",
        code=_step("", "np.broadcast_to(np.float64(0), (2**25, 2**25))"),
    ),
    Attack(
        "forged-large-array",
        "Half a gigabyte of real zeros as an answer: more than may cross.",
        right="forward",
        code=_step("", "np.zeros((1 << 16, 1 << 10))"),
    ),
    Attack(
        "forged-object-array",
        "An object array of numbers that equal everything; objects do not cross.",
        right="forward",
        code=_step(
            """
class Always(float):
    __eq__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = float.__hash__
""",
            "np.array([[Always()] * h_prev.shape[1]] * len(h_prev), dtype=object)",
        ),
    ),
    Attack(
        "forged-structured-array",
        "A record array with fields named like attributes; only listed types of numbers cross.",
        right="forward",
        code=_step("", "np.zeros(h_prev.shape, dtype=[('shape', 'f8'), ('__class__', 'f8')])"),
    ),
    Attack(
        "forged-odd-numbers",
        "long double, complex, dates and masked arrays where float64 is asked.",
        right="forward",
        code=_step(
            "kinds = [np.longdouble, np.complex128, 'M8[s]']",
            "np.ma.masked_all(h_prev.shape) if len(kinds) < 1 else np.zeros(h_prev.shape, kinds.pop())",
        ),
    ),
    Attack(
        "forged-not-a-number",
        "NaN everywhere, in the hope of a comparison that is false both ways.",
        right="forward",
        code=_step("", "np.full_like(h_prev, np.nan)") | _count("nan = float('nan')", "nan"),
    ),
    Attack(
        "forged-integer-without-end",
        "A whole number of a million digits, which takes long to read and to print.",
        right="forward",
        code=_count("import sys\n\nsys.set_int_max_str_digits(0)\nhuge = 1 << 4_000_000", "huge"),
    ),
    Attack(
        "forged-recursive-list",
        "A list that holds itself; a cycle does not cross.",
        right="forward",
        code=_step("ring = []\nring.append(ring)", "ring"),
    ),
    Attack(
        "forged-deep-list",
        "A list in a list, 100,000 deep; the depth of what crosses is limited on both sides.",
        right="forward",
        code=_step(
            """
def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value
""",
            "nested(100_000)",
        ),
    ),
    Attack(
        "forged-wide-list",
        "A list of half a million lists, and the same list a million times: as many nodes as may cross, and more.",
        right="forward",
        code=_step("wide = [[0.0]] * 1_000_000", "wide"),
    ),
    Attack(
        "forged-mapping",
        "A dict subclass, and keys that are no strings or are named like attributes.",
        right="forward",
        code=_step(
            """
class Everything(dict):
    __eq__ = lambda self, other: True
    __hash__ = None
    __missing__ = lambda self, key: self
""",
            "Everything({'__class__': 'ndarray', 3: 4, ('a',): 5, '$ndarray': [1, 2]})",
        ),
    ),
    Attack(
        "forged-named-tuple",
        "A named tuple whose fields are named like attributes of tuples, and a length that it does not have.",
        right="step",
        code={
            "forward": """
class Pair(tuple):
    _fields = ("__class__", "__len__", "_asdict")

    def __len__(self):
        return 2

    def __eq__(self, other):
        return True

    __hash__ = None


def forward(X, h_0, step):
    return Pair((np.zeros_like(h_0),) * 7)
"""
        },
    ),
    Attack(
        "forged-pickle",
        "An object whose unpickling would run code in the judge; nothing is ever unpickled.",
        right="forward",
        code=_step(
            """
import os


class Surprise:
    def __reduce__(self):
        return os.system, ("touch /tmp/rnncourse-attack-pickle /dev/shm/rnncourse-attack-pickle",)
""",
            "Surprise()",
        ),
    ),
    Attack(
        "forged-handles",
        "Answers that look like what objects become on their way to the judge: its own handles and markers.",
        right="forward",
        code=_step(
            "forms = [{'h': 0, 'k': 'call'}, {'cb': 1}, {'a': '<f8', 's': [1], 'g': 0}, {'handle': 1}, {'$': 'array'}]",
            "forms[len(h_prev) % len(forms)]",
        ),
    ),
]
