"""Every status and flag of the contract in plain words: a sentence for the learner, one for the instructor.

The one table that feedback pages, the class report and the transcript take their words from. It knows nothing
of how a verdict is found.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """``mark`` and ``short`` go beside a name; ``learner`` and ``instructor`` are whole sentences."""

    mark: str
    short: str
    learner: str
    instructor: str


#: How a test ended, by the status in results.json.
TESTS = {
    "passed": Words(
        "✓",
        "passed",
        "Your code has the property that this test looks at.",
        "The learner's code has the property that this test looks at.",
    ),
    "failed": Words(
        "✗",
        "not yet",
        "Your code ran, and what it gave is not what is asked for.",
        "The code ran, and a check named what is wrong with what it gave.",
    ),
    "error": Words(
        "✗",
        "stopped with an error",
        "The test could not come to a verdict, because an error stopped it.",
        "An error stopped the test before a check could speak: a name that was never defined, or a reply "
        "that broke the protocol.",
    ),
    "timeout": Words(
        "✗",
        "did not end in time",
        "It did not end within its time and was stopped: is there a loop that never ends?",
        "The cell used up its CPU time, or four times that on the clock, and was stopped.",
    ),
    "out-of-memory": Words(
        "✗",
        "ran out of memory",
        "It asked for more memory than a submission may use: is an array growing in a loop, or larger than "
        "the task needs?",
        "The processes of the submission together went over the memory limit and were stopped.",
    ),
    "crashed": Words(
        "✗",
        "the process died",
        "The process that ran your code ended in the middle of this test: does it call exit, or recurse without end?",
        "The learner's process ended by itself in this test: an exit, a signal, or a fault in compiled code.",
    ),
    "not-run": Words(
        "–",
        "not run",
        "This test did not run, because something before it used up the time or could not be read.",
        "This test did not run: the submission's whole time was used up, or nothing could be read.",
    ),
}

#: What became of a submission as a whole. To a learner the result's own message says it first, with the place; the
#: sentence here goes on from there.
SUBMISSIONS = {
    "graded": Words(
        "✓",
        "graded",
        "Every test ran to its end.",
        "Every test ran to its end.",
    ),
    "timeout": Words(
        "✗",
        "timeout",
        "Every cell that could still run did, and what passed counts.",
        "A cell did not end in its time; it was stopped and graded on from the next cell in a fresh process.",
    ),
    "out-of-memory": Words(
        "✗",
        "out of memory",
        "Every cell that could still run did, and what passed counts.",
        "A cell went over the memory limit; it was stopped and graded on from the next cell in a fresh process.",
    ),
    "crashed": Words(
        "✗",
        "crashed",
        "Every cell that could still run did, in a fresh process, and what passed counts.",
        "The learner's process died in a cell; it was graded on from the next cell in a fresh process.",
    ),
    "missing": Words(
        "–",
        "missing",
        "What was handed in besides was graded.",
        "There is no notebook by the assignment's name in the student's folder, or one of several is absent.",
    ),
    "malformed": Words(
        "✗",
        "malformed",
        "If it is damaged, `rnncourse restore` makes it whole and keeps your code.",
        "The bytes are no notebook that can be read: torn, of another format, too large, or a link.",
    ),
}

#: Faults that happen while cells run: of a submission with one of them something may have run and count.
ON_THE_WAY = ("timeout", "out-of-memory", "crashed")

#: What else the instructor should know. None of these changes a score by itself.
FLAGS = {
    "locked-cell-edited": Words(
        "",
        "locked cell edited",
        "A locked cell was edited; it was graded as the course has it, so a change that you made for "
        "debugging neither helps nor hurts.",
        "A locked cell's text differs from the release; the master's text was graded in its place.",
    ),
    "cell-missing": Words(
        "",
        "cell missing",
        "A cell of the assignment is not in your notebook; the course's own was put in its place.",
        "A cell of the release is absent; a test came from the master, a solution counts as its stub.",
    ),
    "cell-duplicated": Words(
        "",
        "cell duplicated",
        "A cell of the assignment is in your notebook more than once; the last one counts.",
        "A cell's id occurs more than once; of a solution the last one counts and the others ran where they stood.",
    ),
    "metadata-edited": Words(
        "",
        "metadata edited",
        "What nbgrader keeps with a cell (its type, points or tags) differs; the course's own was used. Some "
        "editors do this when they save.",
        "A cell's type, nbgrader metadata or tags differ from the release; nothing of them was used.",
    ),
    "cells-added": Words(
        "",
        "cells added",
        "You added cells of your own, which is welcome; they ran where they stand.",
        "The learner added cells; they ran in the learner's process only.",
    ),
    "forbidden-import": Words(
        "",
        "forbidden import",
        "Your code imports a module that is not on this assignment's list; whatever needs it cannot pass.",
        "The learner's code asked for a module off the assignment's list and got a placeholder that refuses.",
    ),
    "output-truncated": Words(
        "",
        "output truncated",
        "A cell printed more than is kept; the rest of its output was cut off.",
        "A cell's output went over the limit and was cut.",
    ),
    "process-left": Words(
        "",
        "process left",
        "Your notebook started a process that was still running at its end; it was stopped.",
        "Processes started by the notebook were still alive at its end; they were killed. Worth a look.",
    ),
    "protocol-violation": Words(
        "",
        "protocol violation",
        "What your code handed back could not be taken for a plain value, so that test counts as not passed.",
        "The learner's process sent what no honest reply looks like. Usually tampering: look at the code.",
    ),
}


def of_test(status: str) -> Words:
    """The words for a test's status; a status of another version gets words too."""
    return TESTS.get(status) or _unknown(status)


def of_submission(status: str) -> Words:
    """The words for a submission's status."""
    return SUBMISSIONS.get(status) or _unknown(status)


def of_flag(code: str) -> Words:
    """The words for a flag.

    >>> of_flag("cells-added").short
    'cells added'
    """
    return FLAGS.get(code) or _unknown(code)


def _unknown(code: str) -> Words:
    plain = code.replace("-", " ")
    return Words("?", plain, f"{plain.capitalize()}.", f"{plain.capitalize()}: not known to this version.")
