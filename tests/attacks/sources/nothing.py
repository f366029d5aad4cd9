"""Constants, zeros, inputs handed back: answers to nothing that earn nothing."""

from build import ROOT, Attack, master

from rnncourse.grading.submissions import load_all

ANSWERS = load_all(ROOT / "tests" / "submissions" / "rnn")


def _all(name: str) -> dict[str, str]:
    return {answer.exercise: answer.source for answer in ANSWERS if answer.name == name}


def _exercises() -> list[str]:
    return [cell.id.removeprefix("rnn-") for cell in master("rnn").masters[0].solutions()]


_RAISING = {
    "step": "def step(*arrays):\n    raise NotImplementedError",
    "forward": "def forward(*args):\n    return NotImplemented",
    "readout": "readout_every = readout_last = lambda *args: ...",
    "torch": "from_torch = to_torch = lambda *args: args",
    "stream": "def stream(*args):\n    return args[-1](args[0][0], args[1])",
    "padded": "forward_padded = max",
    "count": "count_parameters = count_torch = largest_hidden = lambda *args, **options: None",
}

ATTACKS = [
    Attack("nothing-zeros", "Zeros of the right shape everywhere.", code=_all("nothing_zeros")),
    Attack("nothing-constant", "One constant everywhere.", code=_all("nothing_constant")),
    Attack("nothing-inputs-back", "What comes in goes out.", code=_all("nothing_inputs_back")),
    Attack("nothing-at-all", "The notebook as it was released.", right=""),
    Attack(
        "nothing-odd",
        "Ellipsis, NotImplemented, builtins and references instead of answers.",
        code=_RAISING,
        earns="stream-one-chunk",
    ),
    Attack("nothing-deleted", "All answers deleted: empty cells.", code=dict.fromkeys(_exercises(), "")),
]
