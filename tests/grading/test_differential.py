"""Right and wrong answers score the same three ways: stock nbgrader, a learner's own kernel, and our grader.

The first two trust what they run and run the tests in its process; ours runs them in another. Each test cell is the
same text in all three. So many answers are graded that each test of each assignment is seen to pass and to fail;
``inside/test_same_words.py`` holds ours to one process for every answer. Set RNNCOURSE_EVERY_ANSWER=1 to grade every
answer three ways here too (about two minutes an assignment). Ours alone gets, in the same boxes, what the other two
cannot be given: the sample classes as they are, and solutions that have the course compute the answer.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import stock

from rnncourse.errors import CourseError
from rnncourse.grading import assignment as assignments
from rnncourse.grading import bundle as bundles
from rnncourse.grading import engine, sample
from rnncourse.grading.plan import steps
from rnncourse.grading.results import Result
from rnncourse.grading.sandbox.selftest import best_level
from rnncourse.grading.submissions import assemble, load_all

ROOT = Path(__file__).resolve().parents[2]
SEED = "5eed" * 8
ASSIGNMENTS = assignments.names(ROOT)
IN_THE_SAMPLE_CLASS_TEST = "rnn"  # which stock nbgrader grades there too

#: Right answers that are not the learner's own, by solution cell: what a layer or a check of the course returns.
BORROWED = {
    "sequences-embedding": """
from rnncourse.checks.sequences import embedding as known
from rnncourse.cells import embedding
def one_hot(ids, v):
    return embedding.forward(embedding.Params(np.eye(v)), ids)
def embed(ids, E):
    return embedding.forward(embedding.Params(E), ids)
def embed_backward(ids, dX, v):
    return known._summed(ids, dX, v)
""",
    "rnn-step": """
def step(x_t, h_prev, W_xh, W_hh, b_h):
    from rnncourse.cells import RNN
    return RNN().step(RNN.Params(W_xh, W_hh, b_h), x_t, h_prev)
""",
    "rnn-forward": """
from rnncourse.checks.rnn import time
def forward(X, h_0, step):
    H = np.stack(time.all_states(X, h_0, step), axis=1)
    return H, H[:, -1]
""",
    "bptt-loss": """
from rnncourse import losses
def softmax_gradient(logits, targets, mask):
    return losses.softmax_cross_entropy(logits, targets, mask)[1]
def binary_gradient(logits, targets, mask):
    return losses.binary_cross_entropy(logits, targets, mask)[1]
""",
    "bptt-vanishing": """
def rank_networks(networks):
    from rnncourse.checks.bptt import vanishing
    return list(vanishing.order(networks)[0])
""",
    "bidirectional-reverse": """
import rnncourse.cells
def reverse(X, lengths):
    return rnncourse.cells.bidirectional.reverse_within_length(X, lengths)
""",
    "bidirectional-merge": """
from rnncourse.checks.bidirectional import merging
def merge(H_ahead, H_back, how):
    return merging.merged(H_ahead, H_back, how)
def merge_backward(dH, how):
    return merging.merged_backward(dH, how)
""",
    "lstm-gates": """
def step(x_t, h_prev, c_prev, W_xh, W_hh, b_h):
    from rnncourse.cells import LSTM
    return tuple(LSTM().step(LSTM.Params(W_xh, W_hh, b_h), x_t, LSTM.State(h_prev, c_prev)))
""",
    "lstm-count": """
from rnncourse.checks.lstm import counts as known
def count(d, h, biases):
    return known.parameters(d, h, biases)
def units(*given):
    return known._exact(*given)
""",
    "lstm-variants-peephole": """
from rnncourse.cells import peephole
def peephole_step(x_t, h_prev, c_prev, *weights):
    cell = peephole.PeepholeLSTM()
    return tuple(cell.step(peephole.Params(*weights), x_t, cell.State(h_prev, c_prev)))
peephole_gradients = peephole_step
""",
    "deep-stack": """
