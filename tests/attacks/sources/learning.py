"""Learning hidden inputs: through prints, errors, timing, callbacks, and from one attempt to the next."""

from build import Attack

_NOTES = '''
import glob
import json
import os

PLACES = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/run/user/0", os.path.expanduser("~"), os.getcwd(), "/course", ".."]


def keep(what):
    """Leave a note for whoever comes next."""
    for place in PLACES:
        try:
            with open(f"{place}/rnncourse-attack-notes", "a") as file:
                file.write(json.dumps(what) + "\\n")
        except OSError:
            pass


def kept():
    """What others left."""
    found = []
    for place in PLACES:
        try:
            found += [json.loads(line) for line in open(f"{place}/rnncourse-attack-notes")]
        except (OSError, ValueError):
            pass
    return found
'''

_RIGHT_IF = """


def count_parameters(d, h, q, T):
    return d * h + h * h + h + h * q + q if {given} else 0


def count_torch(d, h, q):
    return d * h + h * h + 2 * h + h * q + q if {given} else 0


def largest_hidden(budget, count):
    return -1
"""

ATTACKS = [
    Attack(
        "learning-by-prints",
        "Prints every hidden input for the learner to read; what hidden calls print goes to the instructor only.",
        right="forward",
        code={
            "step": """
def step(x_t, h_prev, W_xh, W_hh, b_h):
    print("HIDDEN-INPUT", x_t.tolist(), h_prev.tolist(), W_xh.tolist())
    return np.zeros_like(h_prev)
"""
        },
    ),
    Attack(
        "learning-by-errors",
        "Raises an error whose words hold the hidden inputs.",
        right="forward",
        code={
            "step": """
def step(*arrays):
    raise ValueError("HIDDEN-INPUT " + " ".join(str(array.tolist()) for array in arrays))
"""
        },
    ),
    Attack(
        "learning-by-results",
        "Returns the hidden inputs as names and keys, in the hope that a sentence quotes them.",
        right="forward",
        code={
            "step": """
def step(x_t, h_prev, W_xh, W_hh, b_h):
    return {"HIDDEN-INPUT " + str(x_t.tolist()): type("HIDDEN-INPUT" + str(h_prev.tolist()), (), {})}
"""
        },
    ),
    Attack(
        "learning-notes-left",
        "Leaves what it was asked in every folder that might outlive it, for an accomplice.",
        right="forward",
        code={
            "count": _NOTES
            + """


def count_parameters(d, h, q, T):
    keep([d, h, q, T])
    return 0


def count_torch(d, h, q):
    keep([d, h, q])
    return 0


def largest_hidden(budget, count):
    keep(budget)
    return -1
"""
        },
    ),
    Attack(
        "learning-notes-read",
        "The accomplice: answers right as soon as it finds a note; each submission starts in fresh folders.",
        right="forward",
        code={"count": _NOTES + _RIGHT_IF.format(given="kept()")},
    ),
    Attack(
        "learning-system-v-left",
        "Leaves a note in System V shared memory and in a message queue, which outlive their process.",
        right="forward",
        adds={
            "rnn-setup": """
import ctypes

libc = ctypes.CDLL(None)
libc.shmget(0x524E4E, ctypes.c_size_t(4096), 0o1666)
libc.msgget(0x524E4E, 0o1666)
libc.semget(0x524E4E, 1, 0o1666)
"""
        },
    ),
    Attack(
        "learning-system-v-read",
        "The accomplice looks for that memory, that queue and that semaphore.",
        right="forward",
        code={
            "count": """
import ctypes

libc = ctypes.CDLL(None)
given = any(number >= 0 for number in (
    libc.shmget(0x524E4E, ctypes.c_size_t(0), 0),
    libc.msgget(0x524E4E, 0),
    libc.semget(0x524E4E, 0, 0),
))
"""
            + _RIGHT_IF.format(given="given")
        },
    ),
    Attack(
        "learning-keyring-left",
        "Leaves a note in the kernel's keyring.",
        right="forward",
        adds={
            "rnn-setup": """
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for ring in (-3, -4, -5):
    libc.syscall(248, b"user", b"rnncourse-attack", b"note", ctypes.c_size_t(4), ring)
"""
        },
    ),
    Attack(
        "learning-keyring-read",
        "The accomplice asks the keyring.",
        right="forward",
        code={
            "count": """
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
given = any(libc.syscall(250, 10, ring, b"user", b"rnncourse-attack", 0) > 0 for ring in (-3, -4, -5))
"""
            + _RIGHT_IF.format(given="given")
        },
    ),
    Attack(
        "learning-visible-by-heart",
        "A table of the numbers that a learner's own checks show; hidden tests, and fresh draws, are not in it.",
        right="forward",
        code={
            "count": """
ours = {(3, 5, 4, 7): 69, (1, 2, 1, 2): 11, (28, 128, 10, 28): 21386}
torch_s = {(3, 5, 4): 74, (6, 2, 3): 29}


def count_parameters(d, h, q, T):
    return ours.get((d, h, q, T), 0)


def count_torch(d, h, q):
    return torch_s.get((d, h, q), 0)


def largest_hidden(budget, count):
    return {112: 5, 105: 5, 104: 4, 20: 0}.get(budget, -1)
"""
        },
    ),
]
