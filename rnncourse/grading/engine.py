"""A grade as a pure function: (submission bytes, assignment, environment, seed) → result and notebooks.

Today it runs nbgrader's autograder in a temporary course of its own, in the process that calls it. Another
engine needs the same two names: ``prepare`` and ``grade``, and the types they exchange.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from rnncourse.grading import verdict
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.executing import RecordingExecute
from rnncourse.grading.generate import GRADEBOOK, RELEASE, SOURCE, course_config, generate, quiet_log
from rnncourse.grading.intake import Malformed, parse
from rnncourse.grading.rebuild import Flag, rebuild
from rnncourse.grading.results import Result

_STUDENT = "student"


@dataclass(frozen=True)
class Prepared:
    """An assignment ready to be graded many times: ``course`` holds its release and a gradebook to copy."""

    assignment: Assignment
    course: Path

    def released(self, notebook: str) -> dict:
        """The released notebook of that name."""
        path = self.course / RELEASE / self.assignment.name / f"{notebook}.ipynb"
        return json.loads(path.read_text("utf-8"))


@dataclass(frozen=True)
class Job:
    """One grade to be found. ``blank`` is its result before anything is known: status, score and tests empty.

    ``record`` is a file that the engine appends to while it works; what it holds counts if the engine is killed.
    """

    prepared: Prepared
    notebooks: dict[str, bytes]
    blank: Result
    record: Path


@dataclass(frozen=True)
class Graded:
    """A result, and the executed notebooks as JSON by name, for nbgrader's tools and the feedback page."""

    result: Result
    notebooks: dict[str, str]


def prepare(assignment: Assignment, folder: Path) -> Prepared:
    """Release the assignment into ``folder`` and fill a gradebook with its cells; done once for a class."""
    generate(assignment.folder, folder)
    return Prepared(assignment, folder)


def grade(job: Job) -> Graded:
    """Find one grade; whatever the submission does becomes part of the result.

    It changes the process's environment variables and folder: call it in a process of its own.
    """
    began = time.monotonic()
    rebuilt, flags = {}, []
    try:
        for name, content in job.notebooks.items():
            try:
                rebuilt[name], found = rebuild(job.prepared.released(name), parse(content))
            except Malformed as error:
                raise Malformed(f"{name}.ipynb {error}") from None
            flags += found
    except Malformed as error:
        return malformed(job, str(error))
    truncated, executed = _autograde(job, rebuilt)
    flags += [Flag("output-truncated")] if truncated else []
    result = verdict.from_record(job.blank, job.prepared.assignment, job.record, flags, set(job.notebooks))
    return Graded(replace(result, seconds=round(time.monotonic() - began, 3), cpu_seconds=_cpu()), executed)


def malformed(job: Job, sentence: str) -> Graded:
    """The result for a submission that cannot be read."""
    result = verdict.malformed(job.blank, job.prepared.assignment, sentence)
    return Graded(result, _stand_ins(job, sentence))


def broken_off(job: Job, cause: str) -> Graded:
    """The result where the engine itself was ended ("timeout") or died ("crashed") under a submission."""
    assignment = job.prepared.assignment
    result = verdict.from_record(job.blank, assignment, job.record, [], set(job.notebooks), cause)
    return Graded(result, _stand_ins(job, "The submission was stopped from outside."))


def _stand_ins(job: Job, sentence: str) -> dict[str, str]:
    """The released notebooks, each cell with the sentence as its error: what formgrader shows instead."""
    notebooks = {}
    for master in job.prepared.assignment.masters:
        notebook = job.prepared.released(master.name)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = [_not_run(sentence)]
        notebooks[master.name] = json.dumps(notebook, indent=1)
    return notebooks


def _autograde(job: Job, rebuilt: dict[str, dict]) -> tuple[bool, dict[str, str]]:
    """Run nbgrader's autograder on the rebuilt notebooks; whether output was cut, and what it wrote."""
    name = job.prepared.assignment.name
    with tempfile.TemporaryDirectory(prefix="grade-", dir=job.record.parent) as folder:
        course = Path(folder)
        submitted = course / "submitted" / _STUDENT / name
        submitted.mkdir(parents=True)
        for notebook, content in rebuilt.items():
            (submitted / f"{notebook}.ipynb").write_text(json.dumps(content), "utf-8")
        shutil.copyfile(job.prepared.course / GRADEBOOK, course / GRADEBOOK)
        shutil.copytree(
            job.prepared.course / SOURCE, course / SOURCE, ignore=shutil.ignore_patterns("*.ipynb")
        )
        _settle_environment(course, job.blank.seed)
        log, lines = quiet_log()
        config = course_config(course)
        config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = name, _STUDENT
        converter = Autograde(
            coursedir=CourseDirectory(config=config, log=log), config=config, log=log, permissions=644
        )
        execute = RecordingExecute(job.record, job.prepared.assignment.limits, log=log)
        converter.autograde_preprocessors = [execute, *converter.autograde_preprocessors[1:]]
        try:
            converter.start()
        except Exception as error:
            raise RuntimeError("\n".join(lines) or str(error)) from error
        graded = course / "autograded" / _STUDENT / name
        return execute.truncated, {path.stem: path.read_text("utf-8") for path in graded.glob("*.ipynb")}


def _settle_environment(course: Path, seed: str) -> None:
    """What the kernel inherits: the seed, one thread, this package, no settings of the user's."""
    settings = course / "settings"
    settings.mkdir()
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    os.environ |= dict.fromkeys(threads, "1") | {
        "RNNCOURSE_SEED": seed,
        "PYTHONPATH": str(Path(__file__).parents[2]),  # the same rnncourse in the kernel as here
        "IPYTHONDIR": str(settings),
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTER_DATA_DIR": str(settings),
        "JUPYTER_RUNTIME_DIR": str(settings),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONHASHSEED": "0",
    }


def _cpu() -> float:
    """CPU seconds of this process and of the kernels it started; 0 where the system does not count them."""
    times = os.times()
    return round(times.user + times.system + times.children_user + times.children_system, 3)


def _not_run(words: str) -> dict:
    return {"output_type": "error", "ename": "NotRun", "evalue": words, "traceback": [words]}
