"""Random state forged, guessed and fixed."""

from build import TORCH, Attack

ATTACKS = [
    Attack(
        "randomness-seed-in-environment",
        "Sets the seed of grading to the one of practice, so that hidden numbers become those known from there.",
        right="forward",
        code={
            "step": """
import os

os.environ["RNNCOURSE_SEED"] = "00"
known = {}


def step(x_t, h_prev, W_xh, W_hh, b_h):
    from rnncourse import checks
    draw = checks.rng("rnn-step-values")
    weights = [draw.uniform(-1, 1, size) for size in (W_xh.shape, W_hh.shape)]
    return np.tanh(weights[0][:1].repeat(len(x_t), 0))
"""
        },
    ),
    Attack(
        "randomness-seed-read",
        "Reads the seed of grading from its environment and repeats the judge's draws; here the variable is not set.",
        right="forward",
        code={
            "count": """
import os

from rnncourse import checks

table = {}
if os.environ.get("RNNCOURSE_SEED", "00") != "00":
    draw = checks.rng("rnn-count-ours-fresh")
    for _ in range(3):
        d, h, q, T = checks.sizes(draw, 4, high=60)
        table[d, h, q, T] = d * h + h * h + h + h * q + q


def count_parameters(d, h, q, T):
    return table.get((d, h, q, T), 0)


def count_torch(d, h, q):
    return 0


def largest_hidden(budget, count):
    return -1
"""
        },
    ),
    Attack(
        "randomness-global-state-fixed",
        "Seeds NumPy's, Python's and PyTorch's global generators before each call; no test draws from them.",
        right="count",
        code={
            "step": """
import random


def step(x_t, h_prev, W_xh, W_hh, b_h):
    np.random.seed(0)
    random.seed(0)
    return np.tanh(np.random.normal(size=h_prev.shape))
"""
        },
    ),
    Attack(
        "randomness-generator-rewound",
        "Winds the generator that it is handed back to where it was, so that the next draw of the judge repeats.",
        assignment=TORCH,
        right="refuse",
        code={
            "draw": """
def drop(X, p, rng):
    state = rng.bit_generator.state
    rng.random(X.shape)
    rng.bit_generator.state = state
    rng.bit_generator.advance(-1)
    return np.zeros_like(X)
"""
        },
    ),
    Attack(
        "randomness-generator-replaced",
        "Gives the generator's class a method that returns ones, for whoever draws next.",
        assignment=TORCH,
        right="refuse",
        code={
            "draw": """
class Constant(np.random.Generator):
    def random(self, size=None, *args, **options):
        return np.ones(size)


np.random.Generator = Constant
np.random.default_rng = lambda seed=None: Constant(np.random.PCG64(0))


def drop(X, p, rng):
    try:
        rng.__class__ = Constant
    except TypeError:
        pass
    return np.zeros_like(X)
"""
        },
    ),
    Attack(
        "randomness-generator-returned",
        "Returns the generator, and generators of its own with a forged state, in the place of numbers.",
        assignment=TORCH,
        right="refuse",
        code={
            "draw": """
def drop(X, p, rng):
    return rng if len(X) % 2 else np.random.default_rng(0)
"""
        },
    ),
]
