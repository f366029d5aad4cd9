"""What the test cells of the exercises use: checks whose failure teaches.

A test cell draws plain data, computes what is expected **before** it calls the learner's function, and hands
both to ``returns``. Nothing else is taken from the learner; nothing is printed; the cell ends in None:

    @checks.check
    def _check():
        draw = checks.rng("rnn-step-values")
        x_t, h_prev = draw.normal(size=(3, 4)), draw.normal(size=(3, 2))
        params = reference.init(draw, d=4, h=2)
        checks.returns(step, (x_t, h_prev, *params), reference.step(params, x_t, h_prev),
                       called="step", of="h_t", suspects=suspects.STEP)

``made`` has a function make an object that a test goes on with, ``vjp`` gives the gradients of a torch module,
``raises`` asks for a refusal, ``twins`` for random numbers that two may draw alike. A setup cell says with ``allow``
what solutions may use besides NumPy. The same cells run in a learner's kernel and in grading, where the function lives
in another process and a ``StandIn`` (``standing``) takes its place.

A failure is a ``CheckFailed``: what is wrong, where, with which values, what usually causes it and where to
read. The cause is found by trying ``Suspect``s: known mistakes, each run on the very same inputs.
"""

from rnncourse.checks.allowing import allow
from rnncourse.checks.drawing import lengths, rng, sizes, twins
from rnncourse.checks.failure import CheckFailed
from rnncourse.checks.gradients import vjp
from rnncourse.checks.judging import part, returns
from rnncourse.checks.making import made
from rnncourse.checks.refusing import raises
from rnncourse.checks.running import bounded, check, several
from rnncourse.checks.suspects import Suspect

__all__ = [
    "CheckFailed",
    "Suspect",
    "allow",
    "bounded",
    "check",
    "lengths",
    "made",
    "part",
    "raises",
    "returns",
    "rng",
    "several",
    "sizes",
    "twins",
    "vjp",
]