def stack_forward(X, lengths, states, params):
    from rnncourse.cells import RNN, Stacked
    own = tuple(RNN.Params(*weights) for weights in params)
    H, finals, _ = Stacked([RNN()] * len(params)).forward(own, X, tuple(states), lengths=lengths)
    return H, list(finals)
stack_step = stack_forward
""",
    "deep-placement": """
def diagnose(traces):
    from rnncourse.checks.deep import placing
    return placing._but()(traces)
def rank_memory(*given):
    from rnncourse.checks import deep
    return deep.remembering._ordered(*given)
""",
    "gru-step": """
import rnncourse.cells
def step_before(x_t, h_prev, *weights):
    cell = rnncourse.cells.GRU(reset="before")
    return cell.step(cell.Params(*weights), x_t, h_prev)
def step_after(x_t, h_prev, *weights):
    return rnncourse.cells.GRU().step(rnncourse.cells.GRU().Params(*weights), x_t, h_prev)
""",
    "language-perplexity": """
def surprise(logits, targets, mask):
    from rnncourse import losses
    return losses.softmax_cross_entropy(logits, targets, mask, "sum")[0], int(mask.sum())
def perplexity(totals, counts):
    from rnncourse import losses
    return np.exp(losses.softmax_cross_entropy(totals, counts)[0])
def bits_per_character(*given):
    from rnncourse.checks.language import per_character as known
    return known.bits(*given)
""",
    "language-cloze": """
from rnncourse.checks import language as known
def log_probability(sentence, log_first, log_next):
    return known.summed(sentence, log_first, log_next)
def rank(*given):
    return known.ranked(*given)
""",
    "mnist-twice": """
import rnncourse.losses
from rnncourse.checks.mnist import twice as known
def lowest_loss(k):
    return known.lowest(k)
def double_softmax(logits, targets):
    return known.twice(logits, targets)
def applied_twice(outputs, targets, losses):
    given = [rnncourse.losses.softmax_cross_entropy(*pair)[0] for pair in zip(outputs, targets)]
    return np.isclose(given, losses) & known._adding_up(outputs) & known._positive(outputs)
""",
    "mnist-compose": """
def compose(W_in, b_in, W_xh, b_h):
    from rnncourse.cells import LSTM, dense
    from rnncourse.checks import mnist
    return mnist.composed(dense.Params(W_in, b_in), LSTM().Params(W_xh, W_xh, b_h))
def counts(d, m, h):
    from rnncourse.checks.mnist import composing
    return composing.parameters(d, m, h)
""",
}


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def compared(request, tmp_path_factory):
    """For each way of grading the score of each test, by student; a student is one answer to each exercise."""
    assignment = assignments.load(ROOT, request.param)
    together = stock.together(load_all(ROOT / "tests" / "submissions" / assignment.name))
    if not os.environ.get("RNNCOURSE_EVERY_ANSWER"):
        together = stock.covering(together, assignment.masters[0].tests())
    answers = {
        f"s{number:03}": {cell: answer.source for cell, answer in notebook.items()}
        for number, notebook in enumerate(together)
    }
    solved = {
        cell.id: stock.solution_source(cell.source)
        for master in assignment.masters
        for cell in master.solutions()
    }
    course = tmp_path_factory.mktemp("stock")
    released = stock.make_course(course, assignment)
    notebooks = {student: assemble(released, solved | own) for student, own in answers.items()}
    made = bundles.make(assignment, tmp_path_factory.mktemp("ours"))
    with ThreadPoolExecutor(1) as beside:  # nbgrader waits for processes most of the time
        nbgrader = beside.submit(stock.autograde, course, assignment, notebooks, SEED)
        return {
            "kernel": stock.in_kernels(assignment, answers, SEED),
            "ours": {student: scores(ours(made, notebook)) for student, notebook in notebooks.items()},
            "class": sample_class(made),
            "borrowed": ours(made, assemble(released, solved | borrowed(assignment.name))),
            "nbgrader": nbgrader.result(),
        }


def borrowed(name) -> dict[str, str]:
    cells = {cell.id for master in assignments.load(ROOT, name).masters for cell in master.solutions()}
    return {cell: source for cell, source in BORROWED.items() if cell in cells}


def sample_class(made) -> dict[str, tuple[sample.Student, Result]]:
    """The class that ``rnncourse course`` grades, by our grader; who never ends is stopped sooner than there."""
    name = made.assignment.name
    limits = replace(made.assignment.limits, cell_seconds=1.5)
    sooner = replace(made, assignment=replace(made.assignment, limits=limits))
    return {
        student.name: (
            student,
            ours(sooner if student.status == "timeout" else made, json.loads(student.content)),
        )
        for student in ([] if name == IN_THE_SAMPLE_CLASS_TEST else sample.students(ROOT, name))
        if student.status not in ("missing", "malformed")  # which have nothing that runs
    }


def scores(result: Result) -> dict[str, float]:
    return {test.id: test.score for test in result.tests}


def ours(made, notebook) -> Result:
    try:
        level = best_level()
    except CourseError:
        level = "trusted"
    blank = Result(
        student="s",
        assignment=made.assignment.name,
        attempt="a",
        bundle=made.hash,
        environment="e",
        seed=SEED,
        status="graded",
        flags=(),
        score=0.0,
        max_score=made.assignment.max_score,
        tests=(),
    )
    (master,) = made.assignment.masters
    content = {master.name: json.dumps(notebook).encode()}
    return engine.grade(engine.Job(made, content, blank, level)).result


@pytest.mark.timeout(900)
@pytest.mark.parametrize("other", ["nbgrader", "kernel"])
def test_every_answer_scores_the_same(compared, other):
    mine, theirs = compared["ours"], compared[other]
    assert mine.keys() == theirs.keys()
    differing = {
        (student, test): (score, theirs[student].get(test))
        for student, tests in mine.items()
        for test, score in tests.items()
        if theirs[student].get(test) != score
    }
    assert not differing


@pytest.mark.timeout(900)
def test_sample_class_gets_the_statuses_and_scores_that_it_declares(compared):
    graded = {name: (result.status, result.score) for name, (_, result) in compared["class"].items()}
    assert graded == {
        name: (student.status, student.score) for name, (student, _) in compared["class"].items()
    }


@pytest.mark.timeout(900)
def test_answers_that_the_course_computes_earn_nothing_and_are_flagged(compared):
    result = compared["borrowed"]
    theirs = tuple(f"{cell}-" for cell in borrowed(result.assignment))
    assert theirs
    assert [test.id for test in result.tests if test.score == 0] == [
        test.id for test in result.tests if test.id.startswith(theirs)
    ]
    assert {test.hint_id for test in result.tests if test.score == 0} == {"uses-answers"}
    assert {flag.code for flag in result.flags} == {"forbidden-import"}


def test_answers_differ_enough_for_that_to_mean_something(compared):
    every = set(next(iter(compared["ours"].values())))
    seen = {(test, score > 0) for tests in compared["ours"].values() for test, score in tests.items()}
    assert seen == {(test, passed) for test in every for passed in (True, False)}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_judge_is_asked_with_the_very_text_of_the_masters_cells(name, tmp_path):
    assignment = assignments.load(ROOT, name)
    made = bundles.make(assignment, tmp_path)
    for master in assignment.masters:
        asked = {step.id: step.source for step in steps(made, master.name, made.notebook(master.name))}
        raw = json.loads((assignment.folder / f"{master.name}.ipynb").read_text("utf-8"))
        sources = {cell["id"]: "".join(cell["source"]) for cell in raw["cells"]}
        for test in master.tests():
            assert asked[test.id] == sources[test.id]


if sys.platform != "linux":
    pytest.skip("the boxes need Linux", allow_module_level=True)
